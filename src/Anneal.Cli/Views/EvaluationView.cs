using Anneal.Cli.Terminal;
using Anneal.Insight.Evaluations;
using Anneal.Insight.Metrics;
using Spectre.Console;

namespace Anneal.Cli.Views;

/// <summary>Shows an evaluation to a person: every metric, how sure it is, and what it was when the model was made.</summary>
internal static class EvaluationView
{
    public static void Show(Screen screen, string file, Evaluation evaluation, Scores before)
    {
        screen.Out.MarkupLineInterpolated($"[bold]{screen.Say(CliMessages.EvaluatedOn(evaluation.Scores.Rows, file))}[/]");
        TextColumns table = new(false, true, true, true);
        table.Add(TextColumns.Header, "", screen.Say(CliMessages.MeasuredWord), screen.Say(CliMessages.RangeWord), screen.Say(CliMessages.BeforeWord));
        foreach (Metric metric in MetricCatalogue.For(evaluation.Kind))
        {
            string range = evaluation.Intervals.TryGetValue(metric.Name, out Interval interval) ? $"{metric.Format(interval.Low)} … {metric.Format(interval.High)}" : "";
            table.Add(Style.Plain, screen.Say(metric.Title), metric.Format(evaluation.Scores[metric.Name]), range, metric.Format(before[metric.Name]));
        }

        table.Print(screen);
    }
}
