using Anneal.Tensors;

namespace Anneal.Nn;

internal static class Reductions
{
    /// <summary>The losses of all elements as a loss wants them.</summary>
    public static Tensor Reduce(this Tensor losses, Reduction reduction) => reduction switch
    {
        Reduction.Mean => losses.Mean(),
        Reduction.Sum => losses.Sum(),
        _ => losses,
    };
}
