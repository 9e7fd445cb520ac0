namespace Anneal.Tensors.Tests.Operations;

public static partial class OperationTable
{
    private static IEnumerable<OperationCase> Reductions()
    {
        Operand any = Operand.Normal(3, 4, 5);
        foreach (int[] axes in new int[][] { [], [0], [1], [-1], [0, 1], [1, 2], [0, 2] })
        {
            string named = axes.Length == 0 ? "all" : "axes " + string.Join(' ', axes);
            yield return Reduction("Sum", named, any, axes, x => x.Sum(axes), line => line.Sum());
            yield return Reduction("Sum", "mean " + named, any, axes, x => x.Mean(axes, keepAxes: true), line => line.Sum() / line.Length, keep: true) with { ShortestLength = 1 };
            yield return Reduction("Norm", named, any, axes, x => x.Norm(axes), line => Math.Sqrt(line.Sum(v => v * v))) with { ShortestLength = 1 };
            yield return Reduction("Variance", named, any, axes, x => x.Variance(axes), Variance) with { ShortestLength = 2 };
            yield return Reduction("Std", named, any, axes, x => x.Std(axes, keepAxes: true), line => Math.Sqrt(Variance(line)), keep: true) with { ShortestLength = 2 };
            yield return Reduction("LogSumExp", named, any, axes, x => x.LogSumExp(axes), line => Math.Log(line.Sum(Math.Exp))) with { ShortestLength = 1 };
        }
        yield return Reduction("Norm", "p 1", Operand.AwayFromZero(3, 4, 5), [1], x => x.Norm([1], 1), line => line.Sum(Math.Abs)) with { ShortestLength = 1, IsComposed = true };
        yield return Reduction("Norm", "p 3", Operand.AwayFromZero(3, 4, 5), [1], x => x.Norm([1], 3), line => Math.Cbrt(line.Sum(v => Math.Abs(v * v * v)))) with { ShortestLength = 1, IsComposed = true };
        yield return Reduction("ExtremeOfAll", "max", any, [], x => x.Max(), Largest) with { ShortestLength = 1 };
        yield return Reduction("ExtremeOfAll", "min", any, [], x => x.Min(), Smallest) with { ShortestLength = 1 };
        foreach (int axis in new[] { 0, 1, -1 })
        {
            yield return Reduction("Extreme", $"max axis {axis}", any, [axis], x => x.Max(axis).Values, Largest) with { ShortestLength = 1 };
            yield return Reduction("Extreme", $"min axis {axis}", any, [axis], x => x.Min(axis, keepAxis: true).Values, Smallest, keep: true) with { ShortestLength = 1 };
            yield return Reduction("ArgMax", $"axis {axis}", any, [axis], x => x.ArgMax(axis), line => Array.IndexOf(line, Largest(line))) with { ShortestLength = 1, IsDifferentiable = false };
            yield return Reduction("ArgMin", $"axis {axis}", any, [axis], x => x.ArgMin(axis), line => Array.IndexOf(line, Smallest(line))) with { ShortestLength = 1, IsDifferentiable = false };
            yield return Reduction("Prod", $"axis {axis}", Operand.Between(0.5, 1.5, 3, 4, 5), [axis], x => x.Prod(axis), line => line.Aggregate(1.0, (p, v) => p * v)) with { Tolerance = 1e-4 };
            yield return new("CumSum", $"axis {axis}", [any], x => x[0].CumSum(axis), x => x[0].AlongAxis(axis, Accumulated)) { Tolerance = 1e-5, Lengths = axis == -1 ? n => [[3, n]] : null, TakesSpecialLines = axis == -1 };
        }
        Operand mask = Operand.Mask(3, 4, 5);
        yield return Reduction("All", "", mask, [1], x => x.All(1), line => line.All(v => v != 0) ? 1 : 0) with { IsDifferentiable = false };
        yield return Reduction("Any", "", mask, [1], x => x.Any(1), line => line.Any(v => v != 0) ? 1 : 0) with { IsDifferentiable = false };
        yield return Reduction("Sum", "of truth values", mask, [0, 2], x => x.Sum([0, 2]), line => line.Sum()) with { IsDifferentiable = false };
        yield return Reduction("Sum", "of integers", Operand.Index(9, 3, 4, 5), [1], x => x.Sum(1), line => line.Sum()) with { IsDifferentiable = false };
    }

    private static OperationCase Reduction(string operation, string variant, Operand operand, int[] axes, Func<Tensor, Tensor> compute, Func<double[], double> f, bool keep = false) =>
        new(operation, variant, [operand], x => compute(x[0]), x => x[0].Reduce(axes, keep, f))
        {
            Tolerance = 1e-5,
            Lengths = axes switch
            {
                [] or [-1] => n => [[2, 2, n]],
                [1] or [0, 1] => n => [[2, n, 3]],
                [0] => n => [[n, 3, 2]],
                _ => null,
            },
            Large = [[50, 40, 70]],
            TakesSpecialLines = axes is [-1] && operand.Fixed is null,
        };

    /// <summary>NaN counts as the extreme.</summary>
    private static double Largest(double[] line) => Array.Exists(line, double.IsNaN) ? double.NaN : line.Max();

    private static double Smallest(double[] line) => Array.Exists(line, double.IsNaN) ? double.NaN : line.Min();

    private static double Variance(double[] line)
    {
        double mean = line.Average();
        return line.Sum(v => (v - mean) * (v - mean)) / (line.Length - 1);
    }

    private static double[] Accumulated(double[] line)
    {
        double[] sums = [.. line];
        for (int i = 1; i < sums.Length; i++) sums[i] += sums[i - 1];
        return sums;
    }
}
