using Anneal.Data.Schemas;
using Anneal.Insight.Metrics;

namespace Anneal.Insight.Tests.Metrics;

/// <summary>Answers made up for a test.</summary>
internal static class Made
{
    /// <summary>Scores with ties that follow the truth somewhat.</summary>
    public static (bool[] Positive, float[] Scores) Ranking(int seed, int rows)
    {
        Random random = new(seed);
        bool[] positive = new bool[rows];
        float[] scores = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            positive[row] = random.NextDouble() < 0.3;
            scores[row] = (float)Math.Round(random.NextDouble() + (positive[row] ? 0.3 : 0), 2);
        }

        return (positive, scores);
    }

    /// <summary>Two classes whose probabilities are true: a row of probability p is of the second class with probability p.</summary>
    public static Answers Honest(int seed, int rows)
    {
        Random random = new(seed);
        int[] labels = new int[rows];
        float[] probabilities = new float[rows * 2];
        for (int row = 0; row < rows; row++)
        {
            double probability = random.NextDouble();
            labels[row] = random.NextDouble() < probability ? 1 : 0;
            probabilities[row * 2] = (float)(1 - probability);
            probabilities[(row * 2) + 1] = (float)probability;
        }

        return Answers.OfClasses(labels, probabilities, ["no", "yes"]);
    }

    /// <summary>The same rows from last to first.</summary>
    public static Answers Turned(Answers answers)
    {
        float[] predictions = [.. answers.Predictions.Chunk(answers.Outputs).Reverse().SelectMany(row => row)];
        return answers.Kind switch
        {
            LabelKind.OneClass => Answers.OfClasses([.. Enumerable.Reverse(answers.Classes)], predictions, answers.Names),
            LabelKind.ManyClasses => Answers.OfManyClasses([.. answers.Truth.Chunk(answers.Outputs).Reverse().SelectMany(row => row)], predictions, answers.Names),
            _ => Answers.OfNumbers([.. Enumerable.Reverse(answers.Truth)], predictions),
        };
    }
}
