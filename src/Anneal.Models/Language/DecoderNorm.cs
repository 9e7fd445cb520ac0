using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Language;

/// <summary>A decoder's normalisations: LayerNorm in GPT-2, RMSNorm elsewhere.</summary>
internal static class DecoderNorm
{
    public static Module Of(DecoderConfig config, int size) => config.LayerNorms ? new LayerNorm([size], config.Epsilon) : new RmsNorm(size, config.Epsilon);

    /// <summary>The normalised sum of what a part computed and of what went around it, and that sum.</summary>
    public static Tensor OfSum(Module norm, Tensor x, Tensor residual, double epsilon, out Tensor sum) => norm is LayerNorm centered
        ? TransformerParts.Normed(centered, x, residual, epsilon, out sum)
        : Tensors.Operations.AddRmsNorm.Apply(x, residual, ((RmsNorm)norm).Weight, epsilon, out sum);
}
