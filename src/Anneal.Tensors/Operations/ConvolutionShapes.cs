using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>Checks what was asked of a convolution and works out its lengths.</summary>
internal static class ConvolutionShapes
{
    public static ConvolutionShape Of(Tensor x, Tensor weight, Tensor? bias, Size2d stride, Size2d padding, Size2d dilation, int groups)
    {
        Check("Conv2d", x, weight, bias, stride, padding, dilation, groups);
        int channels = x.Shape[1];
        if (channels != weight.Shape[1] * groups || weight.Shape[0] % groups != 0)
            throw new ArgumentException($"Conv2d of {x.Shape} by weights {weight.Shape} in {groups} groups: the input needs {weight.Shape[1] * groups} channels, and the groups must divide {weight.Shape[0]} outputs.");
        if (bias is not null && bias.ElementCount != weight.Shape[0]) throw new ArgumentException($"Conv2d with weights {weight.Shape} needs a bias of [{weight.Shape[0]}], not {bias.Shape}.");
        ConvolutionShape shape = Start(weight, stride, padding, dilation, groups);
        shape.Batch = x.Shape[0];
        (shape.InChannels, shape.OutChannels) = (channels, weight.Shape[0]);
        (shape.Height, shape.Width) = (x.Shape[2], x.Shape[3]);
        shape.OutHeight = OutLength(shape.Height, shape.KernelHeight, stride.Height, padding.Height, dilation.Height);
        shape.OutWidth = OutLength(shape.Width, shape.KernelWidth, stride.Width, padding.Width, dilation.Width);
        if (shape.OutHeight < 1 || shape.OutWidth < 1)
            throw new ArgumentException($"Conv2d of {x.Shape} by weights {weight.Shape} with padding {padding} and dilation {dilation}: the kernel is larger than the padded image.");
        return shape;
    }

    /// <summary>The convolution whose reverse was asked for: its output is <paramref name="x"/>.</summary>
    public static ConvolutionShape OfTransposed(Tensor x, Tensor weight, Tensor? bias, Size2d stride, Size2d padding, Size2d outputPadding, Size2d dilation, int groups)
    {
        Check("ConvTranspose2d", x, weight, bias, stride, padding, dilation, groups);
        if (x.Shape[1] != weight.Shape[0] || weight.Shape[0] % groups != 0)
            throw new ArgumentException($"ConvTranspose2d of {x.Shape} by weights {weight.Shape} in {groups} groups: the input needs {weight.Shape[0]} channels, which the groups must divide.");
        if (bias is not null && bias.ElementCount != weight.Shape[1] * groups)
            throw new ArgumentException($"ConvTranspose2d with weights {weight.Shape} in {groups} groups needs a bias of [{weight.Shape[1] * groups}], not {bias.Shape}.");
        if (outputPadding.Height < 0 || outputPadding.Width < 0
            || outputPadding.Height >= Math.Max(stride.Height, dilation.Height) || outputPadding.Width >= Math.Max(stride.Width, dilation.Width))
            throw new ArgumentException($"An output padding of {outputPadding} must be smaller than the stride {stride} or the dilation {dilation}.");
        ConvolutionShape shape = Start(weight, stride, padding, dilation, groups);
        shape.Batch = x.Shape[0];
        (shape.InChannels, shape.OutChannels) = (weight.Shape[1] * groups, weight.Shape[0]);
        (shape.OutHeight, shape.OutWidth) = (x.Shape[2], x.Shape[3]);
        shape.Height = InLength(shape.OutHeight, shape.KernelHeight, stride.Height, padding.Height, dilation.Height) + outputPadding.Height;
        shape.Width = InLength(shape.OutWidth, shape.KernelWidth, stride.Width, padding.Width, dilation.Width) + outputPadding.Width;
        if (shape.Height < 1 || shape.Width < 1) throw new ArgumentException($"ConvTranspose2d of {x.Shape} by weights {weight.Shape} with padding {padding}: nothing of the image is left.");
        return shape;
    }

    private static int OutLength(int length, int kernel, int stride, int padding, int dilation) =>
        (int)Math.Floor((length + (2.0 * padding) - ((double)dilation * (kernel - 1)) - 1) / stride) + 1;

    private static int InLength(int length, int kernel, int stride, int padding, int dilation) =>
        checked(((length - 1) * stride) - (2 * padding) + (dilation * (kernel - 1)) + 1);

    private static ConvolutionShape Start(Tensor weight, Size2d stride, Size2d padding, Size2d dilation, int groups) => new()
    {
        Groups = groups,
        KernelHeight = weight.Shape[2], KernelWidth = weight.Shape[3],
        StrideY = stride.Height, StrideX = stride.Width,
        PadY = padding.Height, PadX = padding.Width,
        DilationY = dilation.Height, DilationX = dilation.Width,
    };

    private static void Check(string name, Tensor x, Tensor weight, Tensor? bias, Size2d stride, Size2d padding, Size2d dilation, int groups)
    {
        if (x.Rank != 4 || weight.Rank != 4) throw new ArgumentException($"{name} takes an input [batch, channels, height, width] and weights with four axes, not {x.Shape} and {weight.Shape}.");
        if (!x.DType.IsDifferentiable() || weight.DType != x.DType || (bias is not null && bias.DType != x.DType))
            throw new NotSupportedException($"{name} works on float32 or float64 throughout, not on {x.DType} with weights of {weight.DType}: convert with To().");
        if (weight.ElementCount == 0) throw new ArgumentException($"{name} needs weights, but their shape is {weight.Shape}.");
        if (stride.Height < 1 || stride.Width < 1 || dilation.Height < 1 || dilation.Width < 1 || padding.Height < 0 || padding.Width < 0 || groups < 1)
            throw new ArgumentException($"{name} with stride {stride}, padding {padding}, dilation {dilation} and {groups} groups: strides, dilations and groups start at 1, padding at 0.");
    }
}
