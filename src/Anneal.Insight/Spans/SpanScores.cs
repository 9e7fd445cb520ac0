using Anneal.Data.Text.Examples;

namespace Anneal.Insight.Spans;

/// <summary>How well spans are found: right is only what begins, ends and is called as in truth.</summary>
/// <param name="True">Spans that are there.</param>
/// <param name="Told">Spans that were told.</param>
/// <param name="Right">Spans that are both.</param>
/// <remarks>As the evaluation of CoNLL-2000 counts (conlleval, seqeval).</remarks>
public readonly record struct SpanScores(int True, int Told, int Right)
{
    /// <summary>How many of the told spans are right; 0 where none was told.</summary>
    public double Precision => Told == 0 ? 0 : (double)Right / Told;

    /// <summary>How many of the true spans were told; 0 where there is none.</summary>
    public double Recall => True == 0 ? 0 : (double)Right / True;

    /// <summary>The harmonic mean of both.</summary>
    public double F1 => True + Told == 0 ? 0 : 2.0 * Right / (True + Told);

    /// <summary>Counts spans, over all and by type.</summary>
    /// <param name="truth">The true tags of each sentence.</param>
    /// <param name="told">The told ones.</param>
    /// <exception cref="ArgumentException">There are not as many of one as of the other.</exception>
    public static (SpanScores All, IReadOnlyDictionary<string, SpanScores> ByType) Measure(IReadOnlyList<IReadOnlyList<string>> truth, IReadOnlyList<IReadOnlyList<string>> told)
    {
        if (truth.Count != told.Count) throw new ArgumentException($"{truth.Count} sentences can't be held against {told.Count}.", nameof(told));
        SortedDictionary<string, SpanScores> types = new(StringComparer.Ordinal);
        void Add(string type, int isTrue, int isTold, int isRight)
        {
            SpanScores one = types.GetValueOrDefault(type);
            types[type] = new SpanScores(one.True + isTrue, one.Told + isTold, one.Right + isRight);
        }

        for (int i = 0; i < truth.Count; i++)
        {
            if (truth[i].Count != told[i].Count) throw new ArgumentException($"Sentence {i} has {truth[i].Count} tokens and {told[i].Count} tags.", nameof(told));
            HashSet<TagSpan> there = [.. TagSpan.Of(truth[i])];
            foreach (TagSpan span in there) Add(span.Type, 1, 0, 0);
            foreach (TagSpan span in TagSpan.Of(told[i])) Add(span.Type, 0, 1, there.Contains(span) ? 1 : 0);
        }

        return (new SpanScores(types.Values.Sum(s => s.True), types.Values.Sum(s => s.Told), types.Values.Sum(s => s.Right)), types);
    }
}
