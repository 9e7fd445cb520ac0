using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Operations;

/// <summary>Undoes broadcasting: sums over the axes that a shape was stretched along.</summary>
internal static class SumTo
{
    public static Tensor Apply(Tensor x, Shape shape)
    {
        int added = x.Rank - shape.Rank;
        Span<int> axes = stackalloc int[Shape.MaxRank];
        int count = 0;
        for (int i = 0; i < x.Rank; i++)
            if (i < added || (shape.Dims[i - added] == 1 && x.Shape.Dims[i] != 1)) axes[count++] = i;
        return Sum.Apply(x, axes[..count], keepAxes: true).Reshape(shape);
    }
}
