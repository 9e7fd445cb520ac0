namespace Anneal.Tensors.Tests.Operations;

/// <summary>An input of an operation: its shape and where its numbers come from.</summary>
/// <param name="Dims">Its shape.</param>
/// <param name="Draw">One number.</param>
/// <param name="Fixed">The type of an input that isn't differentiated (an index, a mask); null for the type under test.</param>
public sealed record Operand(int[] Dims, Func<System.Random, double> Draw, DType? Fixed = null)
{
    public static Operand Normal(params int[] dims) => new(dims, r => Math.Sqrt(-2 * Math.Log(1 - r.NextDouble())) * Math.Cos(2 * Math.PI * r.NextDouble()));

    public static Operand Between(double low, double high, params int[] dims) => new(dims, r => low + ((high - low) * r.NextDouble()));

    /// <summary>Of both signs, but no nearer to zero than 0.1, where a function has a kink.</summary>
    public static Operand AwayFromZero(params int[] dims) => new(dims, r => (r.Next(2) == 0 ? -1 : 1) * (0.1 + (2 * r.NextDouble())));

    /// <summary>Between whole and half numbers, where rounding jumps.</summary>
    public static Operand BetweenSteps(params int[] dims) => new(dims, r => r.Next(-3, 4) + (r.Next(2) * 0.5) + 0.1 + (0.3 * r.NextDouble()));

    /// <summary>Whole numbers below a bound.</summary>
    public static Operand Index(int below, params int[] dims) => new(dims, r => r.Next(below), DType.Int64);

    /// <summary>Truth values.</summary>
    public static Operand Mask(params int[] dims) => new(dims, r => r.Next(2), DType.Bool);

    public Grid Values(System.Random random) => Grid.Build(Dims, _ => Draw(random));
}
