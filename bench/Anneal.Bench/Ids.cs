using Anneal.Tensors;

namespace Anneal.Bench;

/// <summary>Random token ids and class numbers, as the peers' scripts draw them.</summary>
internal static class Ids
{
    public static Tensor Draw(int count, params ReadOnlySpan<int> dims)
    {
        var shape = Shape.Of(dims);
        var random = new Random(1);
        var ids = new long[shape.ElementCount];
        for (int i = 0; i < ids.Length; i++) ids[i] = random.Next(count);
        return Tensor.From(ids, shape);
    }
}
