using Anneal.Workflow.Predictions;

namespace Anneal.Cli.Json;

/// <summary>An answer for programs: <c>{"label": …, "probabilities": {…}}</c>.</summary>
internal static class PredictionJson
{
    public static string Write(Prediction answer) => JsonText.Object(writer =>
    {
        writer.WriteString("label", answer.Label);
        writer.WriteStartObject("probabilities");
        foreach ((string name, double probability) in answer.Probabilities) writer.WriteNumber(name, Math.Round(probability, 6));
        writer.WriteEndObject();
    });
}
