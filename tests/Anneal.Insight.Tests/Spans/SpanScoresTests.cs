using Anneal.Insight.Spans;

namespace Anneal.Insight.Tests.Spans;

public sealed class SpanScoresTests
{
    /// <summary>The example of seqeval's documentation: the first span is told one token too long, the second is right.</summary>
    [Fact]
    public void Only_exact_spans_count()
    {
        string[][] truth = [["O", "O", "O", "B-MISC", "I-MISC", "I-MISC", "O"], ["B-PER", "I-PER", "O"]];
        string[][] told = [["O", "O", "B-MISC", "I-MISC", "I-MISC", "I-MISC", "O"], ["B-PER", "I-PER", "O"]];
        (SpanScores all, IReadOnlyDictionary<string, SpanScores> types) = SpanScores.Measure(truth, told);
        all.F1.ShouldBe(0.5);
        all.Precision.ShouldBe(0.5);
        types["MISC"].ShouldBe(new SpanScores(1, 1, 0));
        types["PER"].F1.ShouldBe(1);
    }

    [Fact]
    public void A_type_that_is_told_and_not_there_lowers_precision_alone()
    {
        (SpanScores all, _) = SpanScores.Measure([["B-A", "O", "O", "O"]], [["B-A", "O", "B-B", "I-B"]]);
        all.ShouldBe(new SpanScores(1, 2, 1));
        all.Precision.ShouldBe(0.5);
        all.Recall.ShouldBe(1);
        all.F1.ShouldBe(2.0 / 3, 1e-12);
    }

    [Fact]
    public void Nothing_there_and_nothing_told_is_no_division_by_zero()
    {
        (SpanScores all, _) = SpanScores.Measure([["O"]], [["O"]]);
        (all.Precision, all.Recall, all.F1).ShouldBe((0, 0, 0));
        Should.Throw<ArgumentException>(() => SpanScores.Measure([["O"]], [["O", "O"]]));
    }
}
