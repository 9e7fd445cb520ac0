using System.Text;

namespace Anneal.Data.Text.Tokenizers.Models;

/// <summary>Unigram (Kudo, 2018): of all ways to cut a piece into tokens the most probable one, found by Viterbi's algorithm.</summary>
internal sealed class UnigramModel : TokenModel
{
    private const double UnknownPenalty = 10; // as SentencePiece: below the least probable token

    private readonly float[] scores;
    private readonly TokenTrie trie;
    private readonly int[] byteIds = new int[256];
    private readonly bool fallsBack;
    private readonly double unknownScore;

    /// <param name="vocabulary">The tokens.</param>
    /// <param name="scores">The logarithm of each token's probability.</param>
    /// <param name="unknownId">The token of characters that have none, or null.</param>
    /// <param name="byteFallback">Whether such characters become the tokens of their bytes.</param>
    public UnigramModel(Vocabulary vocabulary, float[] scores, int? unknownId, bool byteFallback)
    {
        (Vocabulary, this.scores, UnknownId) = (vocabulary, scores, unknownId);
        trie = new TokenTrie(vocabulary.Count);
        double least = double.PositiveInfinity;
        for (int id = 0; id < vocabulary.Count; id++)
        {
            if (vocabulary.Texts[id] is not { Length: > 0 } text || vocabulary.RoleOf(id) != TokenRole.Normal) continue;
            trie.Add(text, id);
            least = Math.Min(least, scores[id]);
        }

        unknownScore = (double.IsFinite(least) ? least : 0) - UnknownPenalty;
        fallsBack = byteFallback;
        for (int b = 0; b < 256; b++)
        {
            byteIds[b] = vocabulary.IdOf(TokenSpellings.ByteToken(b)) ?? -1;
            fallsBack &= byteIds[b] >= 0;
        }
    }

    public Vocabulary Vocabulary { get; }

    public ReadOnlySpan<float> Scores => scores;

    public int? UnknownId { get; }

    /// <summary>Whether characters without a token become the tokens of their bytes.</summary>
    public bool ByteFallback => fallsBack;

    /// <inheritdoc/>
    public override int? IdOfByte(byte value) => fallsBack ? byteIds[value] : UnknownId;

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<char> piece, EncodeMemory work, List<int> ids)
    {
        if (piece.IsEmpty) return;
        Span<double> best = work.Scores(piece.Length + 1);
        Span<int> steps = work.Symbols(2 * (piece.Length + 1));
        Span<int> from = steps[..(piece.Length + 1)], token = steps[(piece.Length + 1)..];
        best.Fill(double.NegativeInfinity);
        best[0] = 0;
        for (int at = 0; at < piece.Length;)
        {
            int width = char.IsHighSurrogate(piece[at]) && at + 1 < piece.Length && char.IsLowSurrogate(piece[at + 1]) ? 2 : 1;
            bool alone = false; // whether a token is just this character
            int node = TokenTrie.Root;
            for (int end = at; end < piece.Length && trie.TryStep(ref node, piece[end]);)
            {
                int id = trie.TokenAt(node);
                end++;
                if (id < 0) continue;
                alone |= end == at + width;
                Offer(best[at] + scores[id], end, at, id, best, from, token);
            }

            if (!alone) Offer(best[at] + unknownScore, at + width, at, -1, best, from, token);
            at += width;
        }

        int first = ids.Count;
        for (int at = piece.Length; at > 0; at = from[at]) AddBackwards(piece[from[at]..at], token[at], first, ids);
        ids.Reverse(first, ids.Count - first);
    }

    private static void Offer(double score, int end, int start, int id, Span<double> best, Span<int> from, Span<int> token)
    {
        if (score <= best[end]) return;
        (best[end], from[end], token[end]) = (score, start, id);
    }

    private void AddBackwards(ReadOnlySpan<char> text, int id, int first, List<int> ids)
    {
        if (id >= 0)
        {
            ids.Add(id);
            return;
        }

        if (fallsBack)
        {
            Span<byte> bytes = stackalloc byte[4];
            Rune.DecodeFromUtf16(text, out Rune rune, out _);
            for (int i = rune.EncodeToUtf8(bytes) - 1; i >= 0; i--) ids.Add(byteIds[bytes[i]]);
        }
        else if (UnknownId is { } unknown && !(ids.Count > first && ids[^1] == unknown))
        {
            ids.Add(unknown); // unknown characters in a row are one
        }
    }
}
