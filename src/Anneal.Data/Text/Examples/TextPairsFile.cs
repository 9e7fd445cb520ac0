using System.Globalization;
using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Data.Sources;
using Anneal.Data.Tables;

namespace Anneal.Data.Text.Examples;

/// <summary>Reads pairs of texts: a line each with a tab between, JSON objects, or two columns of a table.</summary>
/// <remarks>
/// In lines, names are those of a first line that has both, or numbers from 1; unnamed, the first two fields count and no line is a heading. Quotation marks are text there. In JSON a name may lead inward
/// (<c>translation.en</c>); unnamed, the two texts of an object <c>translation</c> count, as Hugging Face's data sets have it.
/// </remarks>
public static class TextPairsFile
{
    private const string Translation = "translation";

    /// <summary>Reads all pairs.</summary>
    /// <param name="source">The file, also inside an archive.</param>
    /// <param name="first">The name of the first text.</param>
    /// <param name="second">The name of the second.</param>
    /// <param name="areUsual">Whether nobody named them: then files without these names are understood too.</param>
    /// <exception cref="UserErrorException">The file is missing or damaged, or says something else.</exception>
    public static IReadOnlyList<TextPair> Read(SourceChoice source, string first, string second, bool areUsual)
    {
        SourceFile file = ExampleFile.Open(source);
        List<TextPair> pairs = [.. ExampleFile.IsJson(file) ? Objects(file, first, second, areUsual) : file.EndsWith(".tsv", ".txt", ".tab") ? Lines(file, source.Encoding, first, second, areUsual) : Rows(source, first, second)];
        return pairs.Count > 0 ? pairs : throw new UserErrorException(DataMessages.FileEmpty, DataMessages.FileEmptyWayOut, source.NamedAt ?? new Place(source.Shown));
    }

    private static IEnumerable<TextPair> Lines(SourceFile file, string? encoding, string first, string second, bool areUsual)
    {
        using StreamReader reader = ExampleFile.Text(file, encoding);
        (int First, int Second)? fields = null;
        for (int number = 1; reader.ReadLine() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            Place place = new(file.ShownAs, number);
            string[] texts = line.Split('\t', 1 << 10);
            if (fields is null)
            {
                (int inHead, int otherInHead) = (PlaceOf(texts, first), PlaceOf(texts, second));
                if (inHead >= 0 && otherInHead >= 0)
                {
                    fields = (inHead, otherInHead);
                    continue;
                }

                fields = Field(first) is { } one && Field(second) is { } other ? (one, other)
                    : areUsual ? (0, 1)
                    : throw new UserErrorException(ExampleMessages.NoHeading(inHead < 0 ? first : second), ExampleMessages.NoHeadingWayOut, place);
            }

            if (texts.Length <= Math.Max(fields.Value.First, fields.Value.Second)) throw new UserErrorException(ExampleMessages.NoPair, ExampleMessages.NoPairWayOut, place);
            yield return Pair(texts[fields.Value.First], texts[fields.Value.Second], place);
        }
    }

    private static int PlaceOf(string[] heading, string name) => Array.FindIndex(heading, one => one.Trim().Equals(name, StringComparison.OrdinalIgnoreCase));

    private static int? Field(string name) => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0 and <= 1 << 10 ? number - 1 : null;

    private static IEnumerable<TextPair> Objects(SourceFile file, string first, string second, bool areUsual)
    {
        foreach ((JsonElement row, int line) in JsonSource.Objects(file))
        {
            Place place = new(file.ShownAs, line);
            if (areUsual && !row.TryGetProperty(first, out _) && row.TryGetProperty(Translation, out JsonElement both) && both.ValueKind == JsonValueKind.Object)
            {
                string[] names = [.. both.EnumerateObject().Select(property => property.Name).Take(3)];
                if (names.Length != 2) throw new UserErrorException(ExampleMessages.NotTwo(Translation), ExampleMessages.NotTwoWayOut, place);
                yield return Pair(ExampleFile.Text(both, names[0], place), ExampleFile.Text(both, names[1], place), place);
            }
            else
            {
                yield return Pair(Inward(row, first, place), Inward(row, second, place), place);
            }
        }
    }

    private static string Inward(JsonElement row, string name, Place place)
    {
        JsonElement at = row;
        string rest = name;
        while (!at.TryGetProperty(rest, out _) && rest.IndexOf('.', StringComparison.Ordinal) is > 0 and int dot && at.TryGetProperty(rest[..dot], out JsonElement inner) && inner.ValueKind == JsonValueKind.Object) (at, rest) = (inner, rest[(dot + 1)..]);
        return ExampleFile.Text(at, rest, place);
    }

    private static IEnumerable<TextPair> Rows(SourceChoice source, string first, string second)
    {
        Table table = TableSource.Read(source);
        IReadOnlyList<string?> Column(string name) => table.IndexOf(name) is >= 0 and int index ? table.Column(index) : throw new UserErrorException(ExampleMessages.NoHeading(name), ExampleMessages.NoHeadingWayOut, new Place(table.File, 1));
        IReadOnlyList<string?> firsts = Column(first), seconds = Column(second);
        for (int row = 0; row < table.RowCount; row++) yield return Pair(firsts[row] ?? "", seconds[row] ?? "", table.PlaceOf(row));
    }

    private static TextPair Pair(string first, string second, Place place)
    {
        if (string.IsNullOrWhiteSpace(first) || string.IsNullOrWhiteSpace(second)) throw new UserErrorException(ExampleMessages.NoPair, ExampleMessages.NoPairWayOut, place);
        if (Math.Max(first.Length, second.Length) > ExampleFile.LongestExample) throw new UserErrorException(ExampleMessages.TooLong, ExampleMessages.NoPairWayOut, place);
        return new TextPair(first.Trim(), second.Trim(), place);
    }
}
