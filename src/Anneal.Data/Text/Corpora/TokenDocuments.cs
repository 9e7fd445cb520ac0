using Anneal.Data.Messages;
using Anneal.Data.Splits;

namespace Anneal.Data.Text.Corpora;

/// <summary>The documents of a token file, each a piece of its own from its beginning on, behind an end token; what is longer than the context is cut off.</summary>
/// <remarks>For texts whose form counts from their beginning: a poem, a record, a message. Rows are filled up to the longest of their batch.</remarks>
public sealed class TokenDocuments : TokenPieces
{
    /// <summary>Documents of so many batches are sorted by length before they are cut into batches.</summary>
    private const int BatchesSortedTogether = 16;

    /// <summary>Rows are filled up to a multiple of this, so that buffers are used again.</summary>
    private const int Step = 8;

    private readonly TokenFile file;
    private readonly int endId;

    /// <param name="file">The text.</param>
    /// <param name="context">Ids of the longest piece.</param>
    /// <param name="endId">The token behind each document.</param>
    /// <param name="part">The name of the text's part, for messages.</param>
    /// <exception cref="UserErrorException">The text has no document.</exception>
    public TokenDocuments(TokenFile file, int context, int endId, string part)
    {
        if (file.Documents == 0) throw new UserErrorException(CorpusMessages.TooShort(part, file.Count, context), CorpusMessages.TooShortWayOut);
        this.file = file;
        this.endId = endId;
        Context = context;
    }

    /// <inheritdoc/>
    public override int Context { get; }

    /// <inheritdoc/>
    public override int Count => (int)Math.Min(int.MaxValue, file.Documents);

    /// <inheritdoc/>
    public override TokenBatch Draw(int seed, long step, int rows)
    {
        SplitMix random = new(((ulong)(uint)seed << 40) ^ ((ulong)(step / BatchesSortedTogether) * 0x9E3779B97F4A7C15));
        int[] drawn = new int[rows * BatchesSortedTogether];
        for (int i = 0; i < drawn.Length; i++) drawn[i] = random.Below(Count);
        int[] lengths = Array.ConvertAll(drawn, LengthOf);
        Array.Sort(lengths, drawn);
        int[] turns = [.. Enumerable.Range(0, BatchesSortedTogether)];
        random.Shuffle(turns);
        return Read(drawn.AsSpan(turns[(int)(step % BatchesSortedTogether)] * rows, rows));
    }

    /// <inheritdoc/>
    public override TokenBatch Read(ReadOnlySpan<int> pieces)
    {
        int longest = 1;
        foreach (int piece in pieces) longest = Math.Max(longest, LengthOf(piece));
        int time = Math.Min(Context, (longest + Step - 1) / Step * Step);
        TokenBatch batch = new(pieces.Length, time, new int[pieces.Length * time], new int[pieces.Length * time]);
        Array.Fill(batch.Ids, endId);
        Array.Fill(batch.Next, TokenBatch.Ignored);
        for (int row = 0; row < pieces.Length; row++)
        {
            int length = LengthOf(pieces[row]);
            Span<int> next = batch.Next.AsSpan(row * time, length);
            file.Read(StartOf(pieces[row]), next);
            next[..^1].CopyTo(batch.Ids.AsSpan((row * time) + 1));
        }

        return batch;
    }

    private long StartOf(int document) => document == 0 ? 0 : file.EndOf(document - 1);

    private int LengthOf(int document) => (int)Math.Clamp(file.EndOf(document) - StartOf(document), 1, Context);
}
