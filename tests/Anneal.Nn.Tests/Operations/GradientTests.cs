using Anneal.Tensors;
using Anneal.Tensors.Kernels;
using Anneal.Tensors.Operations;

namespace Anneal.Nn.Tests.Operations;

/// <summary>The fused operations in float64: gradients against finite differences, and second gradients against those of the first.</summary>
public class GradientTests
{
    private static readonly Dictionary<string, (Shape[] Inputs, Func<Tensor[], Tensor> Function)> Cases = new(StringComparer.Ordinal)
    {
        ["linear"] = ([[5, 3], [4, 3], [4]], x => Anneal.Tensors.Operations.Linear.Apply(x[0], x[1], x[2])),
        ["linear without bias, three axes"] = ([[2, 3, 3], [4, 3]], x => Anneal.Tensors.Operations.Linear.Apply(x[0], x[1])),
        ["linear, transposed weight"] = ([[5, 3], [3, 4]], x => Anneal.Tensors.Operations.Linear.Apply(x[0], x[1].T)),
        ["linear + relu"] = ([[5, 3], [4, 3], [4]], x => Anneal.Tensors.Operations.Linear.Apply(x[0], x[1], x[2], Activation.Relu)),
        ["linear + gelu"] = ([[5, 3], [4, 3], [4]], x => Anneal.Tensors.Operations.Linear.Apply(x[0], x[1], x[2], Activation.Gelu)),
        ["linear + gelu by tanh"] = ([[5, 3], [4, 3], [4]], x => Anneal.Tensors.Operations.Linear.Apply(x[0], x[1], x[2], Activation.GeluTanh)),
        ["linear + silu"] = ([[5, 3], [4, 3]], x => Anneal.Tensors.Operations.Linear.Apply(x[0], x[1], null, Activation.Silu)),
        ["linear + sigmoid"] = ([[5, 3], [4, 3], [4]], x => Anneal.Tensors.Operations.Linear.Apply(x[0], x[1], x[2], Activation.Sigmoid)),
        ["linear + tanh"] = ([[5, 3], [4, 3], [4]], x => Anneal.Tensors.Operations.Linear.Apply(x[0], x[1], x[2], Activation.Tanh)),
        ["layer norm"] = ([[4, 5], [5], [5]], x => Anneal.Tensors.Operations.LayerNorm.Apply(x[0], [5], x[1], x[2], 1e-3)),
        ["layer norm, plain"] = ([[4, 5]], x => Anneal.Tensors.Operations.LayerNorm.Apply(x[0], [5], null, null, 1e-3)),
        ["layer norm, two axes"] = ([[4, 2, 3], [2, 3], [2, 3]], x => Anneal.Tensors.Operations.LayerNorm.Apply(x[0], [2, 3], x[1], x[2], 1e-3)),
        ["rms norm"] = ([[4, 5], [5]], x => Anneal.Tensors.Operations.RmsNorm.Apply(x[0], x[1], 1e-3)),
        ["group norm"] = ([[2, 4, 3], [4], [4]], x => Anneal.Tensors.Operations.GroupNorm.Apply(x[0], 2, x[1], x[2], 1e-3)),
        ["group norm, plain"] = ([[2, 4, 3]], x => Anneal.Tensors.Operations.GroupNorm.Apply(x[0], 2, null, null, 1e-3)),
        ["embedding"] = ([[6, 3]], x => EmbeddingLookup.Apply(x[0], Tensor.From(1L, 4L, 1L, 0L))),
        ["embedding, squared"] = ([[6, 3]], x => EmbeddingLookup.Apply(x[0], Tensor.From(1L, 4L, 1L, 0L)).Square()),
        ["cross-entropy"] = ([[4, 3]], x => Anneal.Tensors.Operations.CrossEntropy.Apply(x[0], Labels(0, 2, 1, 1), null, 0, -100, Reduction.Mean)),
        ["cross-entropy with everything"] = ([[4, 3]], x => Anneal.Tensors.Operations.CrossEntropy.Apply(
            x[0], Labels(0, 2, -1, 1), Tensor.From(0.5, 2.0, 1.5), 0.1, -1, Reduction.Mean)),
        ["cross-entropy, rows"] = ([[4, 3]], x => Anneal.Tensors.Operations.CrossEntropy.Apply(x[0], Labels(0, 2, 1, 1), null, 0.2, -100, Reduction.None)),
        ["binary cross-entropy"] = ([[4, 3]], x => BinaryCrossEntropy.Apply(x[0], Tensor.Linspace(0, 1, 12, DType.Float64).Reshape(4, 3), null)),
        ["binary cross-entropy, weighted"] = ([[4, 3]], x => BinaryCrossEntropy.Apply(
            x[0], Tensor.Linspace(0, 1, 12, DType.Float64).Reshape(4, 3), Tensor.Linspace(0.5, 3, 12, DType.Float64).Reshape(4, 3))),
        ["negative log likelihood"] = ([[4, 3]], x => NegativeLogLikelihood.Apply(x[0].Square(), Labels(0, 2, -1, 1), Tensor.From(1.0, 2.0, 0, 0.5), -1)),
        ["dropout"] = ([[8, 9]], x => Anneal.Tensors.Operations.Dropout.Apply(x[0].Square(), 0.3, new Generator(5))),
        ["ctc"] = ([[6, 2, 4]], x => Ctc.Apply(x[0], Tensor.From(new long[,] { { 1, 1, 2 }, { 3, 0, 0 } }), Tensor.From(6L, 4L), Tensor.From(3L, 1L), 0, false)),
    };

    private static readonly string[] OnceOnly = ["ctc"];

    public static TheoryData<string> Names => [.. Cases.Keys];

    public static TheoryData<string> TwiceNames => [.. Cases.Keys.Except(OnceOnly, StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_are_those_of_finite_differences(string name)
    {
        (Shape[] shapes, Func<Tensor[], Tensor> function) = Cases[name];
        Check(shapes, x => (function(x) * Weights(function(x).Shape)).Sum());
    }

    [Theory]
    [MemberData(nameof(TwiceNames))]
    public void Second_gradients_are_those_of_finite_differences(string name)
    {
        (Shape[] shapes, Func<Tensor[], Tensor> function) = Cases[name];
        Check(shapes, x =>
        {
            Tensor y = function(x);
            Tensor[] first = Gradients.Of((y * Weights(y.Shape)).Sum(), x, createGraph: true);
            Tensor total = Tensor.Scalar(0.0);
            for (int i = 0; i < first.Length; i++) total += (first[i] * Weights(first[i].Shape)).Sum() + (x[i].Square().Sum() * 0.1);
            return total;
        });
    }

    private static Tensor Labels(params long[] labels) => Tensor.From(labels);

    /// <summary>Numbers that are all different, so that no mistake cancels out.</summary>
    private static Tensor Weights(Shape shape) =>
        Tensor.From([.. Enumerable.Range(0, (int)shape.ElementCount).Select(i => Math.Sin((1.7 * i) + 1))], shape);

    private static void Check(Shape[] shapes, Func<Tensor[], Tensor> objective)
    {
        const double Step = 1e-5;
        var inputs = new Tensor[shapes.Length];
        for (int i = 0; i < shapes.Length; i++)
        {
            inputs[i] = Initialize.Normal(Tensor.Zeros(shapes[i], DType.Float64), generator: new Generator((ulong)i + 11));
            inputs[i].RequiresGradient = true;
        }
        objective(inputs).Backward();
        for (int i = 0; i < inputs.Length; i++)
        {
            double[] gradient = inputs[i].Gradient.ShouldNotBeNull().ToArray<double>();
            for (int e = 0; e < gradient.Length; e++)
            {
                double high = At(i, e, Step), low = At(i, e, -Step);
                gradient[e].ShouldBe((high - low) / (2 * Step), 1e-6 * (1 + Math.Abs(gradient[e])), $"input {i}, element {e}");
            }
        }

        double At(int input, int element, double change)
        {
            Tensor[] moved = [.. inputs.Select(x => x.Detach().Clone())];
            moved[input].AsSpan<double>()[element] += change;
            foreach (Tensor x in moved) x.RequiresGradient = true;
            return objective(moved).Item<double>();
        }
    }
}
