using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>Scaled dot-product attention without a matrix of all scores.</summary>
internal static unsafe class Attention
{
    /// <summary>Parts of work that keep a handful of threads busy.</summary>
    private const int PartsWanted = 16;

    /// <summary>Heads in a batch from which the backward pass gives each a part of its own.</summary>
    private const int EnoughHeads = 8;

    /// <summary>Fills <see cref="AttentionProblem{T}.Output"/> and, where it isn't null, <see cref="AttentionProblem{T}.LogSumExp"/>.</summary>
    public static void Forward<T>(in AttentionProblem<T> problem)
        where T : unmanaged
    {
        AttentionProblem<T> copy = problem;
        int heads = copy.Batch * copy.Heads;
        if (heads == 0 || copy.Queries == 0) return;
        int blocks = Blocks(copy.Queries, AttentionProblem<T>.QueryBlock), perPart = BlocksPerPart(heads, blocks);
        int parts = Blocks(blocks, perPart), together = parts == 1 ? HeadsTogether(copy.Batch, copy.Heads) : 1;
        WorkerPool.For(heads / together * parts, new AttentionForward<T>(&copy, perPart, parts, together));
    }

    /// <summary>Fills the gradients of queries, keys and values. There must be at least one of each.</summary>
    public static void Backward<T>(in AttentionProblem<T> problem, in AttentionGradientViews<T> gradients)
        where T : unmanaged
    {
        AttentionProblem<T> copy = problem;
        AttentionGradientViews<T> views = gradients;
        int heads = copy.Batch * copy.KeyHeads;
        int queryBlocks = Blocks(copy.Queries, AttentionProblem<T>.QueryBlock), keyBlocks = Blocks(copy.Keys, AttentionProblem<T>.KeyBlock);
        if (heads >= EnoughHeads || keyBlocks == 1)
        {
            WorkerPool.For(heads, new AttentionBackward<T>(&copy, &views, AttentionGradients.Queries | AttentionGradients.KeysAndValues, keyBlocks, 1));
            return;
        }
        HeadView<T> output = views.Output;
        Wide<AttentionDeltas, T>.ForRange((long)copy.Batch * copy.Heads * copy.Queries, 1024, new AttentionDeltas { Problem = &copy, OutputGradient = &output, Deltas = views.Deltas });
        int perPart = BlocksPerPart(heads, keyBlocks), parts = Blocks(keyBlocks, perPart);
        WorkerPool.For(heads * parts, new AttentionBackward<T>(&copy, &views, AttentionGradients.KeysAndValues, perPart, parts));
        perPart = BlocksPerPart(heads, queryBlocks);
        parts = Blocks(queryBlocks, perPart);
        WorkerPool.For(heads * parts, new AttentionBackward<T>(&copy, &views, AttentionGradients.Queries, perPart, parts));
    }

    private static int Blocks(int length, int block) => (length + block - 1) / block;

    /// <summary>Heads of one sequence that a part does one after another, so that it knows which rows it needs next.</summary>
    private static int HeadsTogether(int batch, int heads)
    {
        int together = heads;
        while (together > 1 && (heads % together != 0 || batch * heads / together < PartsWanted)) together--;
        return together;
    }

    private static int BlocksPerPart(int heads, int blocks)
    {
        int partsPerHead = Math.Clamp(Blocks(PartsWanted, heads), 1, blocks);
        return Blocks(blocks, partsPerHead);
    }
}
