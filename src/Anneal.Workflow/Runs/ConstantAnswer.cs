using Anneal.Data.Schemas;
using Anneal.Insight.Metrics;

namespace Anneal.Workflow.Runs;

/// <summary>The cheapest baseline: every row gets the same answer, whatever its features: the classes' shares among the training rows, or the mean of their numbers.</summary>
internal static class ConstantAnswer
{
    /// <summary>What a leaderboard calls it.</summary>
    public static string Name(LabelKind kind) => kind switch
    {
        LabelKind.OneClass => "majority-class",
        LabelKind.ManyClasses => "label-shares",
        _ => "mean-value",
    };

    /// <summary>The answer for every row.</summary>
    /// <param name="training">The labels that were learnt from.</param>
    /// <param name="rows">The labels of the rows to answer.</param>
    public static Answers For(Labels training, Labels rows)
    {
        double[] sums = new double[training.Outputs];
        if (training.Kind == LabelKind.OneClass)
        {
            foreach (int label in training.Classes) sums[label]++;
        }
        else
        {
            for (int i = 0; i < training.Values.Length; i++) sums[i % training.Outputs] += training.Values[i];
        }

        float[] answer = Array.ConvertAll(sums, sum => (float)(sum / training.Count));
        float[] answers = new float[rows.Count * rows.Outputs];
        for (int row = 0; row < rows.Count; row++) answer.CopyTo(answers, row * rows.Outputs);
        return Answers.Of(rows, answers);
    }
}
