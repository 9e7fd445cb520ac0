namespace Anneal.Insight.Retrieval;

/// <summary>How far in front the right text stands when all texts are sorted by how near they are to a question.</summary>
/// <param name="First">The share of questions whose text stands first (recall at 1).</param>
/// <param name="FirstTen">The share of questions whose text is among the first ten (recall at 10).</param>
/// <param name="MeanReciprocalRank">The mean of one over the place of the right text (Voorhees, "The TREC-8 Question Answering Track Report", 1999).</param>
public sealed record RetrievalScores(double First, double FirstTen, double MeanReciprocalRank)
{
    /// <summary>Measures.</summary>
    /// <param name="nearness">For each question how near each text is.</param>
    /// <param name="right">The right text of each question, by its place.</param>
    /// <remarks>Of texts that are equally near, the right one counts as the last: a model that tells nothing apart gets nothing.</remarks>
    public static RetrievalScores Measure(IEnumerable<float[]> nearness, IReadOnlyList<int> right)
    {
        int first = 0, firstTen = 0, questions = 0;
        double reciprocal = 0;
        foreach (float[] near in nearness)
        {
            float own = near[right[questions++]];
            int rank = near.Count(other => !(other < own));
            if (rank <= 1) first++;
            if (rank <= 10) firstTen++;
            reciprocal += 1.0 / rank;
        }

        return questions == 0 ? new RetrievalScores(0, 0, 0) : new RetrievalScores((double)first / questions, (double)firstTen / questions, reciprocal / questions);
    }
}
