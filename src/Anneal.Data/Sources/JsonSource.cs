using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Data.Tables;
using Anneal.Formats;

namespace Anneal.Data.Sources;

/// <summary>Reads one JSON object a line, or a file that is one list of objects.</summary>
/// <remarks>
/// An object inside a row becomes columns with dotted names (<c>address.town</c>); a list of plain values becomes one cell with <c>|</c>
/// between them; a list of lists or objects is refused. Lines are read twice, first for the columns, and one at a time; a list is read whole.
/// </remarks>
internal sealed class JsonSource : TableReader
{
    private const long MostBytes = 1L << 30;

    private readonly IEnumerator<(JsonElement Row, int Line)> rows;
    private readonly Dictionary<string, int> indices = new(StringComparer.Ordinal);
    private int line;

    private JsonSource(SourceFile file)
        : base(file.ShownAs)
    {
        bool isList = FirstCharacter(file) == '[';
        List<string> names = [];
        foreach ((JsonElement row, int at) in isList ? List(file) : Lines(file))
        {
            line = at;
            Flatten(row, "", (name, _) =>
            {
                if (!indices.TryAdd(name, names.Count)) return;
                if (names.Count == HeaderRow.MostColumns) throw Error(SourceMessages.TooManyColumns(HeaderRow.MostColumns), SourceMessages.TooManyColumnsWayOut);
                names.Add(name);
            });
        }

        if (names.Count == 0) throw new UserErrorException(DataMessages.FileEmpty, DataMessages.FileEmptyWayOut, new Place(File));
        Names = names;
        rows = (isList ? List(file) : Lines(file)).GetEnumerator();
    }

    /// <inheritdoc/>
    public override Place Place => new(File, line);

    public static JsonSource Open(SourceFile file) => new(file);

    /// <inheritdoc/>
    public override bool Read(string?[] cells)
    {
        if (!rows.MoveNext()) return false;
        line = rows.Current.Line;
        Array.Clear(cells);
        bool[] given = new bool[cells.Length];
        Flatten(rows.Current.Row, "", (name, text) =>
        {
            int index = indices[name];
            if (given[index]) throw Error(SourceMessages.KeyTwice(name), SourceMessages.KeyTwiceWayOut);
            given[index] = true;
            cells[index] = text;
        });
        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => rows?.Dispose();

    /// <summary>The objects of a file as they are, with their lines (or their numbers, in a list).</summary>
    public static IEnumerable<(JsonElement Row, int Line)> Objects(SourceFile file) => FirstCharacter(file) == '[' ? List(file) : Lines(file);

    /// <summary>Tells what is wrong with JSON, and in which column of the line.</summary>
    public static UserErrorException Broken(JsonException e, Place line)
    {
        Place place = line with { Column = (int)(e.BytePositionInLine ?? 0) + 1 };
        return e is HalfCharacterException
            ? new UserErrorException(SourceMessages.HalfCharacter, SourceMessages.HalfCharacterWayOut, place, e)
            : new UserErrorException(SourceMessages.NotJson, SourceMessages.NotJsonWayOut, place, e);
    }

    private static char FirstCharacter(SourceFile file)
    {
        using StreamReader reader = new(file.Open(), TextEncoding.Of(file, asked: null));
        int c;
        while ((c = reader.Read()) >= 0)
        {
            if (!char.IsWhiteSpace((char)c) && c != '\uFEFF') return (char)c;
        }

        return '\0';
    }

    private static IEnumerable<(JsonElement Row, int Line)> Lines(SourceFile file)
    {
        using StreamReader reader = new(file.Open(), TextEncoding.Of(file, asked: null));
        for (int number = 1; reader.ReadLine() is { } text; number++)
        {
            if (string.IsNullOrWhiteSpace(text)) continue;
            Place place = new(file.ShownAs, number);
            JsonElement row;
            try
            {
                row = StrictJson.Element(text);
            }
            catch (JsonException e)
            {
                throw Broken(e, place);
            }

            if (row.ValueKind != JsonValueKind.Object) throw new UserErrorException(SourceMessages.NotAnObject, SourceMessages.NotJsonWayOut, place);
            yield return (row, number);
        }
    }

    /// <summary>The objects of a list; their "line" is their number, since the parser keeps no lines.</summary>
    private static IEnumerable<(JsonElement Row, int Line)> List(SourceFile file)
    {
        JsonElement list;
        try
        {
            ReadOnlySpan<byte> bytes = file.ReadAll(MostBytes);
            if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
            list = StrictJson.Element(bytes);
        }
        catch (JsonException e)
        {
            throw Broken(e, new Place(file.ShownAs, (int)(e.LineNumber ?? 0) + 1));
        }

        int number = 0;
        foreach (JsonElement row in list.EnumerateArray())
        {
            number++;
            if (row.ValueKind != JsonValueKind.Object) throw new UserErrorException(SourceMessages.NotAnObject, SourceMessages.NotJsonWayOut, new Place(file.ShownAs, number));
            yield return (row, number);
        }
    }

    private void Flatten(JsonElement value, string path, Action<string, string?> receive)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in value.EnumerateObject()) Flatten(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}", receive);
            return;
        }

        receive(path, value.ValueKind == JsonValueKind.Array ? Joined(value, path) : Text(value));
    }

    private string? Joined(JsonElement list, string path)
    {
        if (list.EnumerateArray().Any(item => item.ValueKind is JsonValueKind.Object or JsonValueKind.Array)) throw Error(SourceMessages.NestedList(path), SourceMessages.NestedListWayOut);
        return list.GetArrayLength() == 0 ? null : string.Join('|', list.EnumerateArray().Select(Text));
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };

    private UserErrorException Error(Message reason, Message wayOut) => new(reason, wayOut, Place);
}
