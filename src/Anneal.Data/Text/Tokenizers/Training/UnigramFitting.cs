using Anneal.Data.Text.Tokenizers.Models;

namespace Anneal.Data.Text.Tokenizers.Training;

/// <summary>The two steps of unigram's training: expectation-maximisation of the tokens' probabilities, and the choice of those that may go.</summary>
/// <remarks>Words are cut into parts of a fixed size, whose sums are added in order: the same result at any number of threads.</remarks>
internal static class UnigramFitting
{
    private const int WordsAtOnce = 4096;
    private const double LeastExpected = 0.5;
    private const double UnknownScore = -30;

    /// <summary>One round of expectation-maximisation.</summary>
    /// <returns>The tokens with their new scores; those that are hardly ever used are left out.</returns>
    public static List<(string Text, double Score)> Fit(List<(string Text, double Score)> pieces, string[] words, long[] counts, HashSet<string> required)
    {
        TokenTrie trie = TrieOf(pieces);
        double[] scores = [.. pieces.Select(p => p.Score)];
        double[] expected = Sum(pieces.Count, words.Length, (from, to, sums) =>
        {
            double[] forward = new double[64], backward = new double[64];
            for (int word = from; word < to; word++) Expect(words[word], counts[word], trie, scores, ref forward, ref backward, sums);
        });

        List<(string Text, double Expected)> used = [];
        for (int i = 0; i < pieces.Count; i++)
            if (expected[i] >= LeastExpected || required.Contains(pieces[i].Text)) used.Add((pieces[i].Text, Math.Max(expected[i], LeastExpected)));
        double total = Digamma(used.Sum(p => p.Expected));
        return [.. used.Select(p => (p.Text, Digamma(p.Expected) - total))]; // as Bayes has it: rare tokens lose more than their share
    }

    /// <summary>Leaves out the tokens whose place others can take at the least cost in likelihood.</summary>
    public static List<(string Text, double Score)> Prune(List<(string Text, double Score)> pieces, string[] words, long[] counts, HashSet<string> required, int target)
    {
        TokenTrie trie = TrieOf(pieces);
        double[] scores = [.. pieces.Select(p => p.Score)];
        double[] uses = Sum(pieces.Count, words.Length, (from, to, sums) =>
        {
            List<int> path = [];
            double[] best = new double[64];
            int[] back = new int[64], token = new int[64];
            for (int word = from; word < to; word++)
            {
                Best(words[word], trie, scores, without: -1, ref best, ref back, ref token, path);
                foreach (int id in path) sums[id] += counts[word];
            }
        });

        double total = uses.Sum();
        double[] losses = new double[pieces.Count];
        Parallel.For(0, (pieces.Count + WordsAtOnce - 1) / WordsAtOnce, part =>
        {
            List<int> path = [];
            double[] best = new double[64];
            int[] back = new int[64], token = new int[64];
            for (int id = part * WordsAtOnce; id < Math.Min(pieces.Count, (part + 1) * WordsAtOnce); id++)
            {
                if (required.Contains(pieces[id].Text)) losses[id] = double.PositiveInfinity;
                if (uses[id] <= 0 || double.IsPositiveInfinity(losses[id])) continue;
                Best(pieces[id].Text, trie, scores, without: id, ref best, ref back, ref token, path);
                double without = total + (uses[id] * (path.Count - 1)), instead = 0;
                foreach (int other in path) instead += Math.Log(uses[other] + uses[id]) - Math.Log(without);
                losses[id] = uses[id] / total * (Math.Log(uses[id]) - Math.Log(total) - instead);
            }
        });

        int[] order = [.. Enumerable.Range(0, pieces.Count).OrderByDescending(i => losses[i]).ThenBy(i => pieces[i].Text, StringComparer.Ordinal).Take(target).Order()];
        return [.. order.Select(i => pieces[i])];
    }

    private static TokenTrie TrieOf(List<(string Text, double Score)> pieces)
    {
        TokenTrie trie = new(pieces.Count);
        for (int i = 0; i < pieces.Count; i++) trie.Add(pieces[i].Text, i);
        return trie;
    }

    private static double[] Sum(int size, int words, Action<int, int, double[]> part)
    {
        // A few dozen parts, whatever the machine: each has sums of its own.
        int length = Math.Max(WordsAtOnce, (words + 31) / 32), parts = (words + length - 1) / length;
        double[][] sums = new double[parts][];
        Parallel.For(0, parts, i => part(i * length, Math.Min(words, (i + 1) * length), sums[i] = new double[size]));
        double[] all = new double[size];
        foreach (double[] one in sums)
            for (int i = 0; i < size; i++) all[i] += one[i];
        return all;
    }

    /// <summary>Adds how often each token is expected in a word: forward and backward sums over all ways to cut it.</summary>
    private static void Expect(string word, long count, TokenTrie trie, double[] scores, ref double[] forward, ref double[] backward, double[] sums)
    {
        int n = word.Length;
        if (forward.Length <= n) (forward, backward) = (new double[2 * n], new double[2 * n]);
        forward.AsSpan(0, n + 1).Fill(double.NegativeInfinity);
        backward.AsSpan(0, n + 1).Fill(double.NegativeInfinity);
        (forward[0], backward[n]) = (0, 0);
        for (int at = 0; at < n; at++)
        {
            if (char.IsLowSurrogate(word[at])) continue;
            for (int end = at, node = TokenTrie.Root; end < n && trie.TryStep(ref node, word[end]);)
                if (trie.TokenAt(node) is var id && ++end > 0 && id >= 0) forward[end] = Add(forward[end], forward[at] + scores[id]);
            int next = Next(word, at);
            forward[next] = Add(forward[next], forward[at] + UnknownScore);
        }

        for (int at = n - 1; at >= 0; at--)
        {
            if (char.IsLowSurrogate(word[at])) continue;
            for (int end = at, node = TokenTrie.Root; end < n && trie.TryStep(ref node, word[end]);)
            {
                int id = trie.TokenAt(node);
                end++;
                if (id < 0) continue;
                backward[at] = Add(backward[at], scores[id] + backward[end]);
                sums[id] += count * Math.Exp(forward[at] + scores[id] + backward[end] - forward[n]);
            }

            backward[at] = Add(backward[at], UnknownScore + backward[Next(word, at)]);
        }
    }

    /// <summary>The best way to cut a text, perhaps without one of the tokens.</summary>
    private static void Best(string text, TokenTrie trie, double[] scores, int without, ref double[] best, ref int[] back, ref int[] token, List<int> path)
    {
        int n = text.Length;
        if (best.Length <= n) (best, back, token) = (new double[2 * n], new int[2 * n], new int[2 * n]);
        best.AsSpan(0, n + 1).Fill(double.NegativeInfinity);
        best[0] = 0;
        for (int at = 0; at < n; at++)
        {
            if (char.IsLowSurrogate(text[at])) continue;
            for (int end = at, node = TokenTrie.Root; end < n && trie.TryStep(ref node, text[end]);)
            {
                int id = trie.TokenAt(node);
                end++;
                if (id >= 0 && id != without && best[at] + scores[id] > best[end]) (best[end], back[end], token[end]) = (best[at] + scores[id], at, id);
            }

            int next = Next(text, at);
            if (best[at] + UnknownScore > best[next]) (best[next], back[next], token[next]) = (best[at] + UnknownScore, at, -1);
        }

        path.Clear();
        for (int at = n; at > 0; at = back[at])
            if (token[at] >= 0) path.Add(token[at]);
    }

    private static int Next(string text, int at) => at + (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1);

    /// <summary>log(e^a + e^b).</summary>
    private static double Add(double a, double b)
    {
        if (double.IsNegativeInfinity(a)) return b;
        (double more, double less) = a > b ? (a, b) : (b, a);
        return less < more - 50 ? more : more + Math.Log(1 + Math.Exp(less - more));
    }

    private static double Digamma(double x)
    {
        double shift = 0;
        for (; x < 7; x++) shift -= 1 / x;
        x -= 0.5;
        double square = 1 / (x * x);
        return shift + Math.Log(x) + (square * ((1.0 / 24) - (square * ((7.0 / 960) - (square * (31.0 / 8064))))));
    }
}
