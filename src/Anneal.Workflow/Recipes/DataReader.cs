using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Data.Sources;
using Anneal.Data.Splits;
using Anneal.Workflow.Messages;

namespace Anneal.Workflow.Recipes;

/// <summary>Reads <c>data:</c>: where the table is, what its columns are for, how its rows are shared out.</summary>
internal static class DataReader
{
    /// <summary>The formats as a recipe names them.</summary>
    public static readonly IReadOnlyDictionary<string, SourceFormat> Formats = new OrderedDictionary<string, SourceFormat>(StringComparer.Ordinal)
    {
        ["csv"] = SourceFormat.Csv,
        ["json"] = SourceFormat.Json,
        ["excel"] = SourceFormat.Excel,
        ["sqlite"] = SourceFormat.Sqlite,
        ["postgres"] = SourceFormat.Postgres,
        ["npy"] = SourceFormat.Npy,
    };

    /// <summary>The types of columns as a recipe names them.</summary>
    public static readonly IReadOnlyDictionary<string, ColumnType> Types = new OrderedDictionary<string, ColumnType>(StringComparer.Ordinal)
    {
        ["number"] = ColumnType.Number,
        ["category"] = ColumnType.Category,
        ["boolean"] = ColumnType.Boolean,
        ["date"] = ColumnType.Date,
        ["text"] = ColumnType.Text,
        ["image"] = ColumnType.Image,
        ["identifier"] = ColumnType.Identifier,
    };

    private static readonly string[] SourceKeys = ["source", "query", "format", "member", "sheet", "encoding", "delimiter", "header", "rows"];

    /// <param name="recipe">The recipe.</param>
    /// <param name="folder">The recipe's folder, from which files count.</param>
    /// <param name="file">The recipe's file, for messages.</param>
    /// <param name="task">What is to be learnt.</param>
    public static DataRecipe Read(YamlMap recipe, string folder, string file, TaskKind task)
    {
        YamlMap data = recipe.Map("data", [.. SourceKeys, "columns", "split"]);
        string source = data.RequiredText("source", RecipeMessages.SourceExample);
        SourceChoice choice = Locate(source, data.PlaceOfValue("source"), folder, file) with
        {
            Format = data.Has("format") ? Formats[data.Name("format", "", [.. Formats.Keys])] : null,
            Query = data.Text("query"),
            Member = data.Text("member"),
            Sheet = data.Text("sheet"),
            Encoding = data.Text("encoding"),
            Delimiter = data.Has("delimiter") ? Delimiter(data) : null,
            Header = data.Has("header") ? data.Flag("header", whenAbsent: true) : null,
        };
        SplitChoice split = SplitReader.Read(data, folder, file);
        if (!data.Has("rows")) return new DataRecipe(choice, ReadColumns(data, task), split);
        if (task == TaskKind.ImageClassification) throw data.Wrong("rows", RecipeMessages.SampleOfRows);
        if (split.By == SplitKind.File) throw data.Wrong("rows", RecipeMessages.SampleOrSplitFile);
        return new DataRecipe(choice with { Rows = data.Integer("rows", 0, 1, int.MaxValue) }, ReadColumns(data, task), split);
    }

    /// <summary>A file named in a recipe counts from the recipe's folder; a connection or a variable of the environment stays as it is.</summary>
    public static SourceChoice Locate(string source, Place place, string folder, string file) =>
        ConnectionText.IsConnection(source) || source.StartsWith("${", StringComparison.Ordinal)
            ? new SourceChoice(source, source, place)
            : new SourceChoice(Path.GetFullPath(source, folder), Path.Combine(Path.GetDirectoryName(file) ?? "", source), place);

    private static ColumnChoice ReadColumns(YamlMap data, TaskKind task)
    {
        YamlMap columns = data.Map("columns", "label", "labels", "separator", "text", "ignore", "classes", "keep", "types");
        WrittenName? Named(string key) => columns.Text(key) is { } written ? new WrittenName(written, columns.PlaceOfValue(key)) : null;
        WrittenName[] List(string key) => [.. columns.Texts(key).Select(item => new WrittenName(item.Text, item.Place))];
        WrittenName[] flags = List("labels");
        bool several = flags.Length > 0 || columns.Has("separator");
        if (several && task != TaskKind.TextClassification) throw columns.Wrong(flags.Length > 0 ? "labels" : "separator", RecipeMessages.SeveralClasses);
        if (flags.Length > 0 && (columns.Has("label") || columns.Has("separator"))) throw columns.Wrong("labels", RecipeMessages.LabelOrLabels);
        YamlMap types = columns.Map("types");
        return new ColumnChoice(Named("label"), List("ignore"), Named("text"), columns.Text("separator"))
        {
            Classes = List("classes"),
            Flags = flags,
            Keep = List("keep"),
            Types = types.Keys.ToDictionary(name => new WrittenName(name, types.PlaceOfValue(name)), name => Types[types.Name(name, "", [.. Types.Keys])]),
        };
    }

    private static char Delimiter(YamlMap data) => data.Text("delimiter") switch
    {
        "tab" or "\\t" or "\t" => '\t',
        [var one] => one,
        _ => throw data.Wrong("delimiter", RecipeMessages.Delimiter),
    };
}
