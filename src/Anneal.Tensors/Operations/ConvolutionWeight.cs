using System.Numerics;
using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>The gradient of a convolution's weights.</summary>
internal sealed class ConvolutionWeight : Node
{
    private ConvolutionShape shape;

    /// <param name="input"><c>[batch, inChannels, height, width]</c>.</param>
    /// <param name="output">The gradient of the output, <c>[batch, outChannels, outHeight, outWidth]</c>.</param>
    /// <param name="shape">Of the convolution.</param>
    public static Tensor Apply(Tensor input, Tensor output, in ConvolutionShape shape)
    {
        input = input.Contiguous();
        output = output.Contiguous();
        Tensor weight = Tensor.Uninitialized([shape.OutChannels, shape.InPerGroup, shape.KernelHeight, shape.KernelWidth], input.DType);
        if (input.DType == DType.Float32) Run<float>(input, output, weight, in shape);
        else Run<double>(input, output, weight, in shape);
        if (Gradients.Needed(input, output))
        {
            var node = new ConvolutionWeight { shape = shape };
            node.Save(input, output);
            node.Record(weight, input, output);
        }
        return weight;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor input = Load(0), output = Load(1);
        if (Wants(0)) Send(0, ConvolutionInput.Apply(output, gradient, null, in shape));
        if (Wants(1)) Send(1, Convolution.Apply(input, gradient, null, in shape));
    }

    private static unsafe void Run<T>(Tensor input, Tensor output, Tensor weight, in ConvolutionShape shape)
        where T : unmanaged, INumber<T>
    {
        ConvolutionWeightGradient.Run(in shape, input.Pointer<T>(), output.Pointer<T>(), weight.Pointer<T>());
        GC.KeepAlive(input);
        GC.KeepAlive(output);
    }
}
