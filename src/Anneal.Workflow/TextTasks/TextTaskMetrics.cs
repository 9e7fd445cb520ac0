using Anneal.Training;
using Anneal.Workflow.Targets;

namespace Anneal.Workflow.TextTasks;

/// <summary>All that was measured of a model over texts: its bundle's metrics.json.</summary>
/// <param name="Test">The model on the examples held back.</param>
/// <param name="Valid">The model on the validation examples, which chose the weights.</param>
/// <param name="Baselines">What is cheap to reach on the examples held back.</param>
/// <param name="Targets">What became of the recipe's targets, on the examples held back.</param>
/// <param name="Examples">How many examples there were.</param>
/// <param name="Parameters">Numbers that the model holds.</param>
/// <param name="Size">The model's files, in bytes.</param>
/// <param name="ExamplesPerSecond">Examples learnt from in a second, the looks at the validation part not counted.</param>
/// <param name="Training">How the training went; an epoch is the stretch between two looks at the validation part.</param>
public sealed record TextTaskMetrics(
    TaskScores Test,
    TaskScores Valid,
    IReadOnlyList<TextTaskBaseline> Baselines,
    IReadOnlyList<TargetResult> Targets,
    TextTaskCounts Examples,
    long Parameters,
    long Size,
    double ExamplesPerSecond,
    TrainingOutcome Training);

/// <summary>What is cheap to reach.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Scores">How well it does.</param>
public sealed record TextTaskBaseline(string Name, TaskScores Scores);

/// <summary>How many examples there were.</summary>
/// <param name="Train">To learn from.</param>
/// <param name="Valid">To choose by.</param>
/// <param name="Test">Held back.</param>
public sealed record TextTaskCounts(ExampleCounts Train, ExampleCounts Valid, ExampleCounts Test)
{
    /// <summary>Counts the parts.</summary>
    /// <param name="split">The parts.</param>
    /// <param name="characters">The characters of an example.</param>
    internal static TextTaskCounts Of(Data.Splits.DataSplit split, Func<int, int> characters)
    {
        ExampleCounts Count(int[] rows) => new(rows.Length, rows.Sum(row => (long)characters(row)));
        return new TextTaskCounts(Count(split.Train), Count(split.Valid), Count(split.Test));
    }
}

/// <summary>How many examples a part has.</summary>
/// <param name="Count">The examples.</param>
/// <param name="Characters">Their characters (UTF-16 units).</param>
public sealed record ExampleCounts(int Count, long Characters);
