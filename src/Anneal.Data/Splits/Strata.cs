using Anneal.Data.Schemas;

namespace Anneal.Data.Splits;

/// <summary>The groups that a stratified split keeps in proportion: classes, or tenths of a number's range of ranks.</summary>
internal static class Strata
{
    private const int Tenths = 10;

    /// <summary>The stratum of each row.</summary>
    public static int[] Of(Labels labels)
    {
        if (labels.Kind == LabelKind.OneClass) return labels.Classes;
        int[] strata = new int[labels.Count];
        if (labels.Kind == LabelKind.Number)
        {
            int[] order = [.. Enumerable.Range(0, labels.Count)];
            Array.Sort(order, (a, b) => labels.Values[a] != labels.Values[b] ? labels.Values[a].CompareTo(labels.Values[b]) : a.CompareTo(b));
            for (int i = 0; i < order.Length; i++) strata[order[i]] = (int)((long)i * Tenths / order.Length);
            return strata;
        }

        // Several classes at once: rows with the same rarest class stay in proportion.
        int width = labels.Outputs;
        int[] counts = new int[width];
        for (int i = 0; i < labels.Values.Length; i++) counts[i % width] += (int)labels.Values[i];
        for (int row = 0; row < strata.Length; row++)
        {
            strata[row] = -1;
            for (int c = 0; c < width; c++)
            {
                if (labels.Values[(row * width) + c] != 0 && (strata[row] < 0 || counts[c] < counts[strata[row]])) strata[row] = c;
            }
        }

        return strata;
    }
}
