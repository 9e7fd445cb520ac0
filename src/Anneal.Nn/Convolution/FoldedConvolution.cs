using Anneal.Tensors;
using Anneal.Tensors.Kernels;
using Anneal.Tensors.Operations;

namespace Anneal.Nn;

/// <summary>A convolution and the batch normalisation behind it as one convolution, for inference: the normalisation's scale goes into the weights.</summary>
/// <remarks>It is worked out at the first use and again when a parameter has changed since.</remarks>
internal sealed class FoldedConvolution(Conv2d convolution, BatchNorm2d norm)
{
    private readonly Lock gate = new();
    private State? state;

    /// <summary>max(norm(convolution(input)) + residual, 0), or without the max.</summary>
    public Tensor Forward(Tensor input, bool relu, Tensor? residual = null)
    {
        State current = Current();
        ConvolutionShape shape = ConvolutionShapes.Of(
            input, current.Weights.Weight, current.Bias, convolution.Stride, convolution.Padding, convolution.Dilation, convolution.Groups);
        return Convolution.Infer(input, current.Weights, current.Bias, residual, in shape, relu ? Activation.Relu : Activation.None);
    }

    private State Current()
    {
        lock (gate)
        {
            var versions = new Versions(
                convolution.Weight.Storage.Version, convolution.Bias?.Storage.Version ?? 0, norm.Weight?.Storage.Version ?? 0, norm.Bias?.Storage.Version ?? 0,
                norm.RunningMean.Storage.Version, norm.RunningVariance.Storage.Version);
            if (state is not null && state.Versions == versions) return state;
            using var scope = new TensorScope();
            using (Gradients.NoGrad())
            {
                Tensor scale = Tensor.Ones(norm.RunningVariance.Shape, norm.RunningVariance.DType) / (norm.RunningVariance + norm.Epsilon).Sqrt();
                if (norm.Weight is not null) scale *= norm.Weight;
                Tensor shift = convolution.Bias is null ? -norm.RunningMean : convolution.Bias - norm.RunningMean;
                shift *= scale;
                if (norm.Bias is not null) shift += norm.Bias;
                Tensor weight = (convolution.Weight * scale.Reshape(-1, 1, 1, 1)).Contiguous();
                TensorScope.KeepForever(weight);
                TensorScope.KeepForever(shift);
                return state = new State(versions, new PreparedWeights(weight), shift);
            }
        }
    }

    private sealed record State(Versions Versions, PreparedWeights Weights, Tensor Bias);

    private readonly record struct Versions(int Weight, int Bias, int Scale, int Shift, int Mean, int Variance);
}
