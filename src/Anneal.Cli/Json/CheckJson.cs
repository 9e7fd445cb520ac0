using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Data.Quality;
using Anneal.Data.Schemas;
using Anneal.Workflow.LanguageModels;
using Anneal.Workflow.Recipes;
using Anneal.Workflow.Runs;
using Anneal.Workflow.TextTasks;

namespace Anneal.Cli.Json;

/// <summary>The outcome of a check for programs; texts are in English and Chinese.</summary>
internal static class CheckJson
{
    public static string Write(Recipe recipe, RecipeData data) => JsonText.Object(writer =>
    {
        writer.WriteString("source", recipe.Data.Source.Shown);
        writer.WriteNumber("rows", data.Table.RowCount);
        writer.WriteStartArray("columns");
        foreach (ColumnSchema column in data.Schema.Columns) Column(writer, column);
        writer.WriteEndArray();
        writer.WriteStartObject("split");
        writer.WriteNumber("train", data.Split.Train.Length);
        writer.WriteNumber("valid", data.Split.Valid.Length);
        writer.WriteNumber("test", data.Split.Test.Length);
        writer.WriteEndObject();
        Found(writer, data.Quality.Findings);
    });

    public static string Write(LanguageRecipe recipe, LanguageCheck check) => JsonText.Object(writer =>
    {
        writer.WriteString("source", recipe.Data.Source.Shown);
        writer.WriteNumber(recipe.Task == LanguageTask.Chat ? "conversations" : "documents", check.Documents);
        writer.WriteNumber("characters", check.Characters);
        writer.WriteStartObject("roles");
        foreach ((string role, int turns) in check.Roles) writer.WriteNumber(role, turns);
        writer.WriteEndObject();
        writer.WriteStartObject("split");
        writer.WriteNumber("train", check.Train);
        writer.WriteNumber("valid", check.Valid);
        writer.WriteNumber("test", check.Test);
        writer.WriteEndObject();
        Found(writer, check.Findings);
    });

    public static string Write(TextTaskRecipe recipe, TextTaskCounts counts) => JsonText.Object(writer =>
    {
        writer.WriteString("source", recipe.Data.Source.Shown);
        writer.WriteNumber("characters", counts.Train.Characters + counts.Valid.Characters + counts.Test.Characters);
        writer.WriteStartObject("split");
        writer.WriteNumber("train", counts.Train.Count);
        writer.WriteNumber("valid", counts.Valid.Count);
        writer.WriteNumber("test", counts.Test.Count);
        writer.WriteEndObject();
        Found(writer, []);
    });

    private static void Found(Utf8JsonWriter writer, IReadOnlyList<Finding> findings)
    {
        writer.WriteStartArray("findings");
        foreach (Finding finding in findings) Found(writer, finding);
        writer.WriteEndArray();
        writer.WriteNumber("errors", findings.Count(f => f.Severity == Severity.Error));
        writer.WriteNumber("warnings", findings.Count(f => f.Severity == Severity.Warning));
    }

    private static void Column(Utf8JsonWriter writer, ColumnSchema column)
    {
        writer.WriteStartObject();
        writer.WriteString("name", column.Name);
        writer.WriteString("type", JsonNamingPolicy.SnakeCaseLower.ConvertName(column.Type.ToString()));
        writer.WriteString("role", JsonNamingPolicy.SnakeCaseLower.ConvertName(column.Role.ToString()));
        writer.WriteNumber("missing", column.Missing);
        writer.WriteNumber("distinct", column.Distinct);
        writer.WriteEndObject();
    }

    private static void Found(Utf8JsonWriter writer, Finding finding)
    {
        writer.WriteStartObject();
        writer.WriteString("check", finding.Check);
        writer.WriteString("severity", JsonNamingPolicy.SnakeCaseLower.ConvertName(finding.Severity.ToString()));
        Text(writer, "what", finding.What);
        Text(writer, "advice", finding.Advice);
        writer.WriteStartArray("columns");
        foreach (string column in finding.Columns) writer.WriteStringValue(column);
        writer.WriteEndArray();
        writer.WriteBoolean("left_out", finding.LeftOut);
        writer.WriteNumber("rows", finding.Rows);
        writer.WriteStartArray("examples");
        foreach (Place place in finding.Examples)
        {
            writer.WriteStartObject();
            writer.WriteString("file", place.File);
            writer.WriteNumber("line", place.Line);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter writer, string name, Message message)
    {
        writer.WriteStartObject(name);
        writer.WriteString("en", message.English);
        writer.WriteString("zh", message.Chinese);
        writer.WriteEndObject();
    }
}
