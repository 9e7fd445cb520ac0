using Anneal.Data.Batches;
using Anneal.Models.Language;

namespace Anneal.Training.Language.Translation;

/// <summary>Texts and their translations as tokens, handed out in batches of like lengths. Not for several threads at once.</summary>
/// <param name="sources">The tokens of each text.</param>
/// <param name="targets">The tokens of its translation, its end last.</param>
public sealed class TokenPairs(IReadOnlyList<int[]> sources, IReadOnlyList<int[]> targets)
{
    private (int Seed, int Pass, int Rows, int[][] Batches)? dealt;

    /// <summary>How many pairs there are.</summary>
    public int Count => sources.Count;

    /// <summary>The pairs of a step. Each pass over the pairs deals all of them once.</summary>
    /// <param name="seed">Of the order.</param>
    /// <param name="step">The step, from 0.</param>
    /// <param name="rows">Pairs in a step, at most.</param>
    public PairBatch Draw(int seed, long step, int rows)
    {
        int steps = (Count + rows - 1) / rows;
        return Read(Deal(seed, (int)(step / steps), rows)[step % steps]);
    }

    /// <summary>All pairs, the short ones first.</summary>
    /// <param name="rows">Pairs in a batch.</param>
    public IEnumerable<PairBatch> InOrder(int rows) => Enumerable.Range(0, Count).OrderBy(LengthOf).Chunk(rows).Select(chunk => Read(chunk));

    private int LengthOf(int pair) => (targets[pair].Length << 12) + sources[pair].Length;

    private int[][] Deal(int seed, int pass, int rows)
    {
        if (dealt is { } last && last.Seed == seed && last.Pass == pass && last.Rows == rows) return last.Batches;
        int[][] batches = EpochOrder.Batches(Count, LengthOf, rows, seed, pass);
        dealt = (seed, pass, rows, batches);
        return batches;
    }

    private PairBatch Read(int[] pairs) => new(TokenRows.Of([.. pairs.Select(pair => sources[pair])]), TokenRows.Of([.. pairs.Select(pair => targets[pair])]));
}

/// <summary>Some texts and their translations.</summary>
/// <param name="Source">The texts.</param>
/// <param name="Target">Their translations.</param>
public sealed record PairBatch(TokenRows Source, TokenRows Target);
