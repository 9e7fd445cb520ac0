namespace Anneal.Tensors.Kernels;

/// <summary>The lengths of a pooling over the planes of <c>[batch, channels, height, width]</c>.</summary>
internal struct PoolShape
{
    public int Batch;
    public int Channels;
    public int Height;
    public int Width;
    public int OutHeight;
    public int OutWidth;
    public int KernelHeight;
    public int KernelWidth;
    public int StrideY;
    public int StrideX;
    public int PadY;
    public int PadX;

    /// <summary>Windows are the output's share of the image, of unequal sizes, and there is no stride or padding.</summary>
    public bool IsAdaptive;

    /// <summary>Averages divide by the whole window, the zeros of the padding included.</summary>
    public bool CountsPadding;

    public readonly int Planes => Batch * Channels;

    public readonly int Plane => Height * Width;

    public readonly int OutPlane => OutHeight * OutWidth;

    /// <summary>Planes that are worth a part of parallel work.</summary>
    public readonly long Grain => Math.Max(1, 16384 / Math.Max(1, Math.Max(Plane, OutPlane)));

    /// <summary>The rows of window <paramref name="y"/> and how many of them count for an average.</summary>
    public readonly Window Rows(int y) => IsAdaptive ? Share(y, Height, OutHeight) : Window.Of((y * StrideY) - PadY, KernelHeight, Height, PadY);

    public readonly Window Columns(int x) => IsAdaptive ? Share(x, Width, OutWidth) : Window.Of((x * StrideX) - PadX, KernelWidth, Width, PadX);

    private static Window Share(int index, int length, int parts)
    {
        int start = (int)((long)index * length / parts), end = (int)((((long)(index + 1) * length) + parts - 1) / parts);
        return new Window(start, end, end - start);
    }

    /// <param name="Start">The first place inside the image.</param>
    /// <param name="End">Behind the last.</param>
    /// <param name="Padded">The length with padding.</param>
    internal readonly record struct Window(int Start, int End, int Padded)
    {
        public static Window Of(int start, int kernel, int length, int pad) =>
            new(Math.Max(start, 0), Math.Min(start + kernel, length), Math.Min(start + kernel, length + pad) - start);

        public int Length => End - Start;
    }
}
