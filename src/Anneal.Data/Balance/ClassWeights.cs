using Anneal.Data.Schemas;

namespace Anneal.Data.Balance;

/// <summary>Weights by which every class counts the same in sum: rows / (classes · rows of the class), as scikit-learn's <c>class_weight="balanced"</c>.</summary>
internal static class ClassWeights
{
    /// <summary>The weight of each of the rows; their mean is 1.</summary>
    public static float[] Of(int[] rows, Labels labels)
    {
        int[] counts = new int[labels.Names.Count];
        foreach (int row in rows) counts[labels.Classes[row]]++;
        int present = counts.Count(count => count > 0);
        return Array.ConvertAll(rows, row => (float)((double)rows.Length / ((double)present * counts[labels.Classes[row]])));
    }
}
