using System.Text.Json;

namespace Anneal.Workflow.Predictions;

/// <summary>An answer for programs: <c>{"label": …, "probabilities": {…}}</c>, <c>{"labels": […], …}</c> where there may be several, or <c>{"value": …}</c>.</summary>
public static class PredictionJson
{
    /// <summary>Writes an answer's fields into the object that is open.</summary>
    public static void WriteFields(Utf8JsonWriter writer, Prediction answer)
    {
        if (answer.Number is { } number)
        {
            writer.WriteNumber("value", number);
            return;
        }

        if (answer.Labels is { } labels)
        {
            writer.WriteStartArray("labels");
            foreach (string label in labels) writer.WriteStringValue(label);
            writer.WriteEndArray();
        }
        else
        {
            writer.WriteString("label", answer.Label);
        }

        writer.WriteStartObject("probabilities");
        foreach ((string name, double probability) in answer.Probabilities) writer.WriteNumber(name, Math.Round(probability, 6));
        writer.WriteEndObject();
    }
}
