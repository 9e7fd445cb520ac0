namespace Anneal.Tensors.Tests.Operations;

/// <summary>Every operation, once or more: what it is applied to, how exact it is, and what it computes by plain loops.</summary>
public static partial class OperationTable
{
    /// <summary>Methods that are made of other operations.</summary>
    private static readonly HashSet<string> Composed = new(StringComparer.Ordinal)
    {
        "Variance", "Std", "LogSumExp", "Tril", "Triu", "Roll", "Repeat", "RepeatInterleave", "MaskedSelect", "Sort", "TopK", "Einsum",
    };

    public static IReadOnlyList<OperationCase> All { get; } =
    [
        .. new[] { Functions(), Activations(), Arithmetic(), Choices(), Reductions(), Shapes(), Joining(), Indexing(), Products() }
            .SelectMany(rows => rows).Select(row => row with { IsComposed = row.IsComposed || Composed.Contains(row.Operation) }),
    ];

    public static OperationCase Find(string name) => All.Single(c => c.Name == name);

    /// <summary>A function of each element.</summary>
    private static OperationCase Unary(string operation, Operand operand, Func<Tensor, Tensor> compute, Func<double, double> f, string variant = "") =>
        new(operation, variant, [operand], x => compute(x[0]), x => x[0].Map(f))
        {
            Lengths = n => [[n]],
            Large = [[300, 401]],
            TakesSpecialValues = true,
        };

    /// <summary>A function of each pair of elements, of shapes that broadcast.</summary>
    private static OperationCase Binary(string operation, string variant, Operand a, Operand b, Func<Tensor, Tensor, Tensor> compute, Func<double, double, double> f) =>
        new(operation, variant, [a, b], x => compute(x[0], x[1]), x => Grid.Zip(x[0], x[1], f))
        {
            Lengths = a.Dims.Length == b.Dims.Length ? n => [[n], [n]] : null,
            Large = a.Dims.Length == b.Dims.Length ? [[300, 401], [300, 401]] : null,
            TakesSpecialValues = a.Dims.Length == b.Dims.Length,
        };
}
