using System.Globalization;
using Anneal.Data.Balance;
using Anneal.Data.Schemas;
using Anneal.Data.Sources;
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
        ColumnChoice choice = recipe.Data.Columns;
        YamlMappingNode columns = choice.Flags.Count > 0 ? Flow(("labels", List(choice.Flags.Select((WrittenName name) => Text(name.Value))))) : Flow(("label", Text(schema.Label.Name)));
        if (choice.Flags.Count == 0 && choice.Separator is { } separator) columns.Add("separator", Text(separator));
        if (recipe.Task == TaskKind.TextClassification) columns.Add("text", Text(schema.Features.First().Name));
        if (recipe.Data.Columns.Ignore.Count > 0) columns.Add("ignore", List(recipe.Data.Columns.Ignore.Select((WrittenName name) => Text(name.Value))));
        if (recipe.Data.Columns.Classes.Count > 0) columns.Add("classes", List(recipe.Data.Columns.Classes.Select((WrittenName name) => Text(name.Value))));
        if (recipe.Data.Columns.Keep.Count > 0) columns.Add("keep", List(recipe.Data.Columns.Keep.Select((WrittenName name) => Text(name.Value))));
        if (recipe.Data.Columns.Types.Count > 0)
            columns.Add("types", Flow([.. recipe.Data.Columns.Types.Select(t => (t.Key.Value, (YamlNode)Text(DataReader.Types.First(k => k.Value == t.Value).Key)))]));
        YamlMappingNode root = Block(
            ("name", Text(recipe.Name)),
            ("task", Text(TaskNames.Of(recipe.Task))),
            ("data", Data(recipe, columns, folder)),
            ("model", Flow([("architecture", Text(recipe.Model.Learner.Name)), .. recipe.Model.Options.All.Select(o => (o.Key, Value(o.Value)))])),
            ("train", Train(recipe)));
        if (PrepareReader.Write(recipe.Prepare) is { } prepare) root.Add("prepare", prepare);
        if (EvaluateReader.Write(recipe.Evaluate) is { } evaluate) root.Add("evaluate", evaluate);
        if (recipe.Targets.Count > 0)
            root.Add("targets", Flow([.. recipe.Targets.Select(t => (t.Metric, (YamlNode)new YamlScalarNode(t.Condition) { Style = ScalarStyle.DoubleQuoted }))]));
        return Yaml(root);
    }

    /// <summary>A recipe as text.</summary>
    internal static string Yaml(YamlMappingNode root)
    {
        using StringWriter writer = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        new YamlStream(new YamlDocument(root)).Save(writer, assignAnchors: false);

        // The library closes the document with "...", which a lone document does not need.
        return writer.ToString().Replace("\n...\n", "\n", StringComparison.Ordinal);
    }

    private static YamlMappingNode Data(Recipe recipe, YamlMappingNode columns, string folder)
    {
        SourceChoice source = recipe.Data.Source;
        YamlMappingNode data = Block(("source", Location(source, folder)));
        if (source.Format is { } format) data.Add("format", Text(DataReader.Formats.First(f => f.Value == format).Key));
        if (source.Query is { } query) data.Add("query", Text(query));
        if (source.Member is { } member) data.Add("member", Text(member));
        if (source.Sheet is { } sheet) data.Add("sheet", Text(sheet));
        if (source.Encoding is { } encoding) data.Add("encoding", Text(encoding));
        if (source.Delimiter is { } delimiter) data.Add("delimiter", Text(delimiter == '\t' ? "tab" : delimiter.ToString()));
        if (source.Header is { } header) data.Add("header", Value(header));
        if (source.Rows is { } rows) data.Add("rows", Number(rows));
        data.Add("columns", columns);
        data.Add("split", Split(recipe.Data.Split, folder));
        return data;
    }

    /// <summary>A file as seen from where the text will lie. A connection is written without its secrets: a bundle is handed around.</summary>
    internal static YamlScalarNode Location(SourceChoice source, string folder) => Text(
        ConnectionText.IsConnection(source.Location) || source.Location.StartsWith("${", StringComparison.Ordinal)
            ? ConnectionText.Mask(source.Location)
            : Path.GetRelativePath(folder, source.Location).Replace('\\', '/'));

    internal static YamlMappingNode Split(SplitChoice choice, string folder)
    {
        YamlMappingNode split = Flow();
        if (SplitReader.Ways.FirstOrDefault(w => w.Value == choice.By).Key is { } way) split.Add("by", Text(way));
        if (choice.Column is { } column) split.Add("column", Text(column.Value));
        if (choice.File is { } file) split.Add("file", Location(file, folder));
        SplitFractions shares = choice.Fractions;
        if (choice.By is not (SplitKind.Column or SplitKind.File or SplitKind.Parts))
        {
            split.Add("train", Number(shares.Train));
            split.Add("valid", Number(shares.Valid));
            split.Add("test", Number(shares.Test));
        }

        if (choice.ValidFile is { } valid) split.Add("valid", Location(valid, folder));
        if (choice.TestFile is { } test) split.Add("test", Location(test, folder));
        split.Add("stratify", Value(shares.Stratify));
        split.Add("seed", Number(shares.Seed));
        return split;
    }

    private static YamlMappingNode Train(Recipe recipe)
    {
        YamlMappingNode train = Flow(("seed", Number(recipe.Train.Seed)));
        if (recipe.Train.TimeBudget is { } budget) train.Add("time-budget", Text($"{budget.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s"));
        if (recipe.Train.Balance != BalanceKind.None) train.Add("balance", Text(TrainReader.Balances.First(b => b.Value == recipe.Train.Balance).Key));
        if (recipe.Model.Learner.TrainerDefaults(recipe.Task) is not { } defaults) return train;
        TrainerOptions options = recipe.Train.Over(defaults);
        train.Add("epochs", Number(options.Epochs));
        train.Add("patience", Number(options.Patience));
        train.Add("batch-size", options.BatchSize == 0 ? Text(TrainReader.Auto) : Number(options.BatchSize));
        train.Add("optimizer", Flow((TrainReader.Optimizers.First(o => o.Value == options.Optimizer).Key, Flow(
            ("lr", options.FindsLearningRate ? Text(TrainReader.Auto) : Number(options.LearningRate)),
            ("weight-decay", Number(options.WeightDecay))))));
        train.Add("schedule", Text(TrainReader.Schedules.First(o => o.Value == options.Schedule).Key));
        train.Add("label-smoothing", Number(options.LabelSmoothing));
        train.Add("focal-gamma", Number(options.FocalGamma));
        if (options.MaxGradientNorm is { } norm) train.Add("max-gradient-norm", Number(norm));
        return train;
    }

    internal static YamlNode Value(object value) => value switch
    {
        double number => Number(number),
        int number => Number(number),
        bool flag => new YamlScalarNode(flag ? "true" : "false"),
        IReadOnlyList<int> numbers => List(numbers.Select(n => Number(n))),
        _ => Text((string)value),
    };

    internal static YamlMappingNode Block(params ReadOnlySpan<(string Key, YamlNode Value)> items) => Fill(new YamlMappingNode(), items);

    internal static YamlMappingNode Flow(params ReadOnlySpan<(string Key, YamlNode Value)> items) =>
        Fill(new YamlMappingNode { Style = MappingStyle.Flow }, items);

    private static YamlMappingNode Fill(YamlMappingNode node, ReadOnlySpan<(string Key, YamlNode Value)> items)
    {
        foreach ((string key, YamlNode value) in items) node.Add(key, value);
        return node;
    }

    private static YamlSequenceNode List(IEnumerable<YamlNode> items) => new(items) { Style = SequenceStyle.Flow };

    internal static YamlScalarNode Number(double value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A name that would read as a number or a flag is quoted, so that it stays text for every YAML reader.</summary>
    internal static YamlScalarNode Text(string value) => new(value)
    {
        Style = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) || value is "true" or "false" or "null" or "yes" or "no" or "~"
            ? ScalarStyle.DoubleQuoted
            : ScalarStyle.Any,
    };
}
