namespace Anneal.Data.Text.Segmentation;

/// <summary>Cuts Chinese text into words, with the same cuts as jieba 0.42.1 for the same dictionary and probabilities.</summary>
/// <remarks>
/// Each stretch of Chinese characters, Latin letters and digits becomes the path of dictionary words with the highest probability.
/// Characters that stay alone on it are joined, and cut anew by <see cref="WordBoundaryModel"/>. Whitespace and punctuation are pieces of one character each.
/// Safe to use from several threads at once.
/// </remarks>
/// <param name="dictionary">The known words.</param>
/// <param name="boundaries">Finds unknown words; without it, unknown Chinese characters stay alone and Latin letters stick together.</param>
/// <example>
/// <code>
/// var segmenter = new WordSegmenter(WordDictionary.Load("dict.txt"));
/// IReadOnlyList&lt;string&gt; words = segmenter.Words("外卖送得很快"); // 外卖 送 得 很快
/// </code>
/// </example>
public sealed class WordSegmenter(WordDictionary dictionary, WordBoundaryModel? boundaries = null)
{
    [ThreadStatic]
    private static Scratch? scratch;

    /// <summary>The text's pieces in order; joined, they are the text.</summary>
    public IReadOnlyList<string> Words(string text)
    {
        List<Range> ranges = [];
        Cut(text, ranges);
        return ranges.ConvertAll(r => text[r]);
    }

    /// <summary>The places of the text's pieces in order, without gaps.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="words">Gets the ranges.</param>
    public void Cut(ReadOnlySpan<char> text, List<Range> words)
    {
        for (int at = 0; at < text.Length;)
        {
            int end = at;
            while (end < text.Length && IsWordCharacter(text[end])) end++;
            if (end > at) CutBlock(text[at..end], at, words);
            if (end < text.Length)
            {
                // One code point, or the two characters of a line break.
                bool pair = end + 1 < text.Length && (char.IsSurrogatePair(text[end], text[end + 1]) || (text[end] == '\r' && text[end + 1] == '\n'));
                at = end + (pair ? 2 : 1);
                words.Add(end..at);
            }
            else
            {
                at = end;
            }
        }
    }

    private static bool IsWordCharacter(char c) => WordBoundaryModel.IsHan(c) || char.IsAsciiLetterOrDigit(c) || c is '+' or '#' or '&' or '.' or '_' or '%' or '-';

    private void CutBlock(ReadOnlySpan<char> block, int offset, List<Range> words)
    {
        Scratch route = scratch ??= new Scratch();
        route.Reserve(block.Length);
        FindRoute(block, route.Best, route.Ends);
        int alone = 0; // Where the characters that stand alone began.
        for (int at = 0; at < block.Length;)
        {
            int end = route.Ends[at];
            if (end - at > 1 || (boundaries is null && !char.IsAsciiLetterOrDigit(block[at])))
            {
                Loose(block, alone, at, offset, words);
                words.Add((offset + at)..(offset + end));
                alone = end;
            }

            at = end;
        }

        Loose(block, alone, block.Length, offset, words);
    }

    /// <summary>From the end to the beginning: the best way on from each character.</summary>
    private void FindRoute(ReadOnlySpan<char> block, double[] best, int[] ends)
    {
        int length = block.Length;
        double logTotal = dictionary.LogTotal;
        best[length] = 0;
        for (int at = length - 1; at >= 0; at--)
        {
            (double highest, int bestEnd) = (double.NegativeInfinity, 0);
            int node = dictionary.Root;
            for (int end = at; end < length && dictionary.Step(ref node, block[end]); end++)
            {
                if (!dictionary.IsWord(node)) continue;
                double score = dictionary.LogCount(node) - logTotal + best[end + 1];
                if (score >= highest) (highest, bestEnd) = (score, end + 1);
            }

            // A character that begins no word stands alone, as if it had been seen once.
            if (bestEnd == 0) (highest, bestEnd) = (0 - logTotal + best[at + 1], at + 1);
            (best[at], ends[at]) = (highest, bestEnd);
        }
    }

    /// <summary>Cuts characters that stood alone on the best path, next to each other.</summary>
    private void Loose(ReadOnlySpan<char> block, int begin, int end, int offset, List<Range> words)
    {
        ReadOnlySpan<char> loose = block[begin..end];
        if (loose.Length <= 1 || boundaries is null)
        {
            if (!loose.IsEmpty) words.Add((offset + begin)..(offset + end));
            return;
        }

        if (dictionary.Contains(loose))
        {
            // The path would have taken the word, had it been likelier than its characters.
            for (int i = begin; i < end; i++) words.Add((offset + i)..(offset + i + 1));
            return;
        }

        for (int at = 0; at < loose.Length;)
        {
            int stop = at;
            while (stop < loose.Length && WordBoundaryModel.IsHan(loose[stop])) stop++;
            if (stop > at)
            {
                boundaries.Cut(loose[at..stop], offset + begin + at, words);
                at = stop;
                continue;
            }

            stop = LatinEnd(loose, at);
            if (stop == at)
                while (stop < loose.Length && !WordBoundaryModel.IsHan(loose[stop]) && !char.IsAsciiLetterOrDigit(loose[stop])) stop++;
            words.Add((offset + begin + at)..(offset + begin + stop));
            at = stop;
        }
    }

    /// <summary>Where letters and digits end that begin here, with a decimal part and a percent sign behind them.</summary>
    private static int LatinEnd(ReadOnlySpan<char> text, int at)
    {
        int end = at;
        while (end < text.Length && char.IsAsciiLetterOrDigit(text[end])) end++;
        if (end == at) return at;
        int digits = end + 1;
        while (digits < text.Length && char.IsAsciiDigit(text[digits])) digits++;
        if (end < text.Length && text[end] == '.' && digits > end + 1) end = digits;
        if (end < text.Length && text[end] == '%') end++;
        return end;
    }

    private sealed class Scratch
    {
        public double[] Best { get; private set; } = new double[256];

        public int[] Ends { get; private set; } = new int[256];

        public void Reserve(int length)
        {
            if (Best.Length > length) return;
            Best = new double[2 * (length + 1)];
            Ends = new int[2 * (length + 1)];
        }
    }
}
