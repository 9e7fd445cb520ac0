using System.Globalization;
using Anneal.Data.Messages;

namespace Anneal.Workflow.TextTasks;

/// <summary>A number that tells how well a model does a task.</summary>
/// <param name="Name">Its name in recipes and metrics.json.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Meaning">What it says.</param>
/// <param name="HigherIsBetter">Whether more is better: then it lies between 0 and 1. Otherwise it is a loss, and less is better.</param>
public sealed record TaskScore(string Name, Message Title, Message Meaning, bool HigherIsBetter = true)
{
    /// <summary>The score as a loss, by which weights are chosen.</summary>
    internal double AsLoss(double score) => HigherIsBetter ? 1 - score : score;

    /// <summary>The score that a loss stands for.</summary>
    public double OfLoss(double loss) => HigherIsBetter ? 1 - loss : loss;

    /// <summary>A value for people.</summary>
    public static string Format(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}

/// <summary>What was measured on a part of the examples.</summary>
/// <param name="All">Each score by its name.</param>
public sealed record TaskScores(IReadOnlyDictionary<string, double> All)
{
    /// <summary>The same for groups of what is told, such as the types of entities; empty where there are none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> ByGroup { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, double>>(StringComparer.Ordinal);
}
