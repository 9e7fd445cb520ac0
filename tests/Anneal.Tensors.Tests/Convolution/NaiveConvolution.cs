namespace Anneal.Tensors.Tests.Convolution;

/// <summary>The definition of a convolution, loop by loop in float64.</summary>
internal sealed record NaiveConvolution(
    int Batch, int In, int Out, int Height, int Width, Size2d Kernel, Size2d Stride, Size2d Padding, Size2d Dilation, int Groups)
{
    public int OutHeight => ((Height + (2 * Padding.Height) - (Dilation.Height * (Kernel.Height - 1)) - 1) / Stride.Height) + 1;

    public int OutWidth => ((Width + (2 * Padding.Width) - (Dilation.Width * (Kernel.Width - 1)) - 1) / Stride.Width) + 1;

    public Shape InputShape => [Batch, In, Height, Width];

    public Shape WeightShape => [Out, In / Groups, Kernel.Height, Kernel.Width];

    public Shape OutputShape => [Batch, Out, OutHeight, OutWidth];

    public double[] Forward(double[] x, double[] weight)
    {
        var y = new double[OutputShape.ElementCount];
        Each((input, w, output) => y[output] += x[input] * weight[w]);
        return y;
    }

    public double[] InputGradient(double[] gradient, double[] weight)
    {
        var x = new double[InputShape.ElementCount];
        Each((input, w, output) => x[input] += gradient[output] * weight[w]);
        return x;
    }

    public double[] WeightGradient(double[] x, double[] gradient)
    {
        var weight = new double[WeightShape.ElementCount];
        Each((input, w, output) => weight[w] += gradient[output] * x[input]);
        return weight;
    }

    private void Each(Action<int, int, int> visit)
    {
        int inPerGroup = In / Groups, outPerGroup = Out / Groups;
        for (int n = 0; n < Batch; n++)
            for (int o = 0; o < Out; o++)
                for (int oy = 0; oy < OutHeight; oy++)
                    for (int ox = 0; ox < OutWidth; ox++)
                        for (int c = 0; c < inPerGroup; c++)
                            for (int ky = 0; ky < Kernel.Height; ky++)
                                for (int kx = 0; kx < Kernel.Width; kx++)
                                {
                                    int iy = (oy * Stride.Height) - Padding.Height + (ky * Dilation.Height);
                                    int ix = (ox * Stride.Width) - Padding.Width + (kx * Dilation.Width);
                                    if ((uint)iy >= (uint)Height || (uint)ix >= (uint)Width) continue;
                                    int channel = ((o / outPerGroup) * inPerGroup) + c;
                                    visit(
                                        (((((n * In) + channel) * Height) + iy) * Width) + ix,
                                        (((((o * inPerGroup) + c) * Kernel.Height) + ky) * Kernel.Width) + kx,
                                        (((((n * Out) + o) * OutHeight) + oy) * OutWidth) + ox);
                                }
    }
}
