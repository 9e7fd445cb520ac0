using System.Text;

namespace Anneal.Data.Text.Tokenizers.Models;

/// <summary>Byte-pair encoding (Sennrich et al., 2016): begins with the smallest symbols and joins the neighbours of the lowest rank until none is left to join.</summary>
internal sealed class BytePairModel : TokenModel
{
    private const int ShortPiece = 64; // below it, looking through all pairs is quicker than a heap
    private const int NoToken = -1;

    private readonly int[] byteIds; // the token of each byte, or NoToken

    /// <param name="vocabulary">The tokens.</param>
    /// <param name="merges">What becomes what.</param>
    /// <param name="start">What a piece is cut into first.</param>
    /// <param name="wholeFirst">Whether a piece that is a token is that token, whatever the merges say (Llama 3).</param>
    /// <param name="unknownId">The token of a symbol that has none.</param>
    /// <param name="fuseUnknown">Whether unknown symbols in a row are one unknown token.</param>
    public BytePairModel(Vocabulary vocabulary, MergeTable merges, BytePairStart start, bool wholeFirst = false, int? unknownId = null, bool fuseUnknown = false)
    {
        (Vocabulary, Merges, Start, WholeFirst, UnknownId, FuseUnknown) = (vocabulary, merges, start, wholeFirst, unknownId, fuseUnknown);
        byteIds = new int[256];
        for (int b = 0; b < 256; b++)
            byteIds[b] = (start == BytePairStart.Bytes ? vocabulary.IdOf(ByteAlphabet.CharOf((byte)b).ToString()) : start == BytePairStart.CharactersThenBytes ? vocabulary.IdOf(TokenSpellings.ByteToken(b)) : null) ?? NoToken;
    }

    public Vocabulary Vocabulary { get; }

    public MergeTable Merges { get; }

    public BytePairStart Start { get; }

    public bool WholeFirst { get; }

    public int? UnknownId { get; }

    public bool FuseUnknown { get; }

    /// <inheritdoc/>
    public override int? IdOfByte(byte value) => byteIds[value] >= 0 ? byteIds[value] : UnknownId;

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<char> piece, EncodeMemory work, List<int> ids)
    {
        if (Start == BytePairStart.Bytes) EncodeBytes(piece, work, ids);
        else EncodeCharacters(piece, work, ids);
    }

    private void EncodeBytes(ReadOnlySpan<char> piece, EncodeMemory work, List<int> ids)
    {
        Span<byte> bytes = work.Bytes(Encoding.UTF8.GetMaxByteCount(piece.Length));
        bytes = bytes[..Encoding.UTF8.GetBytes(piece, bytes)];
        if (WholeFirst && bytes.Length <= PieceCache.LongestPiece * 4)
        {
            Span<char> spelled = stackalloc char[bytes.Length];
            for (int i = 0; i < bytes.Length; i++) spelled[i] = ByteAlphabet.CharOf(bytes[i]);
            if (Vocabulary.TryText(spelled, out int whole))
            {
                ids.Add(whole);
                return;
            }
        }

        Span<int> symbols = work.Symbols(bytes.Length);
        for (int i = 0; i < symbols.Length; i++) symbols[i] = byteIds[bytes[i]];
        int count = Merge(symbols, work);
        for (int i = 0; i < count; i++) Add(symbols[i], ids, i > 0 && symbols[i - 1] < 0);
    }

    private void EncodeCharacters(ReadOnlySpan<char> piece, EncodeMemory work, List<int> ids)
    {
        if (WholeFirst && Vocabulary.TryText(piece, out int whole))
        {
            ids.Add(whole);
            return;
        }

        // A character without a token becomes its bytes at once: nothing merges with those.
        Span<int> symbols = work.Symbols(4 * piece.Length);
        Span<byte> utf8 = stackalloc byte[4];
        int count = 0;
        for (int at = 0; at < piece.Length;)
        {
            Rune.DecodeFromUtf16(piece[at..], out Rune rune, out int length);
            if (Vocabulary.TryText(piece.Slice(at, length), out int id)) symbols[count++] = id;
            else if (Start != BytePairStart.CharactersThenBytes || !AddBytes(symbols, utf8[..rune.EncodeToUtf8(utf8)], ref count)) symbols[count++] = NoToken;
            at += length;
        }

        count = Merge(symbols[..count], work);
        for (int i = 0; i < count; i++) Add(symbols[i], ids, i > 0 && symbols[i - 1] < 0);
    }

    private bool AddBytes(Span<int> symbols, ReadOnlySpan<byte> bytes, ref int count)
    {
        foreach (byte b in bytes)
            if (byteIds[b] < 0) return false;
        foreach (byte b in bytes) symbols[count++] = byteIds[b];
        return true;
    }

    private void Add(int symbol, List<int> ids, bool afterUnknown)
    {
        if (symbol >= 0) ids.Add(symbol);
        else if (UnknownId is { } unknown && !(FuseUnknown && afterUnknown)) ids.Add(unknown);
    }

    private int Merge(Span<int> symbols, EncodeMemory work)
    {
        if (symbols.Length < 2) return symbols.Length;
        return symbols.Length > ShortPiece ? work.Queue.Merge(symbols, Merges) : MergeShort(symbols);
    }

    private int MergeShort(Span<int> symbols)
    {
        Span<int> ranks = stackalloc int[ShortPiece], merged = stackalloc int[ShortPiece];
        int count = symbols.Length;
        for (int i = 0; i + 1 < count; i++) ranks[i] = RankOf(symbols, i, out merged[i]);
        while (count > 1)
        {
            int best = 0;
            for (int i = 1; i + 1 < count; i++)
                if (ranks[i] < ranks[best]) best = i;
            if (ranks[best] == MergeTable.Never) break;
            symbols[best] = merged[best];
            symbols[(best + 2)..count].CopyTo(symbols[(best + 1)..]);
            count--;
            if (best + 2 < count)
            {
                ranks[(best + 2)..count].CopyTo(ranks[(best + 1)..]);
                merged[(best + 2)..count].CopyTo(merged[(best + 1)..]);
            }

            if (best + 1 < count) ranks[best] = RankOf(symbols, best, out merged[best]);
            if (best > 0) ranks[best - 1] = RankOf(symbols, best - 1, out merged[best - 1]);
        }

        return count;
    }

    private int RankOf(ReadOnlySpan<int> symbols, int left, out int merged)
    {
        if (symbols[left] >= 0 && symbols[left + 1] >= 0) return Merges.Find(symbols[left], symbols[left + 1], out merged);
        merged = 0;
        return MergeTable.Never;
    }
}
