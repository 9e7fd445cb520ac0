using Anneal.Data.Messages;
using Anneal.Data.Splits;

namespace Anneal.Data.Text.Corpora;

/// <summary>Pieces of a token file, each with the ids that follow: what a language model learns from and is measured on.</summary>
/// <remarks>Documents stand packed one behind the other, an end token between them, so that no id of a batch is padding.</remarks>
public sealed class TokenWindows
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

    /// <summary>Ids of a piece.</summary>
    public int Context { get; }

    /// <summary>Pieces that don't overlap.</summary>
    public int Count => (int)Math.Min(int.MaxValue, (file.Count - 1) / Context);

    /// <summary>Pieces at random places; which ones depends on the seed and the step alone.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="step">The number of the step.</param>
    /// <param name="ids">Receives <c>[rows, context]</c>.</param>
    /// <param name="next">Receives the ids that follow each, <c>[rows, context]</c>.</param>
    public void Draw(int seed, long step, Span<int> ids, Span<int> next)
    {
        SplitMix random = new(((ulong)(uint)seed << 40) ^ (ulong)step * 0x9E3779B97F4A7C15);
        int[] window = new int[Context + 1];
        for (int row = 0; row < ids.Length; row += Context)
        {
            long places = file.Count - Context;
            long start = (long)(random.Next() % (ulong)places);
            file.Read(start, window);
            window.AsSpan(0, Context).CopyTo(ids[row..]);
            window.AsSpan(1, Context).CopyTo(next[row..]);
        }
    }

    /// <summary>Reads a piece that doesn't overlap the others.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="ids">Receives <c>[context]</c>.</param>
    /// <param name="next">Receives the ids that follow each.</param>
    public void Read(int index, Span<int> ids, Span<int> next)
    {
        long start = (long)index * Context;
        file.Read(start, ids[..Context]);
        file.Read(start + 1, next[..Context]);
    }
}
