using Anneal.Data.Messages;
using Anneal.Data.Splits;

namespace Anneal.Data.Text.Corpora;

/// <summary>Stretches of a token file, wherever they begin.</summary>
/// <remarks>Documents stand packed one behind the other, an end token between them, so that no id of a batch is padding.</remarks>
public sealed class TokenWindows : TokenPieces
{
    private readonly TokenFile file;

    /// <param name="file">The text.</param>
    /// <param name="context">Ids of a piece.</param>
    /// <param name="part">The name of the text's part, for messages.</param>
    /// <exception cref="UserErrorException">The text is shorter than a piece.</exception>
    public TokenWindows(TokenFile file, int context, string part)
    {
        if (file.Count <= context) throw new UserErrorException(CorpusMessages.TooShort(part, file.Count, context), CorpusMessages.TooShortWayOut);
        this.file = file;
        Context = context;
    }

    /// <inheritdoc/>
    public override int Context { get; }

    /// <summary>Stretches that don't overlap.</summary>
    public override int Count => (int)Math.Min(int.MaxValue, (file.Count - 1) / Context);

    /// <inheritdoc/>
    public override TokenBatch Draw(int seed, long step, int rows)
    {
        SplitMix random = new(((ulong)(uint)seed << 40) ^ ((ulong)step * 0x9E3779B97F4A7C15));
        TokenBatch batch = Empty(rows);
        for (int row = 0; row < rows; row++) Copy((long)(random.Next() % (ulong)(file.Count - Context)), row, batch);
        return batch;
    }

    /// <inheritdoc/>
    public override TokenBatch Read(ReadOnlySpan<int> pieces)
    {
        TokenBatch batch = Empty(pieces.Length);
        for (int row = 0; row < pieces.Length; row++) Copy((long)pieces[row] * Context, row, batch);
        return batch;
    }

    private TokenBatch Empty(int rows) => new(rows, Context, new int[rows * Context], new int[rows * Context]);

    private void Copy(long start, int row, TokenBatch batch)
    {
        file.Read(start, batch.Ids.AsSpan(row * Context, Context));
        file.Read(start + 1, batch.Next.AsSpan(row * Context, Context));
    }
}
