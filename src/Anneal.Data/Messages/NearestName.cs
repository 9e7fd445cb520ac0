namespace Anneal.Data.Messages;

/// <summary>Finds what was probably meant when a name is not among the valid ones.</summary>
public static class NearestName
{
    /// <summary>The valid name closest to what was written, or null when none is close enough to be worth suggesting.</summary>
    public static string? Find(string written, IEnumerable<string> valid)
    {
        // Case, hyphens, underscores and spaces are what people mix up most: those differences cost nothing.
        string needle = Normalise(written);
        string? best = null;
        int bestDistance = int.MaxValue;
        foreach (string name in valid)
        {
            string candidate = Normalise(name);
            int distance = Distance(needle, candidate);
            bool begins = needle.Length >= 3 && candidate.StartsWith(needle, StringComparison.Ordinal);
            int allowed = Math.Max(1, Math.Max(needle.Length, candidate.Length) / 3);
            if ((distance <= allowed || begins) && distance < bestDistance) (best, bestDistance) = (name, distance);
        }

        return best;
    }

    /// <summary>Edit distance in which two neighbours that swapped places count as one mistake (optimal string alignment).</summary>
    internal static int Distance(string a, string b)
    {
        int[] beforePrevious = new int[b.Length + 1];
        int[] previous = new int[b.Length + 1];
        int[] current = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++) previous[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = a[i - 1] == b[j - 1] ? 0 : 1;
                int cost = Math.Min(Math.Min(previous[j], current[j - 1]) + 1, previous[j - 1] + change);
                bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                current[j] = swapped ? Math.Min(cost, beforePrevious[j - 2] + 1) : cost;
            }

            (beforePrevious, previous, current) = (previous, current, beforePrevious);
        }

        return previous[b.Length];
    }

    private static string Normalise(string name) =>
        string.Concat(name.Where(c => c is not ('-' or '_' or ' ')).Select(char.ToLowerInvariant));
}
