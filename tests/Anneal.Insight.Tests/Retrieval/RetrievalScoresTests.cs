using Anneal.Insight.Retrieval;

namespace Anneal.Insight.Tests.Retrieval;

public sealed class RetrievalScoresTests
{
    [Fact]
    public void Places_of_the_right_texts_make_the_scores()
    {
        float[] descending = [.. Enumerable.Range(0, 20).Select(i => -(float)i)];
        RetrievalScores scores = RetrievalScores.Measure([descending, descending, descending, descending], [0, 1, 9, 10]);
        scores.First.ShouldBe(0.25);
        scores.FirstTen.ShouldBe(0.75);
        scores.MeanReciprocalRank.ShouldBe((1 + (1.0 / 2) + (1.0 / 10) + (1.0 / 11)) / 4, 1e-12);
    }

    [Fact]
    public void A_model_that_tells_nothing_apart_gets_nothing()
    {
        RetrievalScores.Measure([new float[100], [float.NaN, float.NaN]], [3, 0]).First.ShouldBe(0);
        RetrievalScores.Measure([], []).ShouldBe(new RetrievalScores(0, 0, 0));
    }
}
