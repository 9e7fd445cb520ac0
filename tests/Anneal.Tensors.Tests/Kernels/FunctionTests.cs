using System.Runtime.Intrinsics;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Tests.Kernels;

/// <summary>Each function against double precision, at every register width this machine can run (or imitate).</summary>
public sealed unsafe class FunctionTests
{
    private const double Ulp = 1.1920929e-7;

    private static readonly float[] Special =
    [
        0f, -0f, 1f, -1f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue,
        float.Epsilon, -float.Epsilon, 1.17549435e-38f, 88.72f, 88.73f, -87.33f, -87.34f, 1e-10f, -1e-10f, 20f, -20f, 100f, -100f,
    ];

    /// <summary>The normal distribution function by Simpson's rule on its density: independent of the series under test.</summary>
    private static double Integrate(double x)
    {
        const int Steps = 20_000;
        double width = 14.0 / Steps, sum = 0;
        for (int i = 0; i <= Steps; i++)
        {
            double z = x - (i * width);
            sum += Math.Exp(-z * z / 2) * (i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2);
        }
        return sum * width / 3 / Math.Sqrt(2 * Math.PI);
    }

    private static double Cdf(double x) => 0.5 * ExactFunctions.Erfc(-x * Math.Sqrt(0.5));

    private static double Density(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Softplus(double x) => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x)));

    private static double Log1p(double x) => Math.Abs(x) < 1e-5 ? x - (x * x / 2) + (x * x * x / 3) : Math.Log(1 + x);

    private static double Expm1(double x) => Math.Abs(x) < 1e-5 ? x + (x * x / 2) + (x * x * x / 6) : Math.Exp(x) - 1;

    private static double GeluTanh(double x) => x * Sigmoid(2 * Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)));

    private static double Mish(double x) => x * Math.Tanh(Softplus(x));

    private static double Slope(Func<double, double> f, double x) => (f(x + 1e-5) - f(x - 1e-5)) / 2e-5;

    [Fact]
    public void ExpAndItsKin()
    {
        Check(default(ExpOperator), x => x < -87.33654 ? 0 : Math.Exp(x), 1.5 * Ulp, 0, -90, 89);
        Check(default(Expm1Operator), Expm1, 3 * Ulp, 0, -30, 88, special: false);
        Check(default(SigmoidOperator), Sigmoid, 3 * Ulp, 1e-37, -80, 40);
        Check(default(TanhOperator), Math.Tanh, 4 * Ulp, 0, -12, 12);
        Check(default(TanhOperator), Math.Tanh, 4 * Ulp, 0, -0.01, 0.01);
        Check(default(SoftplusOperator), Softplus, 3 * Ulp, 1e-37, -80, 80);
    }

    [Fact]
    public void LogarithmsAndErf()
    {
        Check(default(LogOperator), Math.Log, 2 * Ulp, 0, 1e-3, 100);
        Check(default(LogOperator), Math.Log, 2 * Ulp, 0, 0.9, 1.1);
        Check(default(LogOperator), Math.Log, 2 * Ulp, 0, 0, 1e-37);
        Check(default(Log1pOperator), Log1p, 3 * Ulp, 0, -0.5, 1);
        Check(default(Log1pOperator), Log1p, 3 * Ulp, 0, -1e-4, 1e-4);
        Check(default(ErfOperator), x => (2 * Cdf(x * Math.Sqrt(2))) - 1, 2 * Ulp, 1e-9, -6, 6, special: false);
    }

    [Fact]
    public void Activations()
    {
        Check(default(ReluOperator), x => double.IsNaN(x) ? x : Math.Max(x, 0), 0, 0, -10, 10);
        Check(default(GeluOperator), x => x * Cdf(x), 3e-6, 1e-9, -10, 10, special: false);
        Check(default(GeluTanhOperator), GeluTanh, 3e-6, 1e-9, -10, 10, special: false);
        Check(default(SiluOperator), x => x * Sigmoid(x), 4 * Ulp, 1e-37, -80, 80, special: false);
        Check(default(MishOperator), Mish, 1e-6, 1e-9, -60, 60, special: false);
        Check(new EluOperator(0.7), x => x > 0 ? x : 0.7 * Expm1(x), 3 * Ulp, 1e-44, -20, 20);
        Check(default(HardswishOperator), x => x * Math.Clamp(x + 3, 0, 6) / 6, 3 * Ulp, 0, -5, 5, special: false);
        Check(default(HardsigmoidOperator), x => Math.Clamp(x + 3, 0, 6) / 6, 3 * Ulp, 1e-7, -5, 5, special: false);
    }

    [Fact]
    public void Gradients()
    {
        CheckGradient(default(GeluGradient), x => Cdf(x) + (x * Density(x)));
        CheckGradient(default(GeluTanhGradient), x => Slope(GeluTanh, x));
        CheckGradient(default(SiluGradient), x => Sigmoid(x) * (1 + (x * (1 - Sigmoid(x)))));
        CheckGradient(default(MishGradient), x => Slope(Mish, x));
        CheckGradient(default(SoftplusGradient), Sigmoid);
        CheckGradient(new EluGradient(0.7), x => x > 0 ? 1 : 0.7 * Math.Exp(x));
        CheckGradient(default(HardswishGradient), x => x <= -3 ? 0 : x >= 3 ? 1 : (x / 3) + 0.5);
        CheckGradient(default(ReluGradient), x => x > 0 ? 1 : 0);
        CheckGradient(new LeakyReluGradient(0.1), x => x > 0 ? 1 : 0.1);
        CheckGradient(default(ErfGradient), x => 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x));
    }

    [Fact]
    public void Exact_double_functions()
    {
        foreach (double x in new[] { -7, -2.5, -1.9, -0.3, -1e-9, 0, 1e-9, 0.4, 1.99, 2.01, 3.5 })
        {
            ExactFunctions.Erfc(-x / Math.Sqrt(2)).ShouldBe(2 * Integrate(x), 1e-11 * Integrate(x));
            ExactFunctions.Erf(x).ShouldBe(1 - ExactFunctions.Erfc(x), 3e-16);
            if (Math.Abs(x) < 0.5) ExactFunctions.Expm1(x).ShouldBe(x + (x * x / 2) + (x * x * x / 6) + (x * x * x * x / 24) + Math.Pow(x, 5) / 120 + Math.Pow(x, 6) / 720 + Math.Pow(x, 7) / 5040 + Math.Pow(x, 8) / 40320, 1e-9);
        }
        ExactFunctions.Erf(0.5).ShouldBe(0.52049987781304653768, 1e-15);
        ExactFunctions.Erfc(3).ShouldBe(2.209049699858544137e-5, 1e-19);
        ExactFunctions.Expm1(1e-12).ShouldBe(1.0000000000005e-12, 1e-27);
        ExactFunctions.Expm1(double.NegativeInfinity).ShouldBe(-1);
        double.IsNaN(ExactFunctions.Erf(double.NaN)).ShouldBeTrue();
    }

    [Fact]
    public void Tails_have_the_bits_of_the_body()
    {
        using var x = new Block<float>(Numbers.Normal(131, 3, 3));
        using var whole = new Block<float>(131);
        Elementwise.Unary<GeluOperator, float>(default, x.Pointer, whole.Pointer, 131);
        for (int length = 0; length <= 130; length++)
        {
            using var part = new Block<float>(length);
            Elementwise.Unary<GeluOperator, float>(default, x.Pointer + 1, part.Pointer, length);
            Numbers.ShouldHaveSameBits<float>(part.Span, whole.Span.Slice(1, length));
        }
    }

    private static void Check<TOperator>(TOperator f, Func<double, double> reference, double relative, double absolute, double from, double to, bool special = true)
        where TOperator : unmanaged, IUnaryOperator
    {
        var points = new List<float>();
        for (int i = 0; i <= 4000; i++) points.Add((float)(from + ((to - from) * i / 4000)));
        if (special) points.AddRange(Special);
        double[] expected = [.. points.Select(x => reference(x))];
        string name = typeof(TOperator).Name;
        Run<TOperator, Lanes512, Vector512<float>>(f, points, expected, relative, absolute, name);
        Run<TOperator, Lanes256, Vector256<float>>(f, points, expected, relative, absolute, name);
        Run<TOperator, Lanes128, Vector128<float>>(f, points, expected, relative, absolute, name);
        Run<TOperator, ScalarLanes<float>, float>(f, points, expected, relative, absolute, name);
        for (int i = 0; i < points.Count; i++)
        {
            double y = f.Apply<ScalarLanes<double>, double, double>(points[i]);
            if (!double.IsFinite(y) || !double.IsFinite(expected[i]) || Math.Abs(expected[i]) < 1e-35) continue;
            if (Math.Abs(y - expected[i]) > 1e-9 + (1e-9 * Math.Abs(expected[i])))
                Assert.Fail(FormattableString.Invariant($"double {name}({points[i]:R}) is {y:R}, expected {expected[i]:R}"));
        }
    }

    private static void Run<TOperator, L, V>(TOperator f, List<float> points, double[] expected, double relative, double absolute, string name)
        where TOperator : unmanaged, IUnaryOperator
        where L : struct, ILanes<V, float>
        where V : struct
    {
        using var x = new Block<float>(points.ToArray());
        using var y = new Block<float>(points.Count);
        int i = 0;
        for (; i <= points.Count - L.Count; i += L.Count) L.Store(y.Pointer + i, f.Apply<L, V, float>(L.Load(x.Pointer + i)));
        int rest = points.Count - i;
        if (rest > 0) L.StorePartial(y.Pointer + i, f.Apply<L, V, float>(L.LoadPartial(x.Pointer + i, rest, L.Zero)), rest);
        Numbers.ShouldBeNear(y.Span, expected, relative, absolute, $"{typeof(L).Name} {name}");
    }

    private static void CheckGradient<TOperator>(TOperator f, Func<double, double> reference)
        where TOperator : unmanaged, IBinaryOperator
    {
        float[] x = [.. Enumerable.Range(0, 2003).Select(i => (i * 0.01f) - 10.003f)];
        using var saved = new Block<float>(x);
        using var incoming = new Block<float>(Numbers.Normal(x.Length, 5));
        using var result = new Block<float>(x.Length);
        Elementwise.Binary<TOperator, float>(f, incoming.Pointer, saved.Pointer, result.Pointer, x.Length);
        double[] expected = [.. x.Select((v, i) => incoming[i] * reference(v))];
        Numbers.ShouldBeNear(result.Span, expected, 3e-6, 1e-6, typeof(TOperator).Name);

        using var wide = new Block<double>(Numbers.Widen(x));
        using var wideIncoming = new Block<double>(Numbers.Widen(incoming.Span));
        Elementwise.Binary<TOperator, double>(f, wideIncoming.Pointer, wide.Pointer, wide.Pointer, x.Length);
        Numbers.ShouldBeNear(wide.Span, expected, 1e-8, "double " + typeof(TOperator).Name);
    }
}
