using Anneal.Data.Schemas;
using Anneal.Data.Splits;

namespace Anneal.Insight.Validation;

/// <summary>Rows in parts of equal size, each of which is held back once while a model learns from the others.</summary>
public sealed class Folds
{
    private readonly int[][] parts;

    private Folds(IEnumerable<List<int>> parts) => this.parts = [.. parts.Select(part => part.Order().ToArray())];

    /// <summary>How many parts there are.</summary>
    public int Count => parts.Length;

    /// <summary>The rows held back, ascending.</summary>
    public int[] Held(int fold) => parts[fold];

    /// <summary>The rows to learn from, ascending: those of all other parts.</summary>
    public int[] Training(int fold) => [.. parts.Where((_, part) => part != fold).SelectMany(part => part).Order()];

    /// <summary>Rows at random.</summary>
    /// <param name="rows">The rows to share out.</param>
    /// <param name="count">How many parts, 2 at least.</param>
    /// <param name="seed">The same seed gives the same parts.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer rows than parts, or fewer than two parts.</exception>
    public static Folds Plain(ReadOnlySpan<int> rows, int count, int seed) => Stratified(rows, new int[rows.Length], count, seed);

    /// <summary>Rows at random, each part with its share of every class.</summary>
    /// <param name="rows">The rows to share out.</param>
    /// <param name="classes">The class of each of them.</param>
    /// <param name="count">How many parts, 2 at least.</param>
    /// <param name="seed">The same seed gives the same parts.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer rows than parts, or fewer than two parts.</exception>
    public static Folds Stratified(ReadOnlySpan<int> rows, ReadOnlySpan<int> classes, int count, int seed)
    {
        List<int>[] parts = Empty(rows.Length, count);
        SortedDictionary<int, List<int>> byClass = [];
        for (int i = 0; i < rows.Length; i++)
        {
            if (!byClass.TryGetValue(classes[i], out List<int>? members)) byClass.Add(classes[i], members = []);
            members.Add(rows[i]);
        }

        // Dealt out like cards, going on with the next part where the class before ended, so that sizes stay equal.
        SplitMix random = new((ulong)seed);
        int next = 0;
        foreach (List<int> members in byClass.Values)
        {
            int[] shuffled = [.. members];
            random.Shuffle(shuffled);
            foreach (int row in shuffled) parts[next++ % count].Add(row);
        }

        return new Folds(parts);
    }

    /// <summary>Rows at random, each part with its share of every class, or of every tenth of a number's range.</summary>
    /// <param name="rows">The rows to share out.</param>
    /// <param name="labels">The labels of all rows of the table.</param>
    /// <param name="count">How many parts, 2 at least.</param>
    /// <param name="seed">The same seed gives the same parts.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer rows than parts, or fewer than two parts.</exception>
    public static Folds Stratified(int[] rows, Labels labels, int count, int seed) => Stratified(rows, Strata.Of(labels.Take(rows)), count, seed);

    /// <summary>Rows of one group (a customer, a device) stay together, so that no model is tested on a group it learnt from.</summary>
    /// <param name="rows">The rows to share out.</param>
    /// <param name="groups">The group of each of them; a row without one is a group of its own.</param>
    /// <param name="count">How many parts, 2 at least.</param>
    /// <param name="seed">The same seed gives the same parts.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer groups than parts, or fewer than two parts.</exception>
    public static Folds Grouped(ReadOnlySpan<int> rows, IReadOnlyList<string?> groups, int count, int seed)
    {
        Dictionary<string, List<int>> byName = new(StringComparer.Ordinal);
        List<List<int>> all = [];
        for (int i = 0; i < rows.Length; i++)
        {
            if (groups[i] is { } name && byName.TryGetValue(name, out List<int>? members))
            {
                members.Add(rows[i]);
                continue;
            }

            all.Add([rows[i]]);
            if (groups[i] is { } first) byName.Add(first, all[^1]);
        }

        // The largest groups first, each to the part with the fewest rows; equal ones in an order that the seed decides.
        List<int>[] parts = Empty(all.Count, count);
        int[] order = [.. Enumerable.Range(0, all.Count)];
        new SplitMix((ulong)seed).Shuffle(order);
        foreach (int group in order.OrderByDescending(group => all[group].Count)) parts.MinBy(part => part.Count)!.AddRange(all[group]);
        return new Folds(parts);
    }

    private static List<int>[] Empty(int available, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, available);
        return [.. Enumerable.Range(0, count).Select(_ => new List<int>())];
    }
}
