using Anneal.Data.Text.Tokenizers.Training;

namespace Anneal.Data.Tests.Text;

/// <summary>Byte pairs are learnt as if all pairs were counted anew before each merge, however the work is cut into parts.</summary>
public sealed class PairMergingTests
{
    public static TheoryData<int, int> Cases
    {
        get
        {
            TheoryData<int, int> cases = [];
            for (int seed = 0; seed < 40; seed++)
                foreach (int part in new[] { 1, 3, 1 << 14 }) cases.Add(seed, part);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Merges_are_those_of_counting_anew(int seed, int partSize)
    {
        Random random = new(seed);
        int letters = random.Next(1, 5), longest = random.Next(1, 30);
        int[][] words = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => Enumerable.Range(0, random.Next(0, longest)).Select(_ => random.Next(letters)).ToArray())];
        long[] counts = [.. words.Select(_ => (long)random.Next(1, 5))];
        List<(int, int, int)> expected = Slowly(words, counts, letters, 25), merges = [];

        // Two ways to the same letters are one symbol, as in a vocabulary of texts.
        List<string> texts = [.. Enumerable.Range(0, letters).Select(i => ((char)('a' + i)).ToString())];
        new PairMerging(words, counts, partSize).Learn(() => merges.Count < 25, (left, right) =>
        {
            int merged = Number(texts, texts[left] + texts[right]);
            merges.Add((left, right, merged));
            return merged;
        }, CancellationToken.None);
        merges.ShouldBe(expected);
    }

    private static int Number(List<string> texts, string text)
    {
        if (!texts.Contains(text)) texts.Add(text);
        return texts.IndexOf(text);
    }

    private static List<(int, int, int)> Slowly(int[][] given, long[] counts, int letters, int most)
    {
        List<int>[] words = [.. given.Select(word => word.ToList())];
        List<string> texts = [.. Enumerable.Range(0, letters).Select(i => ((char)('a' + i)).ToString())];
        List<(int, int, int)> merges = [];
        while (merges.Count < most)
        {
            Dictionary<(int, int), long> pairs = [];
            for (int word = 0; word < words.Length; word++)
                for (int at = 0; at + 1 < words[word].Count; at++) pairs[(words[word][at], words[word][at + 1])] = pairs.GetValueOrDefault((words[word][at], words[word][at + 1])) + counts[word];
            if (pairs.Count == 0) break;
            ((int left, int right), long count) = pairs.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).First();
            if (count < 2) break;
            int merged = Number(texts, texts[left] + texts[right]);
            merges.Add((left, right, merged));
            foreach (List<int> word in words)
            {
                for (int at = 0; at + 1 < word.Count; at++)
                {
                    if (word[at] != left || word[at + 1] != right) continue;
                    word[at] = merged;
                    word.RemoveAt(at + 1);
                }
            }
        }

        return merges;
    }
}
