using System.Numerics.Tensors;
using Anneal.Data.Schemas;
using Anneal.Data.Text;
using Anneal.Data.Text.Grams;
using Anneal.Models;
using Anneal.Models.Text.Grams;
using Anneal.Training.Linear;

namespace Anneal.Training.Learners;

/// <summary>A linear model on the n-grams of texts: fast, hard to beat on a few thousand short texts, and each gram's weight can be read.</summary>
/// <remarks>
/// Logistic regression, a support vector machine and logistic regression on columns scaled by naive Bayes are fitted at growing strengths; each
/// keeps the strength with the least validation loss, and the sum of those that do best together is again one linear model.
/// </remarks>
public sealed class TextLinearLearner : Learner
{
    /// <summary>Weights at most, over all classes: 256 MB.</summary>
    private const int MostWeights = 1 << 26;

    /// <inheritdoc/>
    public override string Name => "text-linear";

    /// <inheritdoc/>
    public override IReadOnlyList<TaskKind> Tasks => [TaskKind.TextClassification];

    /// <inheritdoc/>
    public override IReadOnlyList<LearnerOption> Options =>
    [
        new("strength", 0.0, 0, 1e6),
        new("maximum-grams", 1_000_000, 1, 50_000_000),
    ];

    /// <inheritdoc/>
    protected override FittedModel Fit(LearningTask task)
    {
        IReadOnlyList<string> columns = TextRows.Columns(task.Schema);
        string[] texts = TextRows.Read(task.Table, task.Split.Train, columns);
        int outputs = task.Labels.Outputs;
        int scores = TextLinearModel.ScoresOf(task.Labels.Kind, outputs);
        TextLinearConfig config = new(columns, GramDefaults.For(texts, Math.Min(task.Options.Integer("maximum-grams"), MostWeights / scores)), task.Labels.Kind, outputs);
        GramFeatures features = GramFeatures.Learn(texts, config.Families);
        SparseMatrix train = features.Transform(texts), valid = features.Transform(TextRows.Read(task.Table, task.Split.Valid, columns));
        task.Cancellation.ThrowIfCancellationRequested();

        bool[][] members = Members(task.TrainLabels, scores);
        Labels validLabels = task.ValidLabels;
        double strength = task.Options.Number("strength");
        StrengthPath Path(MarginLoss loss, bool byLogOdds, double[] strengths) =>
            new(train, members, task.TrainWeights, loss, byLogOdds, strength > 0 ? [strength] : strengths, valid, validLabels, (ulong)task.Train.Seed);
        StrengthPath[] paths =
        [
            Path(MarginLoss.Logistic, byLogOdds: false, [1, 2, 4, 8, 16, 32]),
            Path(MarginLoss.SquaredHinge, byLogOdds: false, [0.0625, 0.125, 0.25, 0.5, 1, 2]),
            Path(MarginLoss.Logistic, byLogOdds: true, [0.5, 1, 2, 4, 8, 16]),
        ];
        Walk(task, paths);
        return Together(config, features, paths, validLabels);
    }

    /// <summary>Goes along all paths in step, so that the work of a step can be shared out.</summary>
    private void Walk(LearningTask task, StrengthPath[] paths)
    {
        for (int step = 0; Array.Exists(paths, p => !p.IsOver); step++)
        {
            (StrengthPath Path, int Model)[] work = [.. paths.Where(p => !p.IsOver).SelectMany(p => Enumerable.Range(0, p.Models).Select(m => (p, m)))];
            Parallel.ForEach(work, w => w.Path.Fit(w.Model, task.Cancellation));
            foreach (StrengthPath path in paths.Where(p => !p.IsOver)) path.Advance();
            task.Report(new LearningProgressed(Name, step + 1, 6, paths.Min(p => p.Loss)));
        }
    }

    /// <summary>Adds up the paths that fit the validation rows best together, all with the same share.</summary>
    private static TextLinearModel Together(TextLinearConfig config, GramFeatures features, StrengthPath[] paths, Labels validLabels)
    {
        int scores = paths[0].Models;
        (double loss, StrengthPath[] chosen, double factor) = (double.PositiveInfinity, [], 1);
        for (int subset = 1; subset < 1 << paths.Length; subset++)
        {
            StrengthPath[] some = [.. paths.Where((_, i) => (subset >> i & 1) == 1)];
            float[] sum = new float[paths[0].Scores.Length];
            foreach (StrengthPath path in some) TensorPrimitives.Add(sum, path.Scores, sum);
            (double someFactor, double someLoss) = ScoreTemperature.Fit(sum, scores, validLabels);
            if (someLoss < loss) (loss, chosen, factor) = (someLoss, some, someFactor);
        }

        float[] weight = new float[features.Width * scores], bias = new float[scores];
        foreach (StrengthPath path in chosen)
        {
            float share = (float)(factor * path.Factor);
            for (int k = 0; k < scores; k++)
            {
                bias[k] += share * path.Bias[k];
                for (int i = 0; i < features.Width; i++) weight[(i * scores) + k] += share * path.Weights[k][i];
            }
        }

        return new TextLinearModel(config, features, weight, bias);
    }

    /// <summary>Which training rows are of each score's class; the single score of two classes is that of the second.</summary>
    private static bool[][] Members(Labels labels, int scores)
    {
        if (labels.Kind == LabelKind.ManyClasses)
            return [.. Enumerable.Range(0, scores).Select(k => Enumerable.Range(0, labels.Count).Select(row => labels.Values[(row * scores) + k] > 0).ToArray())];
        return [.. Enumerable.Range(scores == 1 ? 1 : 0, scores).Select(k => Array.ConvertAll(labels.Classes, c => c == k))];
    }
}
