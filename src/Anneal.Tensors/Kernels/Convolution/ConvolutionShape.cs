namespace Anneal.Tensors.Kernels;

/// <summary>All lengths of a two-dimensional convolution. One dimension is a height of 1.</summary>
/// <remarks>
/// Input <c>[batch, inChannels, height, width]</c>, weights <c>[outChannels, inChannels / groups, kernelHeight, kernelWidth]</c>,
/// output <c>[batch, outChannels, outHeight, outWidth]</c>. A "tap" is one weight of an output channel, counted
/// <c>(channel, ky, kx)</c>; a "pixel" is one place of the output image, counted <c>(y, x)</c>.
/// </remarks>
internal struct ConvolutionShape
{
    public int Batch;
    public int Groups;
    public int InChannels;
    public int OutChannels;
    public int Height;
    public int Width;
    public int KernelHeight;
    public int KernelWidth;
    public int StrideY;
    public int StrideX;

    /// <summary>Rows of zeros above the image; negative when rows are left out.</summary>
    public int PadY;
    public int PadX;
    public int DilationY;
    public int DilationX;
    public int OutHeight;
    public int OutWidth;

    public readonly int InPerGroup => InChannels / Groups;

    public readonly int OutPerGroup => OutChannels / Groups;

    public readonly int KernelSize => KernelHeight * KernelWidth;

    public readonly int Taps => InPerGroup * KernelSize;

    public readonly int Pixels => OutHeight * OutWidth;

    public readonly int Plane => Height * Width;

    /// <summary>Multiply-adds of one pass.</summary>
    public readonly long Work => (long)Batch * OutChannels * Taps * Pixels;

    /// <summary>True when every output pixel sees exactly the input pixel at its own place, so that an image is a matrix <c>[channels, pixels]</c>.</summary>
    public readonly bool IsPointwise => KernelSize == 1 && StrideY == 1 && StrideX == 1 && PadY == 0 && PadX == 0 && OutHeight == Height && OutWidth == Width;

    public readonly bool IsUnitStride => StrideY == 1 && StrideX == 1;

    /// <summary>The convolution that brings the gradient of the output back to the input, with weights turned by half a circle and channels swapped. Strides must be 1.</summary>
    public readonly ConvolutionShape Reversed()
    {
        ConvolutionShape result = this;
        (result.InChannels, result.OutChannels) = (OutChannels, InChannels);
        (result.Height, result.Width, result.OutHeight, result.OutWidth) = (OutHeight, OutWidth, Height, Width);
        result.PadY = (DilationY * (KernelHeight - 1)) - PadY;
        result.PadX = (DilationX * (KernelWidth - 1)) - PadX;
        return result;
    }
}
