using System.Globalization;
using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Data.Tables;
using Anneal.Formats;
using Anneal.Workflow.Messages;

namespace Anneal.Workflow.Predictions;

/// <summary>Reads one row that a person typed as a JSON object, against the schema of the data that was learnt.</summary>
internal static class RowReader
{
    /// <summary>Reads a row; columns that it leaves out count as missing.</summary>
    /// <param name="json">An object of column names and values.</param>
    /// <param name="shownAs">What the row is called in messages: the option it came from.</param>
    /// <param name="schema">The columns.</param>
    /// <param name="notices">Receives what was decided for the user.</param>
    /// <exception cref="UserErrorException">It is no JSON object, names an unknown column, or a value has the wrong type.</exception>
    public static Table Read(string json, string shownAs, TableSchema schema, ICollection<Message> notices)
    {
        using JsonDocument document = Parse(json, shownAs);
        return Table.OfOneRow(shownAs, Cells(document.RootElement, shownAs, schema, notices));
    }

    /// <summary>Reads many rows; columns that a row leaves out count as missing.</summary>
    /// <param name="rows">An array of such objects.</param>
    /// <param name="shownAs">What the array is called in messages.</param>
    /// <param name="schema">The columns.</param>
    /// <param name="notices">Receives what was decided for the user, each once.</param>
    /// <exception cref="UserErrorException">It is no array, or a row of it is wrong.</exception>
    public static Table ReadMany(JsonElement rows, string shownAs, TableSchema schema, ICollection<Message> notices)
    {
        if (rows.ValueKind != JsonValueKind.Array)
            throw new UserErrorException(PredictMessages.NotAnArray, PredictMessages.RowExample(schema.Features.First().Name), new Place(shownAs));
        HashSet<Message> said = [];
        string[] names = [.. schema.Features.Select(c => c.Name)];
        string?[][] columns = [.. names.Select(_ => new string?[rows.GetArrayLength()])];
        int row = 0;
        foreach (JsonElement element in rows.EnumerateArray())
        {
            List<Message> news = [];
            Dictionary<string, string?> cells = Cells(element, $"{shownAs}[{row.ToString(CultureInfo.InvariantCulture)}]", schema, news);
            said.UnionWith(news);
            for (int i = 0; i < names.Length; i++) columns[i][row] = cells.GetValueOrDefault(names[i]);
            row++;
        }

        foreach (Message message in said) notices.Add(message);
        return new Table(shownAs, names, columns, new int[row]);
    }

    private static Dictionary<string, string?> Cells(JsonElement row, string shownAs, TableSchema schema, ICollection<Message> notices)
    {
        if (row.ValueKind != JsonValueKind.Object)
            throw new UserErrorException(PredictMessages.NotAnObject, PredictMessages.RowExample(schema.Features.First().Name), new Place(shownAs));

        Dictionary<string, string?> cells = new(StringComparer.Ordinal);
        foreach (JsonProperty property in row.EnumerateObject())
        {
            ColumnSchema column = Find(property.Name, shownAs, schema);
            if (column.Role != ColumnRole.Feature)
                notices.Add(PredictMessages.ColumnNotUsed(column.Name, column.Role == ColumnRole.Label));
            else if (!cells.TryAdd(column.Name, CellOf(property.Value, column, shownAs)))
                throw new UserErrorException(PredictMessages.KeyTwice(column.Name), PredictMessages.KeyTwiceWayOut, new Place(shownAs));
        }

        string[] missing = [.. schema.Features.Select(c => c.Name).Where(name => cells.GetValueOrDefault(name) is null)];
        if (missing.Length > 0) notices.Add(PredictMessages.TreatedAsMissing(missing));
        return cells;
    }

    private static JsonDocument Parse(string json, string shownAs)
    {
        try
        {
            return StrictJson.Parse(json);
        }
        catch (JsonException e)
        {
            Place place = new(shownAs, (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1);
            throw new UserErrorException(PredictMessages.NotJson, PredictMessages.NotJsonWayOut, place, e);
        }
    }

    private static ColumnSchema Find(string name, string shownAs, TableSchema schema)
    {
        ColumnSchema? column = schema.Columns.FirstOrDefault(c => c.Name == name);
        if (column is not null) return column;
        string[] features = [.. schema.Features.Select(c => c.Name)];
        throw new UserErrorException(PredictMessages.UnknownColumn(name), RecipeMessages.UnknownWayOut(NearestName.Find(name, features), features), new Place(shownAs));
    }

    private static string? CellOf(JsonElement value, ColumnSchema column, string shownAs)
    {
        string? text = value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => Cell.Clean(value.GetString()),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True or JsonValueKind.False when column.Type == ColumnType.Boolean => SameMeaning(column, value.GetBoolean()) ?? value.GetRawText(),
            JsonValueKind.True or JsonValueKind.False when column.Type == ColumnType.Category => value.GetRawText(),
            _ => throw WrongType(value, column, shownAs),
        };
        return text is null || column.Type != ColumnType.Number || Cell.TryNumber(text, out _) ? text : throw WrongType(value, column, shownAs);
    }

    /// <summary>The word for yes or no that the training rows have: true means 是 where they say 是 and 否.</summary>
    private static string? SameMeaning(ColumnSchema column, bool value) => column.KnownValues?.FirstOrDefault(word => Cell.TryBoolean(word, out bool meant) && meant == value);

    private static UserErrorException WrongType(JsonElement value, ColumnSchema column, string shownAs) => column.Type == ColumnType.Number
        ? new UserErrorException(PredictMessages.NotANumber(column.Name, value.GetRawText()), PredictMessages.NotANumberWayOut(column.Values), new Place(shownAs))
        : new UserErrorException(PredictMessages.NotACategory(column.Name, value.GetRawText()), PredictMessages.NotACategoryWayOut(column.Values), new Place(shownAs));
}
