using Anneal.Tensors.Operations;
using Anneal.Tensors.Tests.Kernels;

namespace Anneal.Tensors.Tests.Attention;

public sealed class AddRmsNormTests
{
    private const double Epsilon = 1e-5;

    /// <summary>The fused operation and the same written out, through every way in which the two results are used.</summary>
    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(true, true, false)]
    [InlineData(true, true, true)]
    public void Agrees_with_its_parts(bool useNormed, bool useSum, bool twice)
    {
        Tensor[] inputs = [Normal([3, 4, 21], 1), Normal([3, 4, 21], 2), Normal([21], 3)];
        foreach (Tensor input in inputs) input.RequiresGradient = true;
        Tensor a = Normal([3, 4, 21], 5), b = Normal([3, 4, 21], 6);

        Tensor fused = AddRmsNorm.Apply(inputs[0], inputs[1], inputs[2], Epsilon, out Tensor sum);
        Tensor added = inputs[0] + inputs[1];
        Tensor parts = added / (added.Square().Mean(-1, keepAxis: true) + Epsilon).Sqrt() * inputs[2];
        Numbers.ShouldBeNear(fused.ToArray<double>(), parts.ToArray<double>(), 1e-12, "result");
        Numbers.ShouldBeNear(sum.ToArray<double>(), added.ToArray<double>(), 1e-14, "sum");

        int reached = useNormed ? 3 : 2;
        Tensor[] actual = Gradients.Of(Objective(fused, sum), inputs[..reached], createGraph: twice);
        Tensor[] expected = Gradients.Of(Objective(parts, added), inputs[..reached], createGraph: twice);
        for (int i = 0; i < reached; i++) Numbers.ShouldBeNear(actual[i].ToArray<double>(), expected[i].ToArray<double>(), 1e-11, $"gradient {i}");
        if (!twice) return;
        Tensor[] actual2 = Gradients.Of(Squares(actual), inputs[..3]), expected2 = Gradients.Of(Squares(expected), inputs[..3]);
        for (int i = 0; i < 3; i++) Numbers.ShouldBeNear(actual2[i].ToArray<double>(), expected2[i].ToArray<double>(), 1e-9, $"second gradient {i}");

        Tensor Objective(Tensor y, Tensor s) => ((useNormed ? y * a : y * 0) + (useSum ? s * b : s * 0)).Sum();

        static Tensor Squares(Tensor[] values) => values.Select(v => v.Square().Sum()).Aggregate((x, y) => x + y);
    }

    private static Tensor Normal(Shape shape, int seed) => Tensor.From(Numbers.Normal((int)shape.ElementCount, seed), shape).To(DType.Float64);
}
