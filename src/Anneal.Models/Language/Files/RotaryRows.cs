using Anneal.Tensors;

namespace Anneal.Models.Language;

/// <summary>The two orders of a head's rows in published weights: neighbours that turn together (Meta, llama.cpp), or first and second half (Hugging Face, here).</summary>
internal static class RotaryRows
{
    /// <summary>From neighbours (2i, 2i + 1) to halves (i, i + size / 2): a weight <c>[heads * size, in]</c> or a bias <c>[heads * size]</c>.</summary>
    public static Tensor ToHalves(Tensor rows, int heads) => Reorder(rows, heads, pairsFirst: true);

    /// <summary>The other way.</summary>
    public static Tensor ToNeighbours(Tensor rows, int heads) => Reorder(rows, heads, pairsFirst: false);

    private static Tensor Reorder(Tensor rows, int heads, bool pairsFirst)
    {
        int size = rows.Shape[0] / heads, inner = checked((int)(rows.ElementCount / rows.Shape[0]));
        Tensor split = pairsFirst ? rows.Reshape(heads, size / 2, 2, inner) : rows.Reshape(heads, 2, size / 2, inner);
        return split.Transpose(1, 2).Contiguous().Reshape(rows.Shape);
    }
}
