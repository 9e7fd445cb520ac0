using System.Globalization;
using Anneal.Data.Schemas;
using Anneal.Data.Splits;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Anneal.Workflow.Recipes;

/// <summary>Writes a recipe with every default spelled out, so that a bundle says how it came about.</summary>
internal static class RecipeWriter
{
    /// <param name="recipe">The recipe.</param>
    /// <param name="label">The label's column, which may have been inferred.</param>
    /// <param name="folder">Where the text will lie: the source's path is written as seen from there.</param>
    public static string Write(Recipe recipe, string label, string folder)
    {
        SplitFractions split = recipe.Data.Split;
        YamlMappingNode columns = Flow(("label", Text(label)));
        if (recipe.Data.Columns.Ignore.Count > 0) columns.Add("ignore", List(recipe.Data.Columns.Ignore.Select((WrittenName name) => Text(name.Value))));
        YamlMappingNode root = Block(
            ("name", Text(recipe.Name)),
            ("task", Text(recipe.Task)),
            ("data", Block(
                ("source", Text(Path.GetRelativePath(folder, recipe.Data.Source).Replace('\\', '/'))),
                ("columns", columns),
                ("split", Flow(
                    ("train", Number(split.Train)),
                    ("valid", Number(split.Valid)),
                    ("test", Number(split.Test)),
                    ("stratify", new YamlScalarNode(split.Stratify ? "true" : "false")),
                    ("seed", Number(split.Seed)))))),
            ("model", Flow(
                ("architecture", Text(recipe.Model.Architecture)),
                ("hidden", List(recipe.Model.Hidden.Select(width => Number(width)))),
                ("dropout", Number(recipe.Model.Dropout)))),
            ("train", Flow(
                ("epochs", Number(recipe.Train.Epochs)),
                ("patience", Number(recipe.Train.Patience)),
                ("batch-size", Number(recipe.Train.BatchSize)),
                ("seed", Number(recipe.Train.Seed)),
                ("optimizer", Flow((recipe.Train.Optimizer.Name, Flow(
                    ("lr", Number(recipe.Train.Optimizer.LearningRate)),
                    ("weight-decay", Number(recipe.Train.Optimizer.WeightDecay)))))))));
        if (recipe.Targets.Count > 0)
            root.Add("targets", Flow([.. recipe.Targets.Select(t => (t.Metric, (YamlNode)new YamlScalarNode(t.Condition) { Style = ScalarStyle.DoubleQuoted }))]));

        using StringWriter writer = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        new YamlStream(new YamlDocument(root)).Save(writer, assignAnchors: false);

        // The library closes the document with "...", which a lone document does not need.
        return writer.ToString().Replace("\n...\n", "\n", StringComparison.Ordinal);
    }

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
