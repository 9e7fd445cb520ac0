namespace Anneal.Tensors.Tests.Operations;

/// <summary>One row of the table of operations. It drives the tests and the micro-benchmarks, so it uses the public API alone.</summary>
/// <param name="Operation">The class that records it in Anneal.Tensors.Operations, or the method's name where nothing is recorded.</param>
/// <param name="Variant">What tells this row from the others of its operation; may be empty.</param>
/// <param name="Operands">Small inputs.</param>
/// <param name="Compute">The operation on tensors.</param>
/// <param name="Reference">The same by plain loops over doubles.</param>
public sealed record OperationCase(string Operation, string Variant, Operand[] Operands, Func<Tensor[], Tensor> Compute, Func<Grid[], Grid> Reference)
{
    public string Name => Variant.Length == 0 ? Operation : $"{Operation} {Variant}";

    /// <summary>Relative to 1 + the value: in float32, and in float64.</summary>
    public double Tolerance { get; init; } = 4e-6;

    public double Tolerance64 { get; init; } = 1e-12;

    /// <summary>Gradients are held against differences.</summary>
    public bool IsDifferentiable { get; init; } = true;

    /// <summary>Gradients of gradients are too.</summary>
    public bool IsSmooth { get; init; } = true;

    /// <summary>NaN, infinities and zeros go through, one by one, as in the reference.</summary>
    public bool TakesSpecialValues { get; init; }

    /// <summary>So do lines of three numbers along the last axis.</summary>
    public bool TakesSpecialLines { get; init; }

    /// <summary>Shapes of the operands for a length of 0 to 130; null where a length means nothing.</summary>
    public Func<int, int[][]>? Lengths { get; init; }

    /// <summary>The shortest length that is allowed.</summary>
    public int ShortestLength { get; init; }

    /// <summary>Shapes large enough for several threads, and for a benchmark; null for none.</summary>
    public int[][]? Large { get; init; }

    /// <summary>Made of other recorded operations: none has its name.</summary>
    public bool IsComposed { get; init; }

    /// <summary>Other recorded classes that this row runs through.</summary>
    public string[] Covers { get; init; } = [];

    public override string ToString() => Name;

    /// <summary>The same numbers each time, in these shapes or the row's own.</summary>
    public Grid[] Inputs(int[][]? dims = null)
    {
        int seed = 17;
        foreach (char c in Name) seed = unchecked((seed * 31) + c);
        var random = new System.Random(seed);
        return [.. Operands.Select((o, i) => (dims is null ? o : o with { Dims = dims[i] }).Values(random))];
    }

    /// <summary>Numbers as tensors; those that aren't fixed to a type take this one.</summary>
    public Tensor[] Tensors(Grid[] inputs, DType dtype) =>
        [.. inputs.Select((g, i) => Tensor.From(g.Values, g.Dims).To(Operands[i].Fixed ?? dtype))];
}
