using System.Globalization;
using Anneal.Data.Schemas;
using Anneal.Data.Splits;
using Anneal.Training;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Anneal.Workflow.Recipes;

/// <summary>Writes a recipe with every default spelled out, so that a bundle says how it came about.</summary>
internal static class RecipeWriter
{
    /// <param name="recipe">The recipe.</param>
    /// <param name="schema">The columns, whose roles may have been inferred.</param>
    /// <param name="folder">Where the text will lie: the source's path is written as seen from there.</param>
    public static string Write(Recipe recipe, TableSchema schema, string folder)
    {
        SplitFractions split = recipe.Data.Split;
        YamlMappingNode columns = Flow(("label", Text(schema.Label.Name)));
        if (recipe.Task == TaskKind.TextClassification) columns.Add("text", Text(schema.Features.First().Name));
        if (recipe.Data.Columns.Ignore.Count > 0) columns.Add("ignore", List(recipe.Data.Columns.Ignore.Select((WrittenName name) => Text(name.Value))));
        YamlMappingNode root = Block(
            ("name", Text(recipe.Name)),
            ("task", Text(TaskNames.Of(recipe.Task))),
            ("data", Block(
                ("source", Text(Path.GetRelativePath(folder, recipe.Data.Source).Replace('\\', '/'))),
                ("columns", columns),
                ("split", Flow(
                    ("train", Number(split.Train)),
                    ("valid", Number(split.Valid)),
                    ("test", Number(split.Test)),
                    ("stratify", new YamlScalarNode(split.Stratify ? "true" : "false")),
                    ("seed", Number(split.Seed)))))),
            ("model", Flow([("architecture", Text(recipe.Model.Learner.Name)), .. recipe.Model.Options.All.Select(o => (o.Key, Value(o.Value)))])),
            ("train", Train(recipe)));
        if (recipe.Targets.Count > 0)
            root.Add("targets", Flow([.. recipe.Targets.Select(t => (t.Metric, (YamlNode)new YamlScalarNode(t.Condition) { Style = ScalarStyle.DoubleQuoted }))]));

        using StringWriter writer = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        new YamlStream(new YamlDocument(root)).Save(writer, assignAnchors: false);

        // The library closes the document with "...", which a lone document does not need.
        return writer.ToString().Replace("\n...\n", "\n", StringComparison.Ordinal);
    }

    private static YamlMappingNode Train(Recipe recipe)
    {
        YamlMappingNode train = Flow(("seed", Number(recipe.Train.Seed)));
        if (recipe.Train.TimeBudget is { } budget) train.Add("time-budget", Text($"{budget.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s"));
        if (recipe.Model.Learner.TrainerDefaults(recipe.Task) is not { } defaults) return train;
        TrainerOptions options = recipe.Train.Over(defaults);
        train.Add("epochs", Number(options.Epochs));
        train.Add("patience", Number(options.Patience));
        train.Add("batch-size", Number(options.BatchSize));
        train.Add("optimizer", Flow((TrainReader.Optimizers.First(o => o.Value == options.Optimizer).Key, Flow(
            ("lr", Number(options.LearningRate)),
            ("weight-decay", Number(options.WeightDecay))))));
        train.Add("schedule", Text(TrainReader.Schedules.First(o => o.Value == options.Schedule).Key));
        train.Add("label-smoothing", Number(options.LabelSmoothing));
        train.Add("focal-gamma", Number(options.FocalGamma));
        if (options.MaxGradientNorm is { } norm) train.Add("max-gradient-norm", Number(norm));
        return train;
    }

    private static YamlNode Value(object value) => value switch
    {
        double number => Number(number),
        int number => Number(number),
        bool flag => new YamlScalarNode(flag ? "true" : "false"),
        IReadOnlyList<int> numbers => List(numbers.Select(n => Number(n))),
        _ => Text((string)value),
    };

    private static YamlMappingNode Block(params ReadOnlySpan<(string Key, YamlNode Value)> items) => Fill(new YamlMappingNode(), items);

    private static YamlMappingNode Flow(params ReadOnlySpan<(string Key, YamlNode Value)> items) =>
        Fill(new YamlMappingNode { Style = MappingStyle.Flow }, items);

    private static YamlMappingNode Fill(YamlMappingNode node, ReadOnlySpan<(string Key, YamlNode Value)> items)
    {
        foreach ((string key, YamlNode value) in items) node.Add(key, value);
        return node;
    }

    private static YamlSequenceNode List(IEnumerable<YamlNode> items) => new(items) { Style = SequenceStyle.Flow };

    private static YamlScalarNode Number(double value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A name that would read as a number or a flag is quoted, so that it stays text for every YAML reader.</summary>
    private static YamlScalarNode Text(string value) => new(value)
    {
        Style = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) || value is "true" or "false" or "null" or "yes" or "no" or "~"
            ? ScalarStyle.DoubleQuoted
            : ScalarStyle.Any,
    };
}
