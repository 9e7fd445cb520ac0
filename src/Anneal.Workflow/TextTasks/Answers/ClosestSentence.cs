namespace Anneal.Workflow.TextTasks.Answers;

/// <summary>What is cheap to reach: the part of a sentence that shares most with the question, without what it shares at its ends.</summary>
internal static class ClosestSentence
{
    private static readonly char[] Ends = ['。', '！', '？', '；', '，', '!', '?', ';', ',', '.', '\n'];

    public static string Find(string context, string question)
    {
        HashSet<string> asked = [.. Grams(question)];
        string best = "";
        double most = -1;
        foreach (string part in context.Split(Ends, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            double shared = Grams(part).Distinct(StringComparer.Ordinal).Count(asked.Contains) / Math.Sqrt(part.Length + 4);
            if (shared > most) (most, best) = (shared, part);
        }

        int start = 0, end = best.Length;
        while (start < end && question.Contains(best[start], StringComparison.Ordinal)) start++;
        while (end > start && question.Contains(best[end - 1], StringComparison.Ordinal)) end--;
        if (start < best.Length && char.IsLowSurrogate(best[start]) && start > 0) start--;
        if (end < best.Length && end > 0 && char.IsHighSurrogate(best[end - 1])) end++;
        return end > start ? best[start..end].Trim() : best;
    }

    private static IEnumerable<string> Grams(string text)
    {
        for (int i = 0; i + 1 < text.Length; i++) yield return text.Substring(i, 2);
    }
}
