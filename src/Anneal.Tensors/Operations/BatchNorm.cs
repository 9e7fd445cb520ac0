using System.Numerics;
using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>y = (x - mean) / sqrt(variance + epsilon) * weight + bias, channel by channel; then, fused, + residual and ReLU.</summary>
/// <remarks>Ioffe and Szegedy, "Batch Normalization", 2015.</remarks>
internal sealed class BatchNorm : Node
{
    private bool training, relu;
    private double epsilon;

    /// <param name="x"><c>[batch, channels, …]</c>.</param>
    /// <param name="weight"><c>[channels]</c>, or null for ones.</param>
    /// <param name="bias"><c>[channels]</c>, or null for zeros.</param>
    /// <param name="statistics">Mean and variance over earlier batches; null where none are kept.</param>
    /// <param name="training">Take mean and variance from x, and move the kept ones towards them by <paramref name="momentum"/>.</param>
    /// <param name="momentum">Between 0 and 1.</param>
    /// <param name="epsilon">Keeps the root from zero.</param>
    /// <param name="relu">Apply max(y, 0).</param>
    /// <param name="residual">Shaped as x; only with <paramref name="relu"/>.</param>
    public static Tensor Apply(
        Tensor x, Tensor? weight, Tensor? bias, (Tensor Mean, Tensor Variance)? statistics, bool training, double momentum, double epsilon, bool relu = false, Tensor? residual = null)
    {
        x = x.Contiguous();
        residual = residual?.Contiguous();
        if (residual is not null && (!relu || !residual.Shape.Equals(x.Shape))) throw new ArgumentException($"A residual of {residual.Shape} can't be added to {x.Shape} here.");
        Tensor mean = Tensor.Uninitialized([x.Shape[1]], x.DType), rstd = Tensor.Uninitialized(mean.Shape, x.DType);
        Tensor y = Tensor.Uninitialized(x.Shape, x.DType);
        if (x.DType == DType.Float32) Forward<float>(x, weight, bias, statistics, training, momentum, epsilon, relu, residual, mean, rstd, y);
        else Forward<double>(x, weight, bias, statistics, training, momentum, epsilon, relu, residual, mean, rstd, y);
        if (Gradients.Needed(x, weight, bias, residual))
        {
            var node = new BatchNorm { training = training, relu = relu, epsilon = epsilon };
            node.Save(x, weight, mean, rstd, relu ? y : null);
            node.Record(y, x, weight, bias, residual);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        gradient = gradient.Contiguous();
        Tensor x = Load(0), mean = Load(2), rstd = Load(3);
        Tensor? weight = LoadOptional(1), y = LoadOptional(4);
        if (Gradients.Enabled)
        {
            Compose(relu ? gradient * y!.Detach().Sign() : gradient, x, weight, mean, rstd);
            return;
        }
        if (Wants(3))
        {
            gradient = Convolution.ReluMask(gradient, y!);
            y = null;
            Send(3, gradient);
        }
        Tensor? dx = Wants(0) ? Tensor.Uninitialized(x.Shape, x.DType) : null;
        Tensor dweight = Tensor.Uninitialized(mean.Shape, x.DType), dbias = Tensor.Uninitialized(mean.Shape, x.DType);
        if (x.DType == DType.Float32) Run<float>(gradient, x, y, weight, mean, rstd, dx, dweight, dbias);
        else Run<double>(gradient, x, y, weight, mean, rstd, dx, dweight, dbias);
        if (dx is not null) Send(0, dx);
        if (Wants(1)) Send(1, dweight);
        if (Wants(2)) Send(2, dbias);
    }

    /// <summary>The gradients as recorded operations, for derivatives of a higher order.</summary>
    private void Compose(Tensor gradient, Tensor x, Tensor? weight, Tensor mean, Tensor rstd)
    {
        int[] axes = [0, .. Enumerable.Range(2, x.Rank - 2)];
        double count = x.ElementCount / (double)x.Shape[1];
        int[] channels = [1, x.Shape[1], .. Enumerable.Repeat(1, x.Rank - 2)];
        Tensor root;
        if (training)
        {
            mean = x.Sum(axes) * (1 / count);
            root = (((x - mean.Reshape(channels)).Square().Sum(axes) * (1 / count)) + epsilon).Sqrt();
        }
        else
        {
            root = Tensor.Ones(rstd.Shape, rstd.DType) / rstd;
        }
        Tensor h = (x - mean.Reshape(channels)) / root.Reshape(channels);
        Tensor dbias = gradient.Sum(axes), dweight = (gradient * h).Sum(axes);
        if (Wants(3)) Send(3, gradient);
        if (Wants(0))
        {
            Tensor inner = training ? gradient - ((dbias.Reshape(channels) + (h * dweight.Reshape(channels))) * (1 / count)) : gradient;
            Tensor dx = inner / root.Reshape(channels);
            Send(0, weight is null ? dx : dx * weight.Reshape(channels));
        }
        if (Wants(1)) Send(1, dweight);
        if (Wants(2)) Send(2, dbias);
    }

    private static unsafe void Forward<T>(
        Tensor x, Tensor? weight, Tensor? bias, (Tensor Mean, Tensor Variance)? statistics, bool training, double momentum, double epsilon, bool relu, Tensor? residual, Tensor mean, Tensor rstd, Tensor y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long n = x.Shape[0], channels = x.Shape[1], spatial = n * channels == 0 ? 0 : x.ElementCount / (n * channels);
        T* input = x.Pointer<T>(), means = mean.Pointer<T>(), rstds = rstd.Pointer<T>();
        using Scratch.Lease lease = Scratch.Rent(2 * channels * sizeof(T));
        T* scale = (T*)lease.Pointer, shift = scale + channels;
        if (training)
        {
            ChannelMoments.Run(input, means, rstds, n, channels, spatial);
            if (statistics is { } kept) Move<T>(kept, mean, rstd, momentum, n * spatial);
        }
        else
        {
            new ReadOnlySpan<T>(statistics!.Value.Mean.Contiguous().Pointer<T>(), (int)channels).CopyTo(new Span<T>(means, (int)channels));
            new ReadOnlySpan<T>(statistics!.Value.Variance.Contiguous().Pointer<T>(), (int)channels).CopyTo(new Span<T>(rstds, (int)channels));
        }
        ChannelAffine.Fold(
            means, rstds, weight is null ? null : weight.Contiguous().Pointer<T>(), bias is null ? null : bias.Contiguous().Pointer<T>(), scale, shift, channels, epsilon);
        for (long c = 0; c < channels; c++) rstds[c] = T.CreateChecked(1 / Math.Sqrt(double.CreateChecked(rstds[c]) + epsilon));
        if (residual is null) ChannelAffine.Run(input, scale, shift, y.Pointer<T>(), n, channels, spatial, relu);
        else ChannelAffineAdd.Run(input, scale, shift, residual.Pointer<T>(), y.Pointer<T>(), n, channels, spatial);
        GC.KeepAlive(x);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
        GC.KeepAlive(residual);
    }

    /// <summary>Moves the kept statistics towards those of a batch, with the unbiased variance.</summary>
    private static unsafe void Move<T>((Tensor Mean, Tensor Variance) kept, Tensor mean, Tensor variance, double momentum, long count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* runningMean = kept.Mean.Write<T>(nameof(BatchNorm)), runningVariance = kept.Variance.Write<T>(nameof(BatchNorm));
        T* means = mean.Pointer<T>(), variances = variance.Pointer<T>();
        double unbiased = count > 1 ? count / (count - 1.0) : 1;
        for (long c = 0; c < mean.ElementCount; c++)
        {
            runningMean[c] = T.CreateChecked(((1 - momentum) * double.CreateChecked(runningMean[c])) + (momentum * double.CreateChecked(means[c])));
            runningVariance[c] = T.CreateChecked(((1 - momentum) * double.CreateChecked(runningVariance[c])) + (momentum * unbiased * double.CreateChecked(variances[c])));
        }
    }

    private unsafe void Run<T>(Tensor gradient, Tensor x, Tensor? y, Tensor? weight, Tensor mean, Tensor rstd, Tensor? dx, Tensor dweight, Tensor dbias)
        where T : unmanaged
    {
        long n = x.Shape[0], channels = x.Shape[1], spatial = x.ElementCount == 0 ? 0 : x.ElementCount / (n * channels);
        Kernels.BatchNorm.Backward(
            gradient.Pointer<T>(), x.Pointer<T>(), y is null ? null : y.Pointer<T>(), weight is null ? null : weight.Contiguous().Pointer<T>(), mean.Pointer<T>(), rstd.Pointer<T>(),
            dx is null ? null : dx.Pointer<T>(), dweight.Pointer<T>(), dbias.Pointer<T>(), n, channels, spatial, training);
        GC.KeepAlive(gradient);
    }
}
