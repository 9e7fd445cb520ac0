using System.Globalization;
using Anneal.Cli.Terminal;
using Anneal.Workflow.Predictions;
using Spectre.Console;

namespace Anneal.Cli.Views;

/// <summary>Shows an answer to a person: the label, and how sure the model is of each class.</summary>
internal static class PredictionView
{
    private const int BarWidth = 30;

    public static void Show(Screen screen, string label, Prediction answer)
    {
        screen.Out.MarkupLineInterpolated($"{label}: [bold green]{answer.Label}[/]");
        TextColumns columns = new(false, true, false);
        foreach ((string name, double probability) in answer.Probabilities.OrderByDescending(p => p.Value).ThenBy(p => p.Key, StringComparer.Ordinal))
        {
            columns.Add(
                (name, Style.Plain),
                (probability.ToString("P1", CultureInfo.InvariantCulture), Style.Plain),
                (new string('█', (int)Math.Round(probability * BarWidth)), name == answer.Label ? new Style(Color.Green) : Style.Plain));
        }

        columns.Print(screen);
    }
}
