using System.Runtime.InteropServices;

namespace Anneal.Training.Language.Translation;

/// <summary>Which words of a text its translation's words stand for, learnt from how often they meet: IBM's model 1.</summary>
/// <remarks>Brown et al., "The Mathematics of Statistical Machine Translation", 1993. Every word of the target comes from one word of the source, or from none (word 0).</remarks>
internal sealed class WordAlignment
{
    private readonly Dictionary<(int Source, int Target), double> probabilities = [];

    /// <param name="sources">The words of each text as numbers from 1.</param>
    /// <param name="targets">The words of each translation as numbers from 1.</param>
    /// <param name="rounds">Rounds of expectation and maximisation.</param>
    public WordAlignment(IReadOnlyList<int[]> sources, IReadOnlyList<int[]> targets, int rounds)
    {
        for (int pair = 0; pair < sources.Count; pair++)
        {
            foreach (int target in targets[pair])
            {
                probabilities[(0, target)] = 1;
                foreach (int source in sources[pair]) probabilities[(source, target)] = 1;
            }
        }

        for (int round = 0; round < rounds; round++) Improve(sources, targets);
    }

    /// <summary>How likely a word is translated so; 0 where the two never met.</summary>
    public double Probability(int source, int target) => probabilities.GetValueOrDefault((source, target));

    /// <summary>The place of the word that each word of a translation most likely comes from; -1 for none.</summary>
    public int[] Align(int[] source, int[] target)
    {
        int[] places = new int[target.Length];
        for (int at = 0; at < target.Length; at++)
        {
            double best = Probability(0, target[at]);
            places[at] = -1;
            for (int place = 0; place < source.Length; place++)
            {
                double probability = Probability(source[place], target[at]);
                if (probability > best) (best, places[at]) = (probability, place);
            }
        }

        return places;
    }

    private void Improve(IReadOnlyList<int[]> sources, IReadOnlyList<int[]> targets)
    {
        Dictionary<(int, int), double> counts = new(probabilities.Count);
        Dictionary<int, double> totals = [];
        for (int pair = 0; pair < sources.Count; pair++)
        {
            int[] words = [0, .. sources[pair]];
            foreach (int target in targets[pair])
            {
                double sum = 0;
                foreach (int source in words) sum += probabilities[(source, target)];
                foreach (int source in words)
                {
                    double share = probabilities[(source, target)] / sum;
                    CollectionsMarshal.GetValueRefOrAddDefault(counts, (source, target), out _) += share;
                    CollectionsMarshal.GetValueRefOrAddDefault(totals, source, out _) += share;
                }
            }
        }

        foreach (((int source, int target), double count) in counts) probabilities[(source, target)] = count / totals[source];
    }
}
