namespace Anneal.Models.Text.Tagging;

/// <summary>Which tag may stand behind which.</summary>
internal static class TagOrder
{
    /// <summary>A table for <see cref="Nn.LinearChainCrf"/>: what goes on (<c>I-…</c>) stands only behind what it goes on with, where the labels have a tag to begin it.</summary>
    public static bool[,] Forbidden(IReadOnlyList<string> labels)
    {
        bool[,] forbidden = new bool[labels.Count + 1, labels.Count];
        for (int to = 0; to < labels.Count; to++)
        {
            string label = labels[to];
            if (!label.StartsWith("I-", StringComparison.Ordinal) || !labels.Contains("B" + label[1..], StringComparer.Ordinal)) continue;
            for (int from = 0; from <= labels.Count; from++)
                forbidden[from, to] = from == labels.Count || labels[from].Length < 2 || labels[from][1..] != label[1..];
        }

        return forbidden;
    }
}
