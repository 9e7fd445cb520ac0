using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Tests.Convolution;

public class ConvolutionTests
{
    public static TheoryData<string> Cases => [.. Shapes.Keys];

    private static readonly Dictionary<string, NaiveConvolution> Shapes = new(StringComparer.Ordinal)
    {
        ["one pixel"] = new(1, 1, 1, 1, 1, 1, 1, 0, 1, 1),
        ["plain"] = new(2, 3, 5, 7, 9, 3, 1, 0, 1, 1),
        ["padded"] = new(2, 3, 14, 6, 35, 3, 1, 1, 1, 1),
        ["more padding than kernel"] = new(1, 2, 3, 4, 5, 2, 1, 3, 1, 1),
        ["stride 2"] = new(2, 5, 13, 17, 19, 3, 2, 1, 1, 1),
        ["stride 2, wide"] = new(1, 2, 3, 9, 75, 7, 2, 3, 1, 1),
        ["stride 3, uneven"] = new(2, 3, 4, 11, 10, (2, 3), (3, 2), (0, 1), 1, 1),
        ["stride above kernel"] = new(1, 3, 4, 11, 12, 1, 3, 0, 1, 1),
        ["dilated"] = new(2, 3, 4, 9, 11, 3, 1, 2, 2, 1),
        ["dilated, stride"] = new(1, 2, 3, 12, 13, (3, 2), (2, 1), (2, 1), (2, 3), 1),
        ["groups"] = new(2, 6, 9, 5, 7, 3, 1, 1, 1, 3),
        ["groups, stride"] = new(2, 6, 9, 8, 7, 3, 2, 1, 1, 3),
        ["depthwise"] = new(2, 5, 5, 7, 21, 3, 1, 1, 1, 5),
        ["depthwise, multiplier and stride"] = new(1, 3, 6, 9, 8, 5, 2, 2, 1, 3),
        ["1x1"] = new(3, 7, 17, 5, 9, 1, 1, 0, 1, 1),
        ["1x1, groups"] = new(2, 8, 6, 5, 3, 1, 1, 0, 1, 2),
        ["1x1, stride"] = new(2, 7, 9, 8, 6, 1, 2, 0, 1, 1),
        ["rows only"] = new(1, 3, 4, 1, 50, (1, 5), 1, (0, 2), 1, 1),
        ["many taps"] = new(1, 60, 26, 6, 6, 3, 1, 1, 1, 1),
        ["3x3, many channels"] = new(2, 32, 40, 12, 10, 3, 1, 1, 1, 1),
        ["3x3, odd channels and image"] = new(3, 35, 45, 7, 13, 3, 1, 1, 1, 1),
        ["3x3, no padding"] = new(2, 33, 36, 9, 15, 3, 1, 0, 1, 1),
        ["3x3, full padding"] = new(2, 32, 64, 6, 5, 3, 1, 2, 1, 1),
        ["3x3, one tile"] = new(24, 32, 34, 4, 4, 3, 1, 1, 1, 1),
        ["3x3, smaller than a tile"] = new(30, 32, 34, 2, 3, 3, 1, 1, 1, 1),
        ["3x3, groups of many"] = new(2, 64, 64, 9, 8, 3, 1, 1, 1, 2),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_and_gradients_are_those_of_the_definition(string name)
    {
        NaiveConvolution naive = Shapes[name];
        Compare<double>(naive, 1e-12);
        Compare<float>(naive, 2e-5);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_transposed_convolution_is_the_gradient_of_the_input_plus_bias(string name)
    {
        NaiveConvolution naive = Shapes[name];
        double[] g = Numbers(naive.OutputShape, 3), w = Numbers(naive.WeightShape, 2), b = Numbers([naive.In], 5);
        double[] expected = naive.InputGradient(g, w);
        int plane = naive.Height * naive.Width;
        for (int i = 0; i < expected.Length; i++) expected[i] += b[i / plane % naive.In];
        Size2d left = (Left(naive.Height, naive.Kernel.Height, naive.Stride.Height, naive.Padding.Height, naive.Dilation.Height),
            Left(naive.Width, naive.Kernel.Width, naive.Stride.Width, naive.Padding.Width, naive.Dilation.Width));
        if (left.Height >= Math.Max(naive.Stride.Height, naive.Dilation.Height) || left.Width >= Math.Max(naive.Stride.Width, naive.Dilation.Width)) return;

        Tensor y = Of<float>(g, naive.OutputShape).ConvTranspose2d(
            Of<float>(w, naive.WeightShape), Of<float>(b, [naive.In]), naive.Stride, naive.Padding, left, naive.Dilation, naive.Groups);
        ShouldBeClose(y, expected, naive.InputShape, 2e-5);

        static int Left(int length, int kernel, int stride, int padding, int dilation) => (length + (2 * padding) - (dilation * (kernel - 1)) - 1) % stride;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_number_of_threads_changes_no_bit(string name)
    {
        NaiveConvolution naive = Shapes[name];
        int before = WorkerPool.ThreadCount;
        try
        {
            float[][]? first = null;
            for (int threads = 1; threads <= 3; threads++)
            {
                WorkerPool.ThreadCount = threads;
                float[][] results = Results<float>(naive).Select(t => t.ToArray()).ToArray();
                first ??= results;
                for (int i = 0; i < results.Length; i++) results[i].ShouldBe(first[i]);
            }
        }
        finally
        {
            WorkerPool.ThreadCount = before;
        }
    }

    [Fact]
    public void Bias_and_relu_are_fused_with_the_gradient_of_the_plain_form()
    {
        NaiveConvolution naive = Shapes["padded"];
        Tensor x = Of<double>(Numbers(naive.InputShape, 1), naive.InputShape), w = Of<double>(Numbers(naive.WeightShape, 2), naive.WeightShape);
        Tensor b = Of<double>(Numbers([naive.Out], 4), [naive.Out]), g = Of<double>(Numbers(naive.OutputShape, 3), naive.OutputShape);
        Tensor[] inputs = [x, w, b];
        foreach (Tensor input in inputs) input.RequiresGradient = true;
        Tensor plain = x.Conv2d(w, b, 1, 1).Relu(), fused = x.Conv2d(w, b, 1, 1, 1, 1, Tensors.Kernels.Activation.Relu);
        fused.ToArray<double>().ShouldBe(plain.ToArray<double>(), 1e-14);
        Tensor[] expected = Gradients.Of(plain, inputs, g), actual = Gradients.Of(fused, inputs, g);
        for (int i = 0; i < expected.Length; i++) actual[i].ToArray<double>().ShouldBe(expected[i].ToArray<double>(), 1e-12);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(27)]
    public void The_pass_behind_relu_gives_the_bits_of_two_passes(int side)
    {
        // Planes of 9, 16 and 625 pixels: less than a vector, one, and many with a rest.
        int[] input = [3, 2, side, side], output = [3, 7, side - 2, side - 2];
        Tensor x = Of<float>(Numbers(input, 1), input), w = Of<float>(Numbers([7, 2, 3, 3], 2), [7, 2, 3, 3]), b = Of<float>(Numbers([7], 4), [7]), g = Of<float>(Numbers(output, 3), output);
        Tensor[] inputs = [x, w, b];
        foreach (Tensor one in inputs) one.RequiresGradient = true;
        Tensor[] expected = Gradients.Of(x.Conv2d(w, b).Relu(), inputs, g), actual = Gradients.Of(x.Conv2d(w, b, 1, 0, 1, 1, Tensors.Kernels.Activation.Relu), inputs, g);
        for (int i = 0; i < expected.Length; i++) actual[i].ToArray<float>().ShouldBe(expected[i].ToArray<float>());
    }

    [Theory]
    [InlineData("padded")]
    [InlineData("stride 2")]
    [InlineData("groups, stride")]
    public void Second_derivatives_agree_with_differences(string name)
    {
        NaiveConvolution naive = Shapes[name];
        Tensor x = Of<double>(Numbers(naive.InputShape, 1), naive.InputShape), w = Of<double>(Numbers(naive.WeightShape, 2), naive.WeightShape);
        Tensor direction = Of<double>(Numbers(naive.WeightShape, 6), naive.WeightShape);
        x.RequiresGradient = true;
        w.RequiresGradient = true;
        Tensor dw = Gradients.Of(Objective(w), [x], createGraph: true)[0].Square().Sum();
        double actual = (Gradients.Of(dw, [w])[0] * direction).Sum().Item<double>();
        const double step = 1e-5;
        double expected = (Penalty(w.Detach() + (direction * step)) - Penalty(w.Detach() - (direction * step))) / (2 * step);
        actual.ShouldBe(expected, 1e-6 * Math.Abs(expected));

        Tensor Objective(Tensor weight)
        {
            Tensor y = x.Conv2d(weight, null, naive.Stride, naive.Padding, naive.Dilation, naive.Groups);
            return (y * y * y).Sum();
        }

        double Penalty(Tensor weight) => Gradients.Of(Objective(weight), [x])[0].Square().Sum().Item<double>();
    }

    [Fact]
    public void A_mistake_names_both_shapes()
    {
        Tensor x = Tensor.Zeros([1, 3, 8, 8]), w = Tensor.Zeros([4, 2, 3, 3]);
        string message = Should.Throw<ArgumentException>(() => x.Conv2d(w)).Message;
        message.ShouldContain("[1, 3, 8, 8]");
        message.ShouldContain("[4, 2, 3, 3]");
        Should.Throw<ArgumentException>(() => Tensor.Zeros([1, 2, 2, 2]).Conv2d(w)).Message.ShouldContain("larger than the padded image");
        Should.Throw<NotSupportedException>(() => Tensor.Zeros([1, 2, 8, 8], DType.Float64).Conv2d(w)).Message.ShouldContain("To()");
    }

    private static void Compare<T>(NaiveConvolution naive, double tolerance)
        where T : unmanaged
    {
        double[] x = Numbers(naive.InputShape, 1), w = Numbers(naive.WeightShape, 2), g = Numbers(naive.OutputShape, 3);
        Tensor[] results = Results<T>(naive);
        ShouldBeClose(results[0], naive.Forward(x, w), naive.OutputShape, tolerance);
        ShouldBeClose(results[1], naive.InputGradient(g, w), naive.InputShape, tolerance);
        ShouldBeClose(results[2], naive.WeightGradient(x, g), naive.WeightShape, tolerance);
    }

    private static Tensor[] Results<T>(NaiveConvolution naive)
        where T : unmanaged
    {
        Tensor x = Of<T>(Numbers(naive.InputShape, 1), naive.InputShape), w = Of<T>(Numbers(naive.WeightShape, 2), naive.WeightShape);
        x.RequiresGradient = true;
        w.RequiresGradient = true;
        Tensor y = x.Conv2d(w, null, naive.Stride, naive.Padding, naive.Dilation, naive.Groups);
        y.Backward(Of<T>(Numbers(naive.OutputShape, 3), naive.OutputShape));
        return [y, x.Gradient!, w.Gradient!];
    }

    /// <summary>Errors are measured against the size of the sums, as rounding is.</summary>
    private static void ShouldBeClose(Tensor actual, double[] expected, Shape shape, double tolerance)
    {
        actual.Shape.ShouldBe(shape);
        double[] values = actual.ToArray<double>();
        double scale = expected.Max(Math.Abs) + 1e-3;
        for (int i = 0; i < expected.Length; i++)
            if (!(Math.Abs(values[i] - expected[i]) <= tolerance * scale)) Assert.Fail($"element {i} of {shape}: {values[i]} instead of {expected[i]}");
    }

    private static Tensor Of<T>(double[] values, Shape shape)
        where T : unmanaged => Tensor.From(values, shape).To(DTypeFacts.Of<T>());

    private static double[] Numbers(Shape shape, int seed)
    {
        var random = new System.Random(seed);
        return [.. Enumerable.Range(0, (int)shape.ElementCount).Select(_ => (double)(float)((random.NextDouble() * 2) - 1))];
    }
}
