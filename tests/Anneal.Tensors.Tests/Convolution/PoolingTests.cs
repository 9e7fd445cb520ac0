namespace Anneal.Tensors.Tests.Convolution;

public class PoolingTests
{
    [Fact]
    public void Largest_numbers_keep_NaN_and_agree_with_and_without_places()
    {
        float[] values = [1, 2, float.NaN, 4, -1, -2, -3, -4, 9, 9, 9, 9, float.NegativeInfinity, float.NegativeInfinity, 5, 5];
        Tensor x = Tensor.From(values, [1, 1, 4, 4]);
        float[] expected = [2, float.NaN, 9, 9];
        x.MaxPool2d(2).ToArray().ShouldBe(expected);
        x.RequiresGradient = true;
        Tensor y = x.MaxPool2d(2);
        y.ToArray().ShouldBe(expected);

        // Of equal numbers the first gets the gradient.
        y.Backward(Tensor.From([1f, 2, 3, 4], y.Shape));
        x.Gradient!.ToArray().ShouldBe([0, 1, 2, 0, 0, 0, 0, 0, 3, 0, 4, 0, 0, 0, 0, 0]);
    }

    [Fact]
    public void Pairs_of_rows_and_columns_agree_with_windows_taken_one_by_one_at_any_width()
    {
        var random = new System.Random(5);
        for (int width = 2; width <= 40; width++)
        {
            // Few different numbers, so that many are equal, and some that are none: float64 takes the plain way.
            float[] values = [.. Enumerable.Range(0, 2 * 5 * width).Select(_ => random.Next(9) is var n && n == 8 ? float.NaN : n - 4f)];
            Tensor x = Tensor.From(values, [1, 2, 5, width]), wide = Tensor.From([.. values.Select(v => (double)v)], [1, 2, 5, width]);
            x.RequiresGradient = wide.RequiresGradient = true;
            Tensor y = x.MaxPool2d(2), expected = wide.MaxPool2d(2);
            y.ToArray().Select(v => (double)v).ShouldBe(expected.ToArray<double>());
            float[] weights = [.. Enumerable.Range(1, y.ToArray().Length).Select(i => (float)i)];
            y.Backward(Tensor.From(weights, y.Shape));
            expected.Backward(Tensor.From([.. weights.Select(v => (double)v)], y.Shape));
            x.Gradient!.ToArray().Select(v => (double)v).ShouldBe(wide.Gradient!.ToArray<double>());
        }
    }

    [Theory]
    [InlineData("max")]
    [InlineData("average")]
    [InlineData("adaptive max")]
    [InlineData("adaptive average")]
    [InlineData("batch norm")]
    [InlineData("batch norm, fused")]
    [InlineData("batch norm, inference")]
    public void First_and_second_derivatives_agree_with_differences(string name)
    {
        var random = new System.Random(4);
        Tensor x = Tensor.From([.. Enumerable.Range(0, 2 * 3 * 5 * 6).Select(_ => random.NextDouble() - 0.5)], [2, 3, 5, 6]);
        Tensor direction = Tensor.From([.. Enumerable.Range(0, 2 * 3 * 5 * 6).Select(_ => random.NextDouble() - 0.5)], x.Shape);
        Tensor weight = Tensor.From(0.7, 1.1, -0.4), bias = Tensor.From(0.1, -0.2, 0.3), mean = Tensor.From(0.05, -0.1, 0.2), variance = Tensor.From(0.4, 0.9, 1.3);
        const double step = 1e-5;

        double first = Slope(x), expectedFirst = (Value(x.Detach() + (direction * step)) - Value(x.Detach() - (direction * step))) / (2 * step);
        first.ShouldBe(expectedFirst, 1e-6 * (1 + Math.Abs(expectedFirst)));

        Tensor leaf = x.Clone();
        leaf.RequiresGradient = true;
        Tensor slope = (Gradients.Of(Objective(leaf), [leaf], createGraph: true)[0] * direction).Sum();
        double second = (Gradients.Of(slope, [leaf])[0] * direction).Sum().Item<double>();
        double expectedSecond = (Slope(x.Detach() + (direction * step)) - Slope(x.Detach() - (direction * step))) / (2 * step);
        second.ShouldBe(expectedSecond, 1e-5 * (1 + Math.Abs(expectedSecond)));

        double Value(Tensor at) => Objective(at).Item<double>();

        double Slope(Tensor at)
        {
            Tensor own = at.Clone();
            own.RequiresGradient = true;
            return (Gradients.Of(Objective(own), [own])[0] * direction).Sum().Item<double>();
        }

        Tensor Objective(Tensor at)
        {
            Tensor y = name switch
            {
                "max" => at.MaxPool2d(3, 2, 1),
                "average" => at.AvgPool2d((2, 3), (1, 2), (1, 0)),
                "adaptive max" => at.AdaptiveMaxPool2d((2, 4)),
                "adaptive average" => at.AdaptiveAvgPool2d((2, 4)),
                "batch norm" => Tensors.Operations.BatchNorm.Apply(at, weight, bias, null, true, 0, 1e-5),
                "batch norm, fused" => Tensors.Operations.BatchNorm.Apply(at, weight, bias, null, true, 0, 1e-5, relu: true, residual: at * 0.3),
                _ => Tensors.Operations.BatchNorm.Apply(at, weight, bias, (mean, variance), false, 0, 1e-5, relu: true),
            };
            return (y * y * y).Sum();
        }
    }
}
