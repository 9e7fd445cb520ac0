using System.Globalization;
using Anneal.Training.Language;
using Anneal.Workflow.Messages;
using YamlDotNet.RepresentationModel;

namespace Anneal.Workflow.Recipes;

/// <summary>Reads and writes <c>train:</c> where a network learns in steps.</summary>
internal static class StepsReader
{
    private static readonly string[] Keys = ["steps", "batch-size", "evaluate-every", "patience", "seed", "optimizer", "schedule", "warmup", "max-gradient-norm", "time-budget"];

    /// <param name="recipe">The recipe.</param>
    /// <param name="usual">What holds where it does not say.</param>
    /// <param name="more">Keys of the task's own.</param>
    /// <returns>The options, and the section for those keys.</returns>
    public static (StepOptions Options, YamlMap Section) Read(YamlMap recipe, UsualSteps usual, params IReadOnlyList<string> more)
    {
        YamlMap train = recipe.Map("train", [.. Keys, .. more]);
        YamlMap adam = train.Map("optimizer", "adamw").Map("adamw", "lr", "weight-decay", "beta2");
        int steps = train.Integer("steps", usual.Steps, 1, 100_000_000);
        return (new StepOptions(
            steps,
            train.Integer("batch-size", usual.BatchSize, 1, 1 << 16),
            train.Integer("evaluate-every", Math.Clamp(steps / 10, 1, 1000), 1, steps),
            train.Integer("patience", 5, 1, 1_000_000),
            train.Integer("seed", 7, 0, int.MaxValue),
            adam.Number("lr", usual.LearningRate, 1e-9, 100),
            adam.Number("weight-decay", usual.WeightDecay, 0, 100),
            adam.Number("beta2", usual.Beta2, 0, 0.999999),
            train.Integer("warmup", Math.Min(100, steps / 10), 0, steps),
            TrainReader.Schedules[train.Name("schedule", "cosine", [.. TrainReader.Schedules.Keys])],
            train.Has("max-gradient-norm") ? train.Number("max-gradient-norm", 1, 1e-6, 1e9) : 1,
            train.Has("time-budget") ? TrainReader.Duration(train.Text("time-budget")!) ?? throw train.Wrong("time-budget", RecipeMessages.Duration) : null), train);
    }

    /// <summary>The section with every default spelled out.</summary>
    public static YamlMappingNode Write(StepOptions train)
    {
        YamlMappingNode node = RecipeWriter.Flow(("seed", RecipeWriter.Number(train.Seed)));
        if (train.TimeBudget is { } budget) node.Add("time-budget", RecipeWriter.Text($"{budget.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s"));
        node.Add("steps", RecipeWriter.Number(train.Steps));
        node.Add("batch-size", RecipeWriter.Number(train.BatchSize));
        node.Add("evaluate-every", RecipeWriter.Number(train.EvaluateEvery));
        node.Add("patience", RecipeWriter.Number(train.Patience));
        node.Add("optimizer", RecipeWriter.Flow(("adamw", RecipeWriter.Flow(
            ("lr", RecipeWriter.Number(train.LearningRate)), ("weight-decay", RecipeWriter.Number(train.WeightDecay)), ("beta2", RecipeWriter.Number(train.Beta2))))));
        node.Add("schedule", RecipeWriter.Text(TrainReader.Schedules.First(s => s.Value == train.Schedule).Key));
        node.Add("warmup", RecipeWriter.Number(train.Warmup));
        if (train.MaxGradientNorm is { } norm) node.Add("max-gradient-norm", RecipeWriter.Number(norm));
        return node;
    }
}
