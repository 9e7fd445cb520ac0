using Anneal.Tensors.Kernels;
using Anneal.Tensors.Operations;

namespace Anneal.Tensors;

/// <content>Convolutions.</content>
public sealed partial class Tensor
{
    /// <summary>Convolution of sequences: <c>[batch, in, length]</c> by weights <c>[out, in / groups, kernel]</c> gives <c>[batch, out, outLength]</c>.</summary>
    /// <param name="weight">One kernel for each output channel.</param>
    /// <param name="bias"><c>[out]</c>, or null.</param>
    /// <param name="stride">Steps from one output to the next.</param>
    /// <param name="padding">Zeros on either side.</param>
    /// <param name="dilation">Steps from one tap of the kernel to the next.</param>
    /// <param name="groups">Channels are cut into this many groups that don't see each other.</param>
    /// <exception cref="ArgumentException">The shapes don't fit; the message names both.</exception>
    public Tensor Conv1d(Tensor weight, Tensor? bias = null, int stride = 1, int padding = 0, int dilation = 1, int groups = 1) =>
        Conv1d(weight, bias, stride, padding, dilation, groups, Activation.None);

    /// <summary>Convolution of images: <c>[batch, in, height, width]</c> by weights <c>[out, in / groups, kernelHeight, kernelWidth]</c> gives <c>[batch, out, outHeight, outWidth]</c>.</summary>
    /// <inheritdoc cref="Conv1d(Tensor, Tensor?, int, int, int, int)" path="/param"/>
    /// <inheritdoc cref="Conv1d(Tensor, Tensor?, int, int, int, int)" path="/exception"/>
    public Tensor Conv2d(Tensor weight, Tensor? bias = null, Size2d? stride = null, Size2d? padding = null, Size2d? dilation = null, int groups = 1) =>
        Conv2d(weight, bias, stride ?? 1, padding ?? 0, dilation ?? 1, groups, Activation.None);

    /// <summary>The reverse of a convolution: <c>[batch, in, height, width]</c> by weights <c>[in, out / groups, kernelHeight, kernelWidth]</c> gives a larger image.</summary>
    /// <param name="weight">One kernel for each input channel.</param>
    /// <param name="bias"><c>[out]</c>, or null.</param>
    /// <param name="stride">Output pixels for each input pixel.</param>
    /// <param name="padding">Rows and columns left out at the border.</param>
    /// <param name="outputPadding">Further rows and columns at the lower and right border.</param>
    /// <param name="dilation">Steps from one tap of the kernel to the next.</param>
    /// <param name="groups">Channels are cut into this many groups that don't see each other.</param>
    /// <exception cref="ArgumentException">The shapes don't fit; the message names both.</exception>
    public Tensor ConvTranspose2d(
        Tensor weight, Tensor? bias = null, Size2d? stride = null, Size2d? padding = null, Size2d? outputPadding = null, Size2d? dilation = null, int groups = 1) =>
        ConvolutionInput.Apply(
            this, weight, bias, ConvolutionShapes.OfTransposed(this, weight, bias, stride ?? 1, padding ?? 0, outputPadding ?? 0, dilation ?? 1, groups));

    internal Tensor Conv1d(Tensor weight, Tensor? bias, int stride, int padding, int dilation, int groups, Activation activation)
    {
        if (Rank != 3 || weight.Rank != 3) throw new ArgumentException($"Conv1d takes an input [batch, channels, length] and weights [out, in / groups, kernel], not {Shape} and {weight.Shape}.");
        return Unsqueeze(2).Conv2d(weight.Unsqueeze(2), bias, (1, stride), (0, padding), (1, dilation), groups, activation).Squeeze(2);
    }

    internal Tensor Conv2d(Tensor weight, Tensor? bias, Size2d stride, Size2d padding, Size2d dilation, int groups, Activation activation) =>
        Convolution.Apply(this, weight, bias, ConvolutionShapes.Of(this, weight, bias, stride, padding, dilation, groups), activation);
}
