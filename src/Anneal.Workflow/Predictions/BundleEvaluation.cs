using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Data.Tables;
using Anneal.Insight.Evaluations;
using Anneal.Insight.Metrics;
using Anneal.Workflow.Bundles;
using Anneal.Workflow.Messages;

namespace Anneal.Workflow.Predictions;

/// <summary>Measures a bundle on rows that came after it was made: is it still as good?</summary>
public static class BundleEvaluation
{
    private const int Seed = 7;

    /// <summary>Evaluates the bundle's model on a file.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="file">Rows with their true labels.</param>
    /// <param name="notices">Receives what was decided for the user.</param>
    /// <exception cref="UserErrorException">The file is broken, has no labels, or does not fit the data that was learnt.</exception>
    public static Evaluation Measure(Bundle bundle, string file, ICollection<Message> notices)
    {
        Table read = new Predictor(bundle).ReadFile(file, notices);
        string label = bundle.Schema.Label.Name;
        if (read.IndexOf(label) < 0) throw new UserErrorException(PredictMessages.NoLabelColumn(label, file), PredictMessages.NoLabelsWayOut, new Place(file, 1));
        Table table = MissingLabels.Drop(read, label, notices);
        int[] rows = [.. Enumerable.Range(0, table.RowCount)];
        Answers answers = bundle.Metrics.Decision.Apply(Answers.Of(Labels.Of(table, bundle.Schema), bundle.Model.Predict(table, rows)));
        return Evaluation.Measure(table, bundle.Schema, rows, answers, Seed);
    }
}
