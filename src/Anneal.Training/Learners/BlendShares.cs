using Anneal.Data.Schemas;
using Anneal.Models;

namespace Anneal.Training.Learners;

/// <summary>Decides how much each model of a blend counts (Caruana et al., "Ensemble selection from libraries of models", 2004).</summary>
/// <remarks>Again and again the model that makes the mean best joins it, those that are in it already included; a share is how often one joined.</remarks>
internal static class BlendShares
{
    private const int Rounds = 40;

    /// <summary>A share below this is not worth a model to load and run.</summary>
    private const double Smallest = 0.05;

    /// <summary>Chooses the shares.</summary>
    /// <param name="answers">Each model's answers to rows that it did not learn from, [model][rows, outputs].</param>
    /// <param name="labels">Those rows' labels.</param>
    /// <param name="link">Knows the unit of a number's error.</param>
    /// <returns>A share for each model; they add up to 1.</returns>
    public static double[] Choose(IReadOnlyList<float[]> answers, Labels labels, OutputLink link)
    {
        int[] times = new int[answers.Count];
        float[] sum = new float[answers[0].Length], mean = new float[sum.Length];
        for (int round = 1; round <= Rounds; round++)
        {
            int best = 0;
            double bestLoss = double.PositiveInfinity;
            for (int model = 0; model < answers.Count; model++)
            {
                for (int i = 0; i < mean.Length; i++) mean[i] = (sum[i] + answers[model][i]) / round;
                double loss = ValidationLoss.Of(mean, labels, link);
                if (loss < bestLoss) (best, bestLoss) = (model, loss);
            }

            times[best]++;
            for (int i = 0; i < sum.Length; i++) sum[i] += answers[best][i];
        }

        double[] shares = Array.ConvertAll(times, t => t / (double)Rounds >= Smallest ? t / (double)Rounds : 0);
        double all = shares.Sum();
        return Array.ConvertAll(shares, share => share / all);
    }
}
