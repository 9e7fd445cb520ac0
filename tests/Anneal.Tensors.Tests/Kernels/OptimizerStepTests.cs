using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Tests.Kernels;

/// <summary>Twenty steps of each optimizer against the formulas in double.</summary>
public sealed unsafe class OptimizerStepTests
{
    private const int Steps = 20;

    private static IEnumerable<int> Lengths => [0, 1, 15, 16, 17, 33, 130, 40_001];

    private delegate void Kernel(float* p, float* g, float*[] state, int length, int step);

    private delegate double Formula(double p, double g, double[] state, int step);

    [Fact]
    public void Sgd()
    {
        foreach ((double momentum, double dampening, double decay, bool nesterov) in new[] { (0.0, 0.0, 0.0, false), (0.9, 0.0, 0.01, false), (0.9, 0.1, 0.0, false), (0.8, 0.0, 0.1, true) })
        {
            Compare(
                1,
                (p, g, s, n, t) => OptimizerSteps.Sgd(p, g, momentum == 0 ? null : s[0], n, new SgdSettings { LearningRate = 0.05, Momentum = momentum, Dampening = dampening, WeightDecay = decay, Nesterov = nesterov, FirstStep = t == 1, GradientScale = 0.5 }),
                (p, g, s, t) =>
                {
                    g = (0.5 * g) + (decay * p);
                    if (momentum != 0)
                    {
                        s[0] = t == 1 ? g : (momentum * s[0]) + ((1 - dampening) * g);
                        g = nesterov ? g + (momentum * s[0]) : s[0];
                    }
                    return p - (0.05 * g);
                },
                poison: true);
        }
    }

    [Fact]
    public void Adam()
    {
        foreach (bool decoupled in new[] { false, true })
        {
            Compare(
                2,
                (p, g, s, n, t) => OptimizerSteps.Adam(p, g, s[0], s[1], n, new AdamSettings { LearningRate = 0.01, Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8, WeightDecay = 0.1, Decoupled = decoupled, StepNumber = t, GradientScale = 1 }),
                (p, g, s, t) =>
                {
                    if (decoupled) p *= 1 - (0.01 * 0.1);
                    else g += 0.1 * p;
                    s[0] = (0.9 * s[0]) + (0.1 * g);
                    s[1] = (0.999 * s[1]) + (0.001 * g * g);
                    return p - (0.01 / (1 - Math.Pow(0.9, t)) * s[0] / ((Math.Sqrt(s[1]) / Math.Sqrt(1 - Math.Pow(0.999, t))) + 1e-8));
                });
        }
    }

    [Fact]
    public void RmsProp()
    {
        foreach ((bool centered, double momentum) in new[] { (false, 0.0), (true, 0.0), (false, 0.9), (true, 0.5) })
        {
            Compare(
                3,
                (p, g, s, n, _) => OptimizerSteps.RmsProp(p, g, s[0], centered ? s[1] : null, momentum == 0 ? null : s[2], n, new RmsPropSettings { LearningRate = 0.01, Alpha = 0.9, Epsilon = 1e-3, WeightDecay = 0.01, Momentum = momentum, GradientScale = 1 }),
                (p, g, s, _) =>
                {
                    g += 0.01 * p;
                    s[0] = (0.9 * s[0]) + (0.1 * g * g);
                    s[1] = (0.9 * s[1]) + (0.1 * g);
                    double step = g / (Math.Sqrt(centered ? s[0] - (s[1] * s[1]) : s[0]) + 1e-3);
                    s[2] = (momentum * s[2]) + step;
                    return p - (0.01 * s[2]);
                });
        }
    }

    [Fact]
    public void Adagrad() => Compare(
        1,
        (p, g, s, n, _) => OptimizerSteps.Adagrad(p, g, s[0], n, new AdagradSettings { LearningRate = 0.05, Epsilon = 1e-10, WeightDecay = 0.01, GradientScale = 1 }),
        (p, g, s, _) =>
        {
            g += 0.01 * p;
            s[0] += g * g;
            return p - (0.05 * g / (Math.Sqrt(s[0]) + 1e-10));
        });

    [Fact]
    public void Lion() => Compare(
        1,
        (p, g, s, n, _) => OptimizerSteps.Lion(p, g, s[0], n, new LionSettings { LearningRate = 0.01, Beta1 = 0.9, Beta2 = 0.99, WeightDecay = 0.1, GradientScale = 1 }),
        (p, g, s, _) =>
        {
            p = (p * (1 - (0.01 * 0.1))) - (0.01 * Math.Sign((0.9 * s[0]) + (0.1 * g)));
            s[0] = (0.99 * s[0]) + (0.01 * g);
            return p;
        });

    [Fact]
    public void Moments_never_hold_denormals_but_keep_NaN()
    {
        using var p = new Block<float>([1f, 1, 1, 1]);
        using var g = new Block<float>([0f, 1e-30f, float.NaN, 1]);
        using var m = new Block<float>([1.2e-38f, 0, 0, 0]);
        using var v = new Block<float>([1.18e-38f, 0, 0, 0]);
        for (int t = 1; t <= 50; t++)
        {
            OptimizerSteps.Adam(p.Pointer, g.Pointer, m.Pointer, v.Pointer, 4, new AdamSettings { LearningRate = 0.01, Beta1 = 0.9, Beta2 = 0.9, Epsilon = 1e-8, StepNumber = t, GradientScale = 1 });
            foreach (float value in m.Span.ToArray().Concat(v.Span.ToArray())) float.IsSubnormal(value).ShouldBeFalse();
        }
        float.IsNaN(m[2]).ShouldBeTrue();
        float.IsNaN(p[2]).ShouldBeTrue();
        m[0].ShouldBe(0);
    }

    private static void Compare(int states, Kernel kernel, Formula formula, bool poison = false)
    {
        foreach (int n in Lengths)
        {
            float[] start = Numbers.Normal(n, 1);
            double[] expected = Numbers.Widen(start);
            var moments = new double[n][];
            for (int i = 0; i < n; i++) moments[i] = new double[states];
            using var p = new Block<float>(start);
            var blocks = new Block<float>[states];
            var pointers = new float*[states];
            for (int k = 0; k < states; k++)
            {
                blocks[k] = new Block<float>(n);
                if (poison) blocks[k].Span.Fill(float.NaN);
                pointers[k] = blocks[k].Pointer;
            }
            for (int t = 1; t <= Steps; t++)
            {
                using var g = new Block<float>(Numbers.Normal(n, t + 10));
                kernel(p.Pointer, g.Pointer, pointers, n, t);
                for (int i = 0; i < n; i++) expected[i] = formula(expected[i], g[i], moments[i], t);
            }
            Numbers.ShouldBeNear(p.Span, expected, 2e-6, 2e-6, "parameter");
            foreach (Block<float> block in blocks) block.Dispose();
        }
    }
}
