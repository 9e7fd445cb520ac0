using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>y = activation(weight * x + bias), the cross-correlation that neural networks call a convolution.</summary>
/// <remarks>
/// The convolution, <see cref="ConvolutionInput"/> and <see cref="ConvolutionWeight"/> are three views of one product
/// that is linear in each of x, weight and gradient, so each has the two others as its gradients, to any order.
/// </remarks>
internal sealed class Convolution : Node
{
    private ConvolutionShape shape;
    private Activation activation;

    /// <param name="x"><c>[batch, inChannels, height, width]</c>.</param>
    /// <param name="weight"><c>[outChannels, inChannels / groups, kernelHeight, kernelWidth]</c>.</param>
    /// <param name="bias"><c>[outChannels]</c> or null.</param>
    /// <param name="shape">From <see cref="ConvolutionShapes"/>.</param>
    /// <param name="activation">None or Relu.</param>
    public static unsafe Tensor Apply(Tensor x, Tensor weight, Tensor? bias, in ConvolutionShape shape, Activation activation = Activation.None)
    {
        x = x.Contiguous();
        weight = weight.Contiguous();
        bias = bias?.Contiguous();
        Tensor y = Tensor.Uninitialized([shape.Batch, shape.OutChannels, shape.OutHeight, shape.OutWidth], x.DType);
        if (x.DType == DType.Float32) Run<float>(x, weight, bias, y, null, in shape, activation, null);
        else Run<double>(x, weight, bias, y, null, in shape, activation, null);
        if (Gradients.Needed(x, weight, bias))
        {
            var node = new Convolution { shape = shape, activation = activation };
            node.Save(x, weight, activation == Activation.None ? null : y);
            node.Record(y, x, weight, bias);
        }
        return y;
    }

    /// <summary>The convolution for inference alone: constant weights, and a residual that is added before the activation.</summary>
    public static unsafe Tensor Infer(Tensor x, PreparedWeights weights, Tensor? bias, Tensor? residual, in ConvolutionShape shape, Activation activation)
    {
        x = x.Contiguous();
        residual = residual?.Contiguous();
        Tensor y = Tensor.Uninitialized([shape.Batch, shape.OutChannels, shape.OutHeight, shape.OutWidth], x.DType);
        if (residual is not null && !residual.Shape.Equals(y.Shape)) throw new ArgumentException($"A residual of {residual.Shape} can't be added to {y.Shape}.");
        if (x.DType == DType.Float32 && ConvolutionInference.Suits(in shape))
        {
            ConvolutionInference.Run(
                in shape, x.Pointer<float>(), weights.Packed(in shape), y.Pointer<float>(), bias is null ? null : bias.Pointer<float>(), residual is null ? null : residual.Pointer<float>(), activation);
            GC.KeepAlive(x);
            GC.KeepAlive(bias);
            GC.KeepAlive(residual);
        }
        else if (x.DType == DType.Float32) Run<float>(x, weights.Weight, bias, y, residual, in shape, activation, weights.TransformedFor(in shape));
        else Run<double>(x, weights.Weight, bias, y, residual, in shape, activation, null);
        GC.KeepAlive(weights);
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor x = Load(0), weight = Load(1);
        if (activation == Activation.Relu && Wants(2) && shape.Pixels > 1 && !Gradients.Enabled)
        {
            gradient = MaskWithBias(gradient.Contiguous(), Load(2), out Tensor sums);
            Send(2, sums);
        }
        else
        {
            if (activation == Activation.Relu) gradient = ReluMask(gradient, Load(2));
            gradient = gradient.Contiguous();
            if (Wants(2)) Send(2, BiasGradient(gradient, in shape));
        }
        if (Wants(1)) Send(1, ConvolutionWeight.Apply(x, gradient, in shape));
        if (Wants(0)) Send(0, ConvolutionInput.Apply(gradient, weight, null, in shape));
    }

    /// <summary>The sum over images and pixels.</summary>
    internal static unsafe Tensor BiasGradient(Tensor gradient, in ConvolutionShape shape)
    {
        if (Gradients.Enabled) return gradient.Sum([0, 2, 3]);
        int channels = gradient.Shape[1], pixels = gradient.Shape[2] * gradient.Shape[3];
        Tensor sums = Tensor.Uninitialized([channels], gradient.DType);
        if (gradient.DType == DType.Float32) ChannelSums.Run(gradient.Pointer<float>(), sums.Pointer<float>(), shape.Batch, channels, pixels);
        else ChannelSums.Run(gradient.Pointer<double>(), sums.Pointer<double>(), shape.Batch, channels, pixels);
        GC.KeepAlive(gradient);
        return sums;
    }

    private unsafe Tensor MaskWithBias(Tensor gradient, Tensor y, out Tensor sums)
    {
        Tensor result = Tensor.Uninitialized(y.Shape, y.DType);
        sums = Tensor.Uninitialized([shape.OutChannels], y.DType);
        if (y.DType == DType.Float32) MaskedChannelSums.Run(gradient.Pointer<float>(), y.Pointer<float>(), result.Pointer<float>(), sums.Pointer<float>(), shape.Batch, shape.OutChannels, shape.Pixels);
        else MaskedChannelSums.Run(gradient.Pointer<double>(), y.Pointer<double>(), result.Pointer<double>(), sums.Pointer<double>(), shape.Batch, shape.OutChannels, shape.Pixels);
        GC.KeepAlive(gradient);
        GC.KeepAlive(y);
        return result;
    }

    internal static unsafe Tensor ReluMask(Tensor gradient, Tensor y)
    {
        if (Gradients.Enabled) return gradient * y.Detach().Sign();
        gradient = gradient.Contiguous();
        Tensor result = Tensor.Uninitialized(y.Shape, y.DType);
        if (y.DType == DType.Float32) Elementwise.Binary(default(ReluGradient), gradient.Pointer<float>(), y.Pointer<float>(), result.Pointer<float>(), y.ElementCount);
        else Elementwise.Binary(default(ReluGradient), gradient.Pointer<double>(), y.Pointer<double>(), result.Pointer<double>(), y.ElementCount);
        GC.KeepAlive(gradient);
        return result;
    }

    private static unsafe void Run<T>(Tensor x, Tensor weight, Tensor? bias, Tensor y, Tensor? residual, in ConvolutionShape shape, Activation activation, float* transformed)
        where T : unmanaged
    {
        ConvolutionForward.Run(
            in shape, x.Pointer<T>(), weight.Pointer<T>(), y.Pointer<T>(), bias is null ? null : bias.Pointer<T>(), residual is null ? null : residual.Pointer<T>(), activation, transformed);
        GC.KeepAlive(x);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
        GC.KeepAlive(residual);
    }
}
