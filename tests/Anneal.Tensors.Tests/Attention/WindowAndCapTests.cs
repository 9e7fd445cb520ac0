using Anneal.Tensors.Operations;
using Anneal.Tensors.Tests.Kernels;

namespace Anneal.Tensors.Tests.Attention;

/// <summary>Attention that sees the last keys alone, and attention whose scores are capped, against the same written out.</summary>
public sealed class WindowAndCapTests
{
    [Theory]
    [InlineData(5, 5, 2, 0)]
    [InlineData(70, 200, 1, 0)]
    [InlineData(150, 150, 40, 0)]
    [InlineData(150, 150, 0, 1.5)]
    [InlineData(65, 130, 33, 0.7)]
    [InlineData(130, 130, 500, 2)]
    public void Agrees_with_its_parts(int queries, int keys, int window, double cap)
    {
        Run(DType.Float64, queries, keys, window, cap, 1e-11);
        Run(DType.Float32, queries, keys, window, cap, 1e-4);
    }

    [Fact]
    public void Second_gradients_are_refused_by_name()
    {
        Tensor q = Normal([1, 1, 4, 2], 1, DType.Float64);
        q.RequiresGradient = true;
        Tensor y = ScaledDotProductAttention.Apply(q, q, q, new AttentionTerms(true, 1, null, null) { Window = 2 });
        Should.Throw<NotSupportedException>(() => Gradients.Of(y.Sum(), [q], createGraph: true)).Message.ShouldContain("window");
    }

    private static void Run(DType dtype, int queries, int keys, int window, double cap, double near)
    {
        const double Scale = 0.6;
        Tensor q = Normal([2, 4, queries, 8], 1, dtype), k = Normal([2, 2, keys, 8], 2, dtype), v = Normal([2, 2, keys, 8], 3, dtype), weight = Normal([2, 4, queries, 8], 4, dtype);
        foreach (Tensor t in (Tensor[])[q, k, v]) t.RequiresGradient = true;
        Tensor y = ScaledDotProductAttention.Apply(q, k, v, new AttentionTerms(true, Scale, null, null) { Window = window, Softcap = cap });
        Tensor[] actual = Gradients.Of((y * weight).Sum(), [q, k, v]);

        Tensor scores = q.MatMul(k.RepeatInterleave(2, 1).T) * Scale;
        if (cap > 0) scores = (scores / cap).Tanh() * cap;
        var hidden = new bool[queries * keys];
        for (int i = 0; i < queries; i++)
            for (int j = 0; j < keys; j++) hidden[(i * keys) + j] = j > i + keys - queries || (window > 0 && j <= i + keys - queries - window);
        Tensor expected = scores.MaskedFill(Tensor.From(hidden, [queries, keys]), double.NegativeInfinity).Softmax().MatMul(v.RepeatInterleave(2, 1));
        Tensor[] wanted = Gradients.Of((expected * weight).Sum(), [q, k, v]);
        Numbers.ShouldBeNear(y.ToArray<double>(), expected.ToArray<double>(), near, "result");
        for (int i = 0; i < 3; i++) Numbers.ShouldBeNear(actual[i].ToArray<double>(), wanted[i].ToArray<double>(), near, $"gradient {i}");
    }

    private static Tensor Normal(Shape shape, int seed, DType dtype) => Tensor.From(Numbers.Normal((int)shape.ElementCount, seed), shape).To(dtype);
}
