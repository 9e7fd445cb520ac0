using System.Numerics;
using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>From the output of a convolution back to its input: the gradient of the input, and the transposed convolution.</summary>
internal sealed class ConvolutionInput : Node
{
    private ConvolutionShape shape;

    /// <param name="output"><c>[batch, outChannels, outHeight, outWidth]</c> of the convolution.</param>
    /// <param name="weight"><c>[outChannels, inChannels / groups, kernelHeight, kernelWidth]</c>.</param>
    /// <param name="bias"><c>[inChannels]</c> or null.</param>
    /// <param name="shape">Of the convolution.</param>
    public static unsafe Tensor Apply(Tensor output, Tensor weight, Tensor? bias, in ConvolutionShape shape)
    {
        output = output.Contiguous();
        weight = weight.Contiguous();
        bias = bias?.Contiguous();
        Tensor input = Tensor.Uninitialized([shape.Batch, shape.InChannels, shape.Height, shape.Width], output.DType);
        if (output.DType == DType.Float32) Run<float>(output, weight, bias, input, in shape);
        else Run<double>(output, weight, bias, input, in shape);
        if (Gradients.Needed(output, weight, bias))
        {
            var node = new ConvolutionInput { shape = shape };
            node.Save(output, weight);
            node.Record(input, output, weight, bias);
        }
        return input;
    }

    protected override void Backward(Tensor gradient)
    {
        gradient = gradient.Contiguous();
        Tensor output = Load(0), weight = Load(1);
        if (Wants(2)) Send(2, Convolution.BiasGradient(gradient, in shape));
        if (Wants(1)) Send(1, ConvolutionWeight.Apply(gradient, output, in shape));
        if (Wants(0)) Send(0, Convolution.Apply(gradient, weight, null, in shape));
    }

    private static unsafe void Run<T>(Tensor output, Tensor weight, Tensor? bias, Tensor input, in ConvolutionShape shape)
        where T : unmanaged, INumber<T>
    {
        ConvolutionInputGradient.Run(in shape, output.Pointer<T>(), weight.Pointer<T>(), input.Pointer<T>(), bias is null ? null : bias.Pointer<T>());
        GC.KeepAlive(output);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
    }
}
