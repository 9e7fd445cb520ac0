using Anneal.Tensors.Autograd;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Tests.Operations;

/// <summary>What holds for every row of the table of operations.</summary>
[Collection("one pool")]
public class OperationTests
{
    private static readonly DType[] Types = [DType.Float32, DType.Float64];

    public static IEnumerable<TheoryDataRow<string>> Rows(string which) => OperationTable.All
        .Where(c => which switch
        {
            "differentiable" => c.IsDifferentiable,
            "smooth" => c.IsDifferentiable && c.IsSmooth,
            "lengths" => c.Lengths is not null,
            "special" => c.TakesSpecialValues,
            "lines" => c.TakesSpecialLines,
            "large" => c.Large is not null,
            _ => true,
        })
        .Select(c => new TheoryDataRow<string>(c.Name));

    [Theory]
    [MemberData(nameof(Rows), "all")]
    public void Forward_is_that_of_the_reference(string name)
    {
        OperationCase row = OperationTable.Find(name);
        Grid[] inputs = row.Inputs();
        Grid expected = row.Reference(inputs);
        foreach (DType dtype in Types) ShouldBe(row.Compute(row.Tensors(inputs, dtype)), expected, row, dtype, name);
    }

    [Theory]
    [MemberData(nameof(Rows), "lengths")]
    public void Every_length_to_130_is_right(string name)
    {
        OperationCase row = OperationTable.Find(name);
        for (int n = row.ShortestLength; n <= 130; n++)
        {
            Grid[] inputs = row.Inputs(row.Lengths!(n));
            ShouldBe(row.Compute(row.Tensors(inputs, DType.Float32)), row.Reference(inputs), row, DType.Float32, $"{name}, length {n}");
        }
    }

    [Theory]
    [MemberData(nameof(Rows), "special")]
    public void NaN_and_infinity_go_where_they_should(string name)
    {
        OperationCase row = OperationTable.Find(name);
        double[] special = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, 1, -1, 3, -3];
        foreach (DType dtype in Types)
        {
            // All pairs, for operations of two.
            Grid[] inputs = row.Operands.Length == 1
                ? [new Grid(special, [9])]
                : [Grid.Build([9, 9], i => special[i[0]]), Grid.Build([9, 9], i => special[i[1]])];
            ShouldBe(row.Compute(row.Tensors(inputs, dtype)), row.Reference(inputs), row, dtype, $"{name} of special values");
        }
    }

    [Theory]
    [MemberData(nameof(Rows), "lines")]
    public void NaN_and_infinity_in_a_line_are_reduced_as_they_should(string name)
    {
        OperationCase row = OperationTable.Find(name);
        const double Inf = double.PositiveInfinity;
        Grid[] inputs = [new Grid([double.NaN, 1, 2, 3, double.NaN, -1, Inf, 1, 2, -Inf, 1, 2, Inf, -Inf, 0, -Inf, -Inf, -Inf, Inf, double.NaN, -Inf, 0, -0.0, 0], [8, 3])];
        foreach (DType dtype in Types) ShouldBe(row.Compute(row.Tensors(inputs, dtype)), row.Reference(inputs), row, dtype, $"{name} of special lines");
    }

    [Theory]
    [MemberData(nameof(Rows), "all")]
    public void Other_layouts_of_the_same_numbers_give_the_same_result(string name)
    {
        OperationCase row = OperationTable.Find(name);
        Grid[] inputs = row.Inputs();
        foreach (DType dtype in Types)
        {
            Tensor[] plain = Leaves(row, row.Tensors(inputs, dtype));
            Tensor expected = row.Compute(plain);
            double[][] gradients = Gradient(row, plain, expected);
            foreach (Func<Tensor, Tensor> layout in Layouts)
            {
                Tensor[] leaves = Leaves(row, row.Tensors(inputs, dtype));
                Tensor actual = row.Compute([.. leaves.Select(layout)]);
                Compare(actual.ToArray<double>(), expected.ToArray<double>(), dtype == DType.Float32 ? row.Tolerance : row.Tolerance64, name);
                double[][] others = Gradient(row, leaves, actual);
                for (int i = 0; i < gradients.Length; i++) Compare(others[i], gradients[i], dtype == DType.Float32 ? 1e-5 : 1e-12, $"{name}, gradient {i}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rows), "differentiable")]
    public void Gradients_are_those_of_differences(string name)
    {
        OperationCase row = OperationTable.Find(name);
        Grid[] inputs = row.Inputs();
        Tensor[] leaves = Leaves(row, row.Tensors(inputs, DType.Float64));
        Tensor result = row.Compute(leaves);
        if (!row.IsComposed) RecordedBy(result).ShouldContain(row.Operation);
        double[][] actual = Gradient(row, leaves, result);
        double[] weights = Weights(result.ElementCount);
        for (int i = 0; i < leaves.Length; i++)
        {
            if (!leaves[i].RequiresGradient) continue;
            Compare(actual[i], Differences(inputs, i, x => Weighted(row, x, weights)), 2e-8, $"{name}, gradient {i}");
        }

        // The float32 kernels, against those of float64.
        Tensor[] narrow = Leaves(row, row.Tensors(inputs, DType.Float32));
        double[][] rounded = Gradient(row, narrow, row.Compute(narrow));
        for (int i = 0; i < leaves.Length; i++)
            if (leaves[i].RequiresGradient) Compare(rounded[i], actual[i], 2e-5, $"{name}, float32 gradient {i}");
    }

    [Theory]
    [MemberData(nameof(Rows), "smooth")]
    public void Gradients_of_gradients_are_those_of_differences(string name)
    {
        OperationCase row = OperationTable.Find(name);
        Grid[] inputs = row.Inputs();
        Tensor[] leaves = Leaves(row, row.Tensors(inputs, DType.Float64));
        Tensor[] wanted = [.. leaves.Where(x => x.RequiresGradient)];
        Tensor result = row.Compute(leaves);
        double[] weights = Weights(result.ElementCount);
        Tensor objective = (result * Tensor.From(weights, result.Shape)).Sum();
        double[][] first = Gradient(row, leaves, result);
        Tensor[] gradients = Gradients.Of(objective, wanted, createGraph: true);
        for (int i = 0, j = 0; i < leaves.Length; i++)
            if (leaves[i].RequiresGradient) Compare(gradients[j++].ToArray<double>(), first[i], 1e-11, $"{name}, recorded gradient {i}");

        // The objective of the second pass: the gradients, weighted and added up.
        Tensor? total = null;
        foreach (Tensor gradient in gradients.Where(g => g.RequiresGradient))
        {
            Tensor part = (gradient * Tensor.From(Weights(gradient.ElementCount), gradient.Shape)).Sum();
            total = total is null ? part : total + part;
        }
        if (total is null) return; // linear: its gradient is constant
        foreach (Tensor leaf in wanted) leaf.ClearGradient();
        total.Backward();
        for (int i = 0; i < leaves.Length; i++)
        {
            if (!leaves[i].RequiresGradient) continue;
            double[] expected = Differences(inputs, i, x => WeightedGradients(row, x, weights));
            Compare(leaves[i].Gradient?.ToArray<double>() ?? new double[expected.Length], expected, 2e-7, $"{name}, second gradient {i}");
        }
    }

    [Theory]
    [MemberData(nameof(Rows), "large")]
    public void The_bits_are_the_same_at_any_number_of_threads(string name)
    {
        OperationCase row = OperationTable.Find(name);
        Grid[] inputs = row.Inputs(row.Large);
        int before = WorkerPool.ThreadCount;
        float[][]? expected = null;
        try
        {
            foreach (int threads in new[] { 1, 2, 3 })
            {
                WorkerPool.ThreadCount = threads;
                Tensor[] leaves = Leaves(row, row.Tensors(inputs, DType.Float32));
                Tensor result = row.Compute(leaves);
                var bits = new List<float[]> { result.ToArray() };
                if (result.RequiresGradient)
                {
                    result.Backward(Tensor.Full(result.Shape, 0.7, result.DType));
                    bits.AddRange(leaves.Where(x => x.RequiresGradient).Select(x => x.Gradient!.ToArray()));
                }
                expected ??= [.. bits];
                for (int i = 0; i < expected.Length; i++)
                    Kernels.Numbers.ShouldHaveSameBits<float>(bits[i], expected[i], $"{name} with {threads} threads, {(i == 0 ? "result" : "gradient " + (i - 1))}");
            }
        }
        finally
        {
            WorkerPool.ThreadCount = before;
        }
    }

    private static readonly Func<Tensor, Tensor>[] Layouts =
    [
        x => x.Rank < 2 ? x : x.Transpose(0, -1).Contiguous().Transpose(0, -1), // another order of axes in memory
        x => x.Rank == 0 ? x : Tensor.Stack([x, x], x.Rank).Select(-1, 1), // every second element
        x => x.Rank == 0 ? x : x.Flip(0, -1).Contiguous().Flip(0, -1), // back to front
    ];

    private static Tensor[] Leaves(OperationCase row, Tensor[] tensors)
    {
        for (int i = 0; i < tensors.Length; i++) tensors[i].RequiresGradient = row.IsDifferentiable && row.Operands[i].Fixed is null;
        return tensors;
    }

    private static double[] Weights(long count)
    {
        var random = new System.Random(5);
        return [.. Enumerable.Range(0, (int)count).Select(_ => (2 * random.NextDouble()) - 0.7)];
    }

    /// <summary>The gradients of the leaves for fixed weights of the result's elements.</summary>
    private static double[][] Gradient(OperationCase row, Tensor[] leaves, Tensor result)
    {
        if (!row.IsDifferentiable) return [];
        foreach (Tensor leaf in leaves) leaf.ClearGradient();
        result.Backward(Tensor.From(Weights(result.ElementCount), result.Shape).To(result.DType), retainGraph: true);
        double[][] gradients = [.. leaves.Select(x => x.Gradient?.ToArray<double>() ?? [])];
        foreach (Tensor leaf in leaves) leaf.ClearGradient();
        return gradients;
    }

    private static double Weighted(OperationCase row, Grid[] inputs, double[] weights)
    {
        using Gradients.NoGradScope pause = Gradients.NoGrad();
        return row.Compute(row.Tensors(inputs, DType.Float64)).ToArray<double>().Zip(weights, (y, w) => y * w).Sum();
    }

    private static double WeightedGradients(OperationCase row, Grid[] inputs, double[] weights)
    {
        Tensor[] leaves = Leaves(row, row.Tensors(inputs, DType.Float64));
        Tensor result = row.Compute(leaves);
        result.Backward(Tensor.From(weights, result.Shape));
        return leaves.Where(x => x.RequiresGradient).Sum(x => x.Gradient!.ToArray<double>().Zip(Weights(x.ElementCount), (g, w) => g * w).Sum());
    }

    /// <summary>The slope by each element of an input, from four points around it: exact to the fourth order.</summary>
    private static double[] Differences(Grid[] inputs, int operand, Func<Grid[], double> f)
    {
        const double Step = 1e-3;
        double[] values = inputs[operand].Values;
        var slopes = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            double x = values[i];
            double At(double move)
            {
                values[i] = x + move;
                double y = f(inputs);
                values[i] = x;
                return y;
            }
            slopes[i] = (At(-2 * Step) - (8 * At(-Step)) + (8 * At(Step)) - At(2 * Step)) / (12 * Step);
        }
        return slopes;
    }

    private static List<string> RecordedBy(Tensor result)
    {
        var names = new List<string>();
        var open = new Queue<Node>([result.Node!]);
        while (open.TryDequeue(out Node? node))
        {
            names.Add(node.GetType().Name);
            foreach (Node.Edge edge in node.Inputs)
                if (edge.Node is not null) open.Enqueue(edge.Node);
        }
        return names;
    }

    private static void ShouldBe(Tensor actual, Grid expected, OperationCase row, DType dtype, string what)
    {
        actual.Shape.ShouldBe(Shape.Of(expected.Dims), what);
        Compare(actual.ToArray<double>(), expected.Values, dtype == DType.Float32 ? row.Tolerance : row.Tolerance64, $"{what} in {dtype}");
    }

    private static void Compare(double[] actual, double[] expected, double tolerance, string what)
    {
        actual.Length.ShouldBe(expected.Length, what);
        for (int i = 0; i < actual.Length; i++)
        {
            if (actual[i] == expected[i] || (double.IsNaN(actual[i]) && double.IsNaN(expected[i]))) continue;
            if (!(Math.Abs(actual[i] - expected[i]) <= tolerance * (1 + Math.Abs(expected[i]))))
                Assert.Fail(FormattableString.Invariant($"{what}, element {i}: {actual[i]:R}, expected {expected[i]:R}"));
        }
    }
}
