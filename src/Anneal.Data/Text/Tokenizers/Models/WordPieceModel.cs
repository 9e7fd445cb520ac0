namespace Anneal.Data.Text.Tokenizers.Models;

/// <summary>Word pieces (Wu et al., 2016; Devlin et al., 2018): the longest token that a word begins with, then the longest of its rest, which is written with a prefix.</summary>
/// <param name="vocabulary">The tokens.</param>
/// <param name="unknownId">The token of a word that can't be put together.</param>
/// <param name="prefix">What marks tokens within words, usually ##.</param>
/// <param name="longestWord">Characters of a word at most; a longer one is unknown.</param>
internal sealed class WordPieceModel(Vocabulary vocabulary, int unknownId, string prefix = "##", int longestWord = 100) : TokenModel
{
    public int UnknownId => unknownId;

    public string Prefix => prefix;

    public int LongestWord => longestWord;

    /// <inheritdoc/>
    public override int? IdOfByte(byte value) => unknownId;

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<char> piece, EncodeMemory work, List<int> ids)
    {
        int characters = 0;
        foreach (char c in piece)
            if (!char.IsLowSurrogate(c)) characters++;
        if (characters > longestWord)
        {
            ids.Add(unknownId);
            return;
        }

        int before = ids.Count;
        int room = prefix.Length + piece.Length;
        Span<char> inner = room <= 512 ? stackalloc char[room] : new char[room];
        prefix.CopyTo(inner);
        for (int start = 0; start < piece.Length;)
        {
            int end = piece.Length, id = -1;
            piece[start..].CopyTo(inner[prefix.Length..]);
            for (; end > start; end--)
            {
                if (end < piece.Length && char.IsLowSurrogate(piece[end]) && char.IsHighSurrogate(piece[end - 1])) continue;
                if (vocabulary.TryText(start == 0 ? piece[..end] : inner[..(prefix.Length + end - start)], out id)) break;
            }

            if (end == start)
            {
                ids.RemoveRange(before, ids.Count - before);
                ids.Add(unknownId);
                return;
            }

            ids.Add(id);
            start = end;
        }
    }
}
