using System.Globalization;
using Anneal.Data.Messages;
using Anneal.Data.Tabular;
using Anneal.Workflow.Messages;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Anneal.Workflow.Recipes;

/// <summary>
/// Reads <c>prepare:</c>, how columns are made ready for linear models and networks: <c>{missing: median, outliers: {clip: [0.01, 0.99]}, scale: quantile, columns: {age: {missing: mean}}}</c>.
/// </summary>
internal static class PrepareReader
{
    private static readonly Dictionary<string, MissingFill> Fills = new(StringComparer.Ordinal)
    {
        ["median"] = MissingFill.Median,
        ["mean"] = MissingFill.Mean,
        ["most-frequent"] = MissingFill.MostFrequent,
    };

    private static readonly Dictionary<string, Scaling> Scalings = new(StringComparer.Ordinal)
    {
        ["standard"] = Scaling.Standard,
        ["min-max"] = Scaling.MinMax,
        ["quantile"] = Scaling.Quantile,
        ["none"] = Scaling.None,
    };

    /// <summary>What the recipe says, or null when it says nothing.</summary>
    public static TablePreparation? Read(YamlMap recipe)
    {
        if (!recipe.Has("prepare")) return null;
        YamlMap prepare = recipe.Map("prepare", "missing", "outliers", "scale", "columns");
        ColumnPreparation usual = ReadOne(prepare, new ColumnPreparation());
        YamlMap columns = prepare.Map("columns");
        return new TablePreparation(usual, columns.Keys.ToDictionary(name => name, name => ReadOne(columns.Map(name, "missing", "outliers", "scale"), usual), StringComparer.Ordinal));
    }

    /// <summary>The same as YAML, or null when it is the usual way.</summary>
    public static YamlNode? Write(TablePreparation? preparation)
    {
        if (preparation is null) return null;
        YamlMappingNode node = WriteOne(preparation.Usual);
        if (preparation.Columns.Count > 0)
        {
            YamlMappingNode columns = new() { Style = MappingStyle.Flow };
            foreach ((string name, ColumnPreparation column) in preparation.Columns) columns.Add(name, WriteOne(column));
            node.Add("columns", columns);
        }

        return node;
    }

    private static ColumnPreparation ReadOne(YamlMap map, ColumnPreparation usual)
    {
        if (map.Has("missing"))
        {
            usual = map.IsText("missing")
                ? usual with { Missing = Fills[map.Name("missing", "", [.. Fills.Keys])], Constant = null }
                : usual with { Missing = MissingFill.Constant, Constant = map.Map("missing", "constant").RequiredText("constant", RecipeMessages.ConstantExample) };
        }

        if (map.Has("outliers"))
        {
            IReadOnlyList<double> clip = map.Map("outliers", "clip").Numbers("clip", [], 0, 1);
            if (clip is not [< 0.5, > 0.5]) throw new UserErrorException(RecipeMessages.WrongValue(map.PathOf("outliers"), value: null), RecipeMessages.ClipExample, map.PlaceOfValue("outliers"));
            usual = usual with { ClipLow = clip[0], ClipHigh = clip[1] };
        }

        return map.Has("scale") ? usual with { Scale = Scalings[map.Name("scale", "", [.. Scalings.Keys])] } : usual;
    }

    private static YamlMappingNode WriteOne(ColumnPreparation column)
    {
        YamlMappingNode node = new() { Style = MappingStyle.Flow };
        node.Add(
            "missing",
            column.Missing == MissingFill.Constant
                ? new YamlMappingNode("constant", new YamlScalarNode(column.Constant) { Style = YamlDotNet.Core.ScalarStyle.DoubleQuoted }) { Style = MappingStyle.Flow }
                : new YamlScalarNode(Fills.First(f => f.Value == column.Missing).Key));
        if (column.ClipLow is { } low && column.ClipHigh is { } high)
        {
            YamlSequenceNode clip = new(Number(low), Number(high)) { Style = SequenceStyle.Flow };
            node.Add("outliers", new YamlMappingNode("clip", clip) { Style = MappingStyle.Flow });
        }

        node.Add("scale", new YamlScalarNode(Scalings.First(s => s.Value == column.Scale).Key));
        return node;
    }

    private static YamlScalarNode Number(double value) => new(value.ToString(CultureInfo.InvariantCulture));
}
