using System.Globalization;
using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Data.Sources;
using Anneal.Data.Splits;
using Anneal.Workflow.Messages;

namespace Anneal.Workflow.Recipes;

/// <summary>
/// Reads <c>data.split:</c>. Shares (<c>{train: 0.8, valid: 0.1, test: 0.1}</c>), by a column (<c>{by: group, column: patient}</c>), as a column says
/// (<c>{column: part}</c>), as a file says (<c>{file: split.txt}</c>), or files of their own (<c>{valid: dev.tsv, test: test.tsv}</c>).
/// </summary>
internal static class SplitReader
{
    /// <summary>The ways as a recipe names them.</summary>
    public static readonly IReadOnlyDictionary<string, SplitKind> Ways = new OrderedDictionary<string, SplitKind>(StringComparer.Ordinal)
    {
        ["random"] = SplitKind.Random,
        ["group"] = SplitKind.Group,
        ["time"] = SplitKind.Time,
        ["hash"] = SplitKind.Hash,
        ["column"] = SplitKind.Column,
    };

    public static SplitChoice Read(YamlMap data, string folder, string file)
    {
        YamlMap split = data.Map("split", "by", "column", "file", "train", "valid", "test", "stratify", "seed");
        SourceChoice? File(string key) => IsFile(split, key) ? DataReader.Locate(split.Text(key)!, split.PlaceOfValue(key), folder, file) : null;
        SplitFractions fractions = ReadFractions(data, split);
        if (File("valid") is not null || File("test") is not null) return new SplitChoice(SplitKind.Parts, fractions) { ValidFile = File("valid"), TestFile = File("test") };
        if (split.Text("file") is { } words) return new SplitChoice(SplitKind.File, fractions) { File = DataReader.Locate(words, split.PlaceOfValue("file"), folder, file) };

        WrittenName? column = split.Text("column") is { } name ? new WrittenName(name, split.PlaceOfValue("column")) : null;
        SplitKind by = split.Has("by") ? Ways[split.Name("by", "random", [.. Ways.Keys])] : column is null ? SplitKind.Random : SplitKind.Column;
        if (by != SplitKind.Random && column is null) throw new UserErrorException(RecipeMessages.MissingKey("data.split.column"), RecipeMessages.SplitColumnExample, data.PlaceOfValue("split"));
        return new SplitChoice(by, fractions, column);
    }

    private static bool IsFile(YamlMap split, string key) =>
        split.Has(key) && split.Text(key) is { } text && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static SplitFractions ReadFractions(YamlMap data, YamlMap split)
    {
        double Share(string key, double usual) => IsFile(split, key) ? usual : split.Number(key, usual, 0.01, 0.98);
        SplitFractions fractions = new(
            Share("train", 0.8),
            Share("valid", 0.1),
            Share("test", 0.1),
            split.Flag("stratify", whenAbsent: true),
            split.Integer("seed", 7, 0, int.MaxValue));
        double sum = fractions.Train + fractions.Valid + fractions.Test;
        if (Math.Abs(sum - 1) > 1e-6) throw new UserErrorException(RecipeMessages.SplitSum(sum), RecipeMessages.SplitSumWayOut, data.PlaceOfValue("split"));
        return fractions;
    }
}
