using Anneal.Data.Text.Segmentation;

namespace Anneal.Data.Text.Grams;

/// <summary>Which grams of a text are counted.</summary>
/// <param name="Kind">What they are made of.</param>
/// <param name="Shortest">Parts of the shortest, 1 or more.</param>
/// <param name="Longest">Parts of the longest.</param>
/// <param name="MinimumRows">Grams in fewer of the training rows are left out.</param>
/// <param name="MaximumCount">How many are kept at most: those in the most rows.</param>
public sealed record GramFamily(GramKind Kind, int Shortest, int Longest, int MinimumRows = 2, int MaximumCount = 1_000_000)
{
    /// <summary>Appends the names of a text's grams, one for each time that a gram stands in it.</summary>
    /// <param name="text">The text, already cleaned.</param>
    /// <param name="segmenter">Cuts words; without it they are found as <see cref="WordSplitting"/> does.</param>
    /// <param name="grams">Gets the names.</param>
    internal void Collect(string text, WordSegmenter? segmenter, GramList grams)
    {
        switch (Kind)
        {
            case GramKind.Characters:
                Characters(text, grams);
                break;
            case GramKind.CharactersInWords:
                CharactersInWords(text, grams);
                break;
            default:
                Words(text, segmenter, grams);
                break;
        }
    }

    private void Characters(ReadOnlySpan<char> text, GramList grams)
    {
        for (int at = 0; at < text.Length; at++)
        {
            ulong state = (ulong)Kind;
            int last = Math.Min(Longest, text.Length - at);
            for (int length = 1; length <= last; length++)
            {
                state = GramHash.Extend(state, text[at + length - 1]);
                if (length >= Shortest) grams.Add(GramHash.Finish(state));
            }
        }
    }

    private void CharactersInWords(ReadOnlySpan<char> text, GramList grams)
    {
        Span<char> padded = stackalloc char[66];
        for (int at = 0; at < text.Length;)
        {
            int end = at;
            while (end < text.Length && text[end] != ' ' && end - at < padded.Length - 2) end++;
            if (end > at)
            {
                padded[0] = ' ';
                text[at..end].CopyTo(padded[1..]);
                padded[end - at + 1] = ' ';
                Characters(padded[..(end - at + 2)], grams);
            }

            at = end < text.Length && text[end] == ' ' ? end + 1 : end;
        }
    }

    private void Words(string text, WordSegmenter? segmenter, GramList grams)
    {
        List<Range> ranges = grams.Ranges;
        List<ulong> words = grams.Words;
        ranges.Clear();
        words.Clear();
        if (segmenter is null) WordSplitting.Split(text, ranges);
        else segmenter.Cut(text, ranges);
        foreach (Range range in ranges)
        {
            ReadOnlySpan<char> word = text.AsSpan(range);
            if (!word.IsWhiteSpace()) words.Add(GramHash.Word(word));
        }

        for (int at = 0; at < words.Count; at++)
        {
            ulong state = (ulong)Kind;
            int last = Math.Min(Longest, words.Count - at);
            for (int length = 1; length <= last; length++)
            {
                state = GramHash.Extend(state, words[at + length - 1]);
                if (length >= Shortest) grams.Add(GramHash.Finish(state));
            }
        }
    }
}
