using Anneal.Nn;
using Anneal.Tensors;
using LayerNorm = Anneal.Nn.LayerNorm;
using RowNorm = Anneal.Tensors.Kernels.RowNorm;

namespace Anneal.Models.Language;

/// <summary>A decoder's normalisations: LayerNorm in GPT-2, RMSNorm elsewhere.</summary>
internal static class DecoderNorm
{
    public static Module Of(DecoderConfig config, int size) => config.LayerNorms ? new LayerNorm([size], config.Epsilon) : new RmsNorm(size, config.Epsilon);

    /// <summary>The normalised sum of what a part computed and of what went around it, and that sum.</summary>
    public static Tensor OfSum(Module norm, Tensor x, Tensor residual, double epsilon, out Tensor sum) => norm is LayerNorm centered
        ? TransformerParts.Normed(centered, x, residual, epsilon, out sum)
        : Tensors.Operations.AddRmsNorm.Apply(x, residual, ((RmsNorm)norm).Weight, epsilon, out sum);

    /// <summary>The normalisation as the kernels of a step take it; false where its weights aren't plain float32.</summary>
    public static unsafe bool Describe(Module? norm, double epsilon, out RowNorm row)
    {
        row = default;
        if (norm is null) return true;
        LayerNorm? centered = norm as LayerNorm;
        Tensor weight = centered?.Weight ?? ((RmsNorm)norm).Weight;
        Tensor? bias = centered?.Bias;
        if (!IsPlain(weight) || (bias is not null && !IsPlain(bias))) return false;
        row = new RowNorm { Weight = weight.Pointer<float>(), Bias = bias is null ? null : bias.Pointer<float>(), Epsilon = epsilon, Centered = centered is not null };
        return true;
    }

    private static bool IsPlain(Tensor tensor) => tensor.DType == DType.Float32 && tensor.IsContiguous;
}
