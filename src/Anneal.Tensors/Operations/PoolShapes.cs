using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>Checks what was asked of a pooling and works out its lengths.</summary>
internal static class PoolShapes
{
    public static PoolShape Of(string name, Tensor x, Size2d kernel, Size2d stride, Size2d padding, bool countPadding)
    {
        PoolShape shape = Start(name, x);
        if (kernel.Height < 1 || kernel.Width < 1 || stride.Height < 1 || stride.Width < 1 || padding.Height < 0 || padding.Width < 0
            || padding.Height > kernel.Height / 2 || padding.Width > kernel.Width / 2)
            throw new ArgumentException($"{name} with kernel {kernel}, stride {stride} and padding {padding}: kernel and stride start at 1, and the padding ends at half the kernel.");
        (shape.KernelHeight, shape.KernelWidth) = (kernel.Height, kernel.Width);
        (shape.StrideY, shape.StrideX) = (stride.Height, stride.Width);
        (shape.PadY, shape.PadX) = (padding.Height, padding.Width);
        shape.CountsPadding = countPadding;
        if (shape.Height + (2 * padding.Height) < kernel.Height || shape.Width + (2 * padding.Width) < kernel.Width)
            throw new ArgumentException($"{name} of {x.Shape} with kernel {kernel} and padding {padding}: the kernel is larger than the padded image.");
        shape.OutHeight = ((shape.Height + (2 * padding.Height) - kernel.Height) / stride.Height) + 1;
        shape.OutWidth = ((shape.Width + (2 * padding.Width) - kernel.Width) / stride.Width) + 1;
        return shape;
    }

    public static PoolShape Adaptive(string name, Tensor x, Size2d size)
    {
        PoolShape shape = Start(name, x);
        if (size.Height < 1 || size.Width < 1 || shape.Plane == 0) throw new ArgumentException($"{name} of {x.Shape} to {size}: no side of either may be empty.");
        (shape.OutHeight, shape.OutWidth) = (size.Height, size.Width);
        shape.IsAdaptive = true;
        return shape;
    }

    public static Shape Input(in PoolShape s) => [s.Batch, s.Channels, s.Height, s.Width];

    public static Shape Output(in PoolShape s) => [s.Batch, s.Channels, s.OutHeight, s.OutWidth];

    private static PoolShape Start(string name, Tensor x)
    {
        if (x.Rank != 4) throw new ArgumentException($"{name} takes an input [batch, channels, height, width], not {x.Shape}.");
        if (!x.DType.IsDifferentiable()) throw new NotSupportedException($"{name} works on float32 and float64, not on {x.DType}: convert with To().");
        return new PoolShape { Batch = x.Shape[0], Channels = x.Shape[1], Height = x.Shape[2], Width = x.Shape[3] };
    }
}
