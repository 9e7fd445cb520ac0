using System.Numerics.Tensors;

namespace Anneal.Models.Language;

/// <summary>Leaves out unlikely tokens: what stays keeps its weight, what goes gets zero.</summary>
internal static class Truncation
{
    /// <summary>The <paramref name="count"/>-th highest of some values.</summary>
    public static float Highest(ReadOnlySpan<float> values, int count)
    {
        // A heap of the highest so far, its lowest on top: nearly every value is turned away by one comparison.
        PriorityQueue<int, float> heap = new(count);
        float lowest = float.NegativeInfinity;
        for (int i = 0; i < values.Length; i++)
        {
            if (heap.Count < count) heap.Enqueue(i, values[i]);
            else if (values[i] > lowest) heap.EnqueueDequeue(i, values[i]);
            else continue;
            if (heap.Count == count && heap.TryPeek(out _, out float top)) lowest = top;
        }

        return lowest;
    }

    /// <summary>Keeps the fewest of the heaviest tokens that make up a share <paramref name="p"/> of the whole, and always one.</summary>
    public static void TopP(Span<float> weights, double p)
    {
        double wanted = p * Sum(weights);
        float highest = TensorPrimitives.Max(weights);
        List<int> candidates = [];

        // Most of the weight lies on few tokens: only those are sorted, unless they turn out not to be enough.
        foreach (float share in (ReadOnlySpan<float>)[1e-3f, 1e-6f, 0])
        {
            candidates.Clear();
            float floor = highest * share;
            double mass = 0;
            for (int id = 0; id < weights.Length; id++)
            {
                if (weights[id] <= floor) continue;
                candidates.Add(id);
                mass += weights[id];
            }

            if (mass >= wanted) break;
        }

        float[] values = weights.ToArray();
        candidates.Sort((a, b) => values[a] != values[b] ? values[b].CompareTo(values[a]) : a.CompareTo(b));
        Keep(weights, candidates, wanted);
    }

    /// <summary>Leaves out what is lighter than a share of the heaviest.</summary>
    public static void MinP(Span<float> weights, float share)
    {
        float floor = TensorPrimitives.Max(weights) * share;
        foreach (ref float weight in weights)
        {
            if (weight < floor) weight = 0;
        }
    }

    /// <summary>Keeps the tokens whose surprise is nearest to the expected one, up to a share of the whole, and always one.</summary>
    public static void Typical(Span<float> weights, double share)
    {
        double total = Sum(weights), entropy = 0;
        double[] surprise = new double[weights.Length];
        List<int> candidates = [];
        for (int id = 0; id < weights.Length; id++)
        {
            if (weights[id] <= 0) continue;
            double probability = weights[id] / total;
            surprise[id] = -Math.Log(probability);
            entropy += probability * surprise[id];
            candidates.Add(id);
        }

        candidates.Sort((a, b) =>
        {
            int order = Math.Abs(surprise[a] - entropy).CompareTo(Math.Abs(surprise[b] - entropy));
            return order != 0 ? order : a.CompareTo(b);
        });
        Keep(weights, candidates, share * total);
    }

    private static void Keep(Span<float> weights, List<int> order, double wanted)
    {
        float[] kept = new float[order.Count];
        double mass = 0;
        int count = 0;
        while (count < order.Count && (count == 0 || mass < wanted))
        {
            kept[count] = weights[order[count]];
            mass += kept[count++];
        }

        weights.Clear();
        for (int i = 0; i < count; i++) weights[order[i]] = kept[i];
    }

    private static double Sum(ReadOnlySpan<float> weights)
    {
        double sum = 0;
        foreach (float weight in weights) sum += weight;
        return sum;
    }
}
