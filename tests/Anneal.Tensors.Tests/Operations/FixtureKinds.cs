using Anneal.Nn.Tests.Fixtures;

namespace Anneal.Tensors.Tests.Operations;

/// <summary>How each kind of tests/fixtures/operations is computed here. Where PyTorch returns values and places, both come back.</summary>
internal static class FixtureKinds
{
    public static IReadOnlyDictionary<string, Func<FixtureCase, Tensor[], Tensor[]>> All { get; } = new Dictionary<string, Func<FixtureCase, Tensor[], Tensor[]>>(StringComparer.Ordinal)
    {
        ["Gather"] = (c, x) => [x[0].Gather(c.Int("axis"), x[1])],
        ["Scatter"] = (c, x) => [x[0].Scatter(c.Int("axis"), x[1], x[2])],
        ["ScatterAdd"] = (c, x) => [x[0].ScatterAdd(c.Int("axis"), x[1], x[2])],
        ["IndexSelect"] = (c, x) => [x[0].IndexSelect(c.Int("axis"), x[1])],
        ["MaskedFill"] = (c, x) => [x[0].MaskedFill(x[1], c.Double("value"))],
        ["Where"] = (_, x) => [Tensor.Where(x[0], x[1], x[2])],
        ["TopK"] = (c, x) => Both(x[0].TopK(c.Int("count"), c.Int("axis"), c.Bool("largest"))),
        ["Sort"] = (c, x) => Both(x[0].Sort(c.Int("axis"), c.Bool("descending"))),
        ["Pad"] = (c, x) => [x[0].Pad(Pads(c), c.Double("value"))],
        ["Flip"] = (c, x) => [x[0].Flip(c.Ints("axes"))],
        ["Roll"] = (c, x) => [c.Ints("shifts").Zip(c.Ints("axes")).Aggregate(x[0], (y, move) => y.Roll(move.First, move.Second))],
        ["TriL"] = (c, x) => [x[0].Tril(c.Int("diagonal"))],
        ["TriU"] = (c, x) => [x[0].Triu(c.Int("diagonal"))],
        ["CumSum"] = (c, x) => [x[0].CumSum(c.Int("axis"))],
        ["Std"] = (c, x) => [x[0].Std(c.Ints("axes"), c.Int("correction"), c.Bool("keep"))],
        ["Var"] = (c, x) => [x[0].Variance(c.Ints("axes"), c.Int("correction"), c.Bool("keep"))],
        ["LogSumExp"] = (c, x) => [x[0].LogSumExp(c.Ints("axes"), c.Bool("keep"))],
        ["Prod"] = (c, x) => [c.Has("axis") ? x[0].Prod(c.Int("axis"), c.Bool("keep")) : x[0].Prod()],
        ["Mean"] = (c, x) => [x[0].Mean(c.Ints("axes"), c.Bool("keep"))],
        ["Max"] = (c, x) => c.Has("axis") ? Both(x[0].Max(c.Int("axis"), c.Bool("keep"))) : [x[0].Max()],
        ["Min"] = (c, x) => c.Has("axis") ? Both(x[0].Min(c.Int("axis"), c.Bool("keep"))) : [x[0].Min()],
        ["Maximum"] = (_, x) => [x[0].Maximum(x[1])],
        ["Minimum"] = (_, x) => [x[0].Minimum(x[1])],
        ["Norm"] = (c, x) => [x[0].Norm(c.Has("axis") ? [c.Int("axis")] : [], c.Double("p"), c.Bool("keep"))],
        ["Clamp"] = (c, x) => [x[0].Clamp(c.Has("low") ? c.Double("low") : double.NegativeInfinity, c.Has("high") ? c.Double("high") : double.PositiveInfinity)],
        ["Pow"] = (c, x) => [x[0].Pow(c.Double("exponent"))],
        ["PowTensor"] = (_, x) => [x[0].Pow(x[1])],
        ["Divide"] = (_, x) => [x[0] / x[1]],
        ["Abs"] = (_, x) => [x[0].Abs()],
        ["Sqrt"] = (_, x) => [x[0].Sqrt()],
        ["Erf"] = (_, x) => [x[0].Erf()],
        ["Log1p"] = (_, x) => [x[0].Log1p()],
        ["Expm1"] = (_, x) => [x[0].Expm1()],
        ["Rsqrt"] = (_, x) => [x[0].Rsqrt()],
        ["MatMul"] = (_, x) => [x[0].MatMul(x[1])],
        ["Einsum"] = (c, x) => [Tensor.Einsum(c.Text("equation"), x)],
        ["SecondOrder"] = (c, x) => [SecondOrder(c.Text("function"), x)],
    };

    private static Tensor SecondOrder(string function, Tensor[] x) => function switch
    {
        "tanh" => x[0].Tanh(),
        "sigmoid" => x[0].Sigmoid(),
        "exp_sin" => x[0].Exp() * x[0].Sin(),
        "square_divide" => x[0] * x[0] / (2 + (x[1] * x[1])),
        "gelu" => x[0].Gelu(),
        "matmul" => x[0].MatMul(x[1]),
        "matmul_tanh" => x[0].MatMul(x[1]).Tanh().MatMul(x[2]),
        "softmax" => x[0].Softmax(),
        "log_softmax" => x[0].LogSoftmax(),
        "layer_norm" => ((x[0] - x[0].Mean(-1, keepAxis: true)) / (x[0].Variance([-1], 0, keepAxes: true) + 1e-5).Sqrt() * x[1]) + x[2],
        _ => throw new ArgumentException(function),
    };

    private static Tensor[] Both((Tensor Values, Tensor Indices) pair) => [pair.Values, pair.Indices];

    private static (int Before, int After)[] Pads(FixtureCase c) => [.. c.Pairs("pads")];
}
