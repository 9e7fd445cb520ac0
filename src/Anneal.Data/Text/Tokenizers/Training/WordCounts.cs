using Anneal.Data.Text.Tokenizers.Normalizers;
using Anneal.Data.Text.Tokenizers.Splitters;

namespace Anneal.Data.Text.Tokenizers.Training;

/// <summary>Counts the pieces of texts on all cores. Sums of whole numbers and a sorted list: the same whatever the number of threads.</summary>
internal static class WordCounts
{
    private const int BatchLength = 1 << 23, ChunkLength = 1 << 17; // characters

    /// <summary>The pieces and how often each occurs, in ordinal order.</summary>
    /// <param name="texts">Texts; read once, and never all held at once.</param>
    /// <param name="normalizers">What is done to a text first.</param>
    /// <param name="splitter">What makes pieces of it.</param>
    /// <param name="minimum">Pieces that occur less often are left out.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static (string[] Words, long[] Counts) Of(IEnumerable<string> texts, IReadOnlyList<TextNormalizer> normalizers, TextSplitter splitter, int minimum, CancellationToken cancellation)
    {
        Dictionary<string, long> all = new(StringComparer.Ordinal);
        List<(string Text, int Start, int End)> batch = [];
        long length = 0;
        foreach (string text in texts)
        {
            for (int start = 0; start < text.Length;)
            {
                int end = ChunkEnd(text, start);
                batch.Add((text, start, end));
                length += end - start;
                start = end;
            }

            if (length < BatchLength) continue;
            Count(batch, normalizers, splitter, all, cancellation);
            batch.Clear();
            length = 0;
        }

        Count(batch, normalizers, splitter, all, cancellation);
        string[] words = [.. all.Where(w => w.Value >= minimum).Select(w => w.Key)];
        Array.Sort(words, StringComparer.Ordinal);
        return (words, [.. words.Select(w => all[w])]);
    }

    /// <summary>The end of a chunk: behind the end of a line that a line with text follows. No pattern has a piece that reaches across it.</summary>
    private static int ChunkEnd(string text, int start)
    {
        for (int at = start + ChunkLength; at < text.Length; at++)
        {
            at = text.IndexOf('\n', at);
            if (at < 0 || at + 1 >= text.Length) break;
            if (!char.IsWhiteSpace(text[at + 1])) return at + 1;
        }

        return text.Length;
    }

    private static void Count(List<(string Text, int Start, int End)> chunks, IReadOnlyList<TextNormalizer> normalizers, TextSplitter splitter, Dictionary<string, long> all, CancellationToken cancellation)
    {
        Lock merging = new();
        Parallel.For(0, chunks.Count, new ParallelOptions { CancellationToken = cancellation }, () => (Counts: new Dictionary<string, long>(StringComparer.Ordinal), Pieces: new List<Range>()), (i, _, own) =>
        {
            string text = chunks[i].Text[chunks[i].Start..chunks[i].End];
            foreach (TextNormalizer normalizer in normalizers) text = normalizer.Apply(text, TextPlace.Start);
            own.Pieces.Clear();
            splitter.Split(text, own.Pieces);
            Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> counts = own.Counts.GetAlternateLookup<ReadOnlySpan<char>>();
            foreach (Range piece in own.Pieces) System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, text.AsSpan()[piece], out bool _)++;
            return own;
        }, own =>
        {
            lock (merging)
                foreach ((string word, long count) in own.Counts) System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(all, word, out bool _) += count;
        });
    }
}
