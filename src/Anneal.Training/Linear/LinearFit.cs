using Anneal.Data.Schemas;
using Anneal.Data.Tabular;
using Anneal.Models;
using Anneal.Models.Tabular;
using Anneal.Training.Learners;

namespace Anneal.Training.Linear;

/// <summary>Fits a linear model for one strength of the penalty after another, strong to weak, each from the last one's weights, and keeps the one that the validation rows like best.</summary>
/// <param name="preprocessing">Makes the features.</param>
/// <param name="train">Features to learn from.</param>
/// <param name="labels">Their labels.</param>
/// <param name="weights">Their weights, or null.</param>
/// <param name="valid">Features to choose by.</param>
/// <param name="validLabels">Their labels.</param>
internal sealed class LinearFit(TabularPreprocessing preprocessing, FeatureMatrix train, Labels labels, float[]? weights, FeatureMatrix valid, Labels validLabels)
{
    /// <summary>Strengths that may follow the best without being better, before the rest is given up.</summary>
    private const int Patience = 3;

    /// <summary>Penalties on the mean loss, from one that leaves hardly a weight to one that hardly counts.</summary>
    private static readonly double[] Strengths = [.. Enumerable.Range(0, 15).Select(i => Math.Pow(10, -i / 2.0))];

    /// <summary>Fits the model.</summary>
    /// <param name="report">Hears of every strength: how many are done, how many there are, the best validation loss.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    public LinearModel Run(Action<int, int, double> report, CancellationToken cancellation)
    {
        OutputLink link = OutputLink.Of(labels);
        LinearLoss loss = new(train, labels, link, weights);
        double[] point = new double[loss.Unknowns];
        LinearModel? best = null;
        double bestLoss = double.PositiveInfinity;
        int bestAt = 0;
        for (int i = 0; i < Strengths.Length && i - bestAt <= Patience; i++)
        {
            loss.Penalty = Strengths[i];
            new Lbfgs(iterations: 300, tolerance: 1e-4).Minimize(loss.Measure, point, cancellation);
            LinearModel model = Model(point, loss.Scores, link, Strengths[i]);
            double now = ValidationLoss.Of(model.Predict(valid), validLabels, link);
            if (best is null || now < bestLoss) (best, bestLoss, bestAt) = (model, now, i);
            report(i + 1, Strengths.Length, bestLoss);
        }

        return best!;
    }

    private LinearModel Model(double[] point, int scores, OutputLink link, double strength)
    {
        LinearModelConfig config = new(preprocessing, labels.Outputs, link, strength);
        float[] all = Array.ConvertAll(point, x => (float)x);
        if (scores == labels.Outputs) return new LinearModel(config, all[..^scores], all[^scores..]);

        // The score of two classes is the second's log-odds: half of it for the second, half against the first.
        return new LinearModel(
            config,
            [.. point[..^1].Select(x => (float)(-x / 2)), .. point[..^1].Select(x => (float)(x / 2))],
            [(float)(-point[^1] / 2), (float)(point[^1] / 2)]);
    }
}
