using Anneal.Data.Splits;

namespace Anneal.Data.Text.Corpora;

/// <summary>Rows of ids, each with what of it is to be told: conversations, of which the answers alone are learnt.</summary>
/// <remarks>Each row is drawn once before any is drawn again. Rows are filled up to the longest of their batch.</remarks>
public sealed class TokenRows : TokenPieces
{
    /// <summary>Rows of so many batches are sorted by length before they are cut into batches.</summary>
    private const int BatchesSortedTogether = 8;

    /// <summary>Rows are filled up to a multiple of this, so that buffers are used again.</summary>
    private const int Step = 8;

    private readonly IReadOnlyList<TokenRow> rows;
    private readonly int padId;
    private readonly int[] order;
    private (int Seed, long Round) shuffled = (0, -1);

    /// <param name="rows">The rows, none longer than the context; at least one.</param>
    /// <param name="context">Ids of the longest row.</param>
    /// <param name="padId">Fills short rows up.</param>
    public TokenRows(IReadOnlyList<TokenRow> rows, int context, int padId)
    {
        ArgumentOutOfRangeException.ThrowIfZero(rows.Count, nameof(rows));
        this.rows = rows;
        this.padId = padId;
        Context = context;
        order = [.. Enumerable.Range(0, rows.Count)];
    }

    /// <inheritdoc/>
    public override int Context { get; }

    /// <inheritdoc/>
    public override int Count => rows.Count;

    /// <inheritdoc/>
    public override TokenBatch Draw(int seed, long step, int rows) => Read(DrawNumbers(seed, step, rows));

    /// <summary>The numbers of the rows that a step learns from.</summary>
    public ReadOnlySpan<int> DrawNumbers(int seed, long step, int count)
    {
        long group = step / BatchesSortedTogether;
        int[] drawn = new int[count * BatchesSortedTogether];
        for (int i = 0; i < drawn.Length; i++)
        {
            long at = (group * drawn.Length) + i;
            ShuffleFor(seed, at / Count);
            drawn[i] = order[(int)(at % Count)];
        }

        Array.Sort(Array.ConvertAll(drawn, row => rows[row].Ids.Length), drawn);
        int[] turns = [.. Enumerable.Range(0, BatchesSortedTogether)];
        SplitMix random = new(Mixed(seed, ~group));
        random.Shuffle(turns);
        return drawn.AsSpan(turns[(int)(step % BatchesSortedTogether)] * count, count);
    }

    /// <inheritdoc/>
    public override TokenBatch Read(ReadOnlySpan<int> pieces)
    {
        TokenRow[] taken = new TokenRow[pieces.Length];
        for (int i = 0; i < taken.Length; i++) taken[i] = rows[pieces[i]];
        return Batch(taken, Context, padId);
    }

    /// <summary>Rows side by side, filled up behind.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="context">Ids of the longest row.</param>
    /// <param name="padId">Fills short rows up.</param>
    public static TokenBatch Batch(ReadOnlySpan<TokenRow> rows, int context, int padId)
    {
        int longest = 1;
        foreach (TokenRow row in rows) longest = Math.Max(longest, row.Ids.Length);
        int time = Math.Min(context, (longest + Step - 1) / Step * Step);
        TokenBatch batch = new(rows.Length, time, new int[rows.Length * time], new int[rows.Length * time]);
        Array.Fill(batch.Ids, padId);
        Array.Fill(batch.Next, TokenBatch.Ignored);
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row].Ids.CopyTo(batch.Ids, row * time);
            rows[row].Next.CopyTo(batch.Next, row * time);
        }

        return batch;
    }

    /// <summary>Brings the rows into the order of a round, which depends on the seed and the round alone.</summary>
    private void ShuffleFor(int seed, long round)
    {
        if (shuffled == (seed, round)) return;
        for (int i = 0; i < order.Length; i++) order[i] = i;
        SplitMix random = new(Mixed(seed, round));
        random.Shuffle(order);
        shuffled = (seed, round);
    }

    private static ulong Mixed(int seed, long number) => ((ulong)(uint)seed << 40) ^ ((ulong)number * 0x9E3779B97F4A7C15);
}
