using System.Text.Json;
using Anneal.Insight.Evaluations;
using Anneal.Insight.Metrics;

namespace Anneal.Cli.Json;

/// <summary>An evaluation for programs: <c>{"rows": …, "metrics": {…}, "intervals": {"accuracy": [low, high], …}}</c>.</summary>
internal static class EvaluationJson
{
    public static string Write(Evaluation evaluation) => JsonText.Object(writer =>
    {
        writer.WriteNumber("rows", evaluation.Scores.Rows);
        writer.WriteStartObject("metrics");
        foreach ((string metric, double? value) in evaluation.Scores.Values)
        {
            if (value is { } number) writer.WriteNumber(Name(metric), Math.Round(number, 6));
            else writer.WriteNull(Name(metric));
        }

        writer.WriteEndObject();
        writer.WriteStartObject("intervals");
        foreach ((string metric, Interval interval) in evaluation.Intervals)
        {
            writer.WriteStartArray(Name(metric));
            writer.WriteNumberValue(Math.Round(interval.Low, 6));
            writer.WriteNumberValue(Math.Round(interval.High, 6));
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    });

    private static string Name(string metric) => metric.Replace('-', '_');
}
