using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Data.Sources;

namespace Anneal.Data.Text.Examples;

/// <summary>Reads texts: each line that is not empty is one, or each JSON object holds one.</summary>
public static class TextLinesFile
{
    /// <summary>Reads all texts.</summary>
    /// <param name="source">The file, also inside an archive.</param>
    /// <param name="text">The name of the text, in JSON.</param>
    /// <exception cref="UserErrorException">The file is missing or damaged, or holds no text.</exception>
    public static IReadOnlyList<string> Read(SourceChoice source, string text = "text")
    {
        SourceFile file = ExampleFile.Open(source);
        List<string> texts = [.. ExampleFile.IsJson(file) ? Objects(file, text) : Lines(file, source.Encoding)];
        return texts.Count > 0 ? texts : throw new UserErrorException(DataMessages.FileEmpty, DataMessages.FileEmptyWayOut, source.NamedAt ?? new Place(source.Shown));
    }

    private static IEnumerable<string> Lines(SourceFile file, string? encoding)
    {
        using StreamReader reader = ExampleFile.Text(file, encoding);
        for (int number = 1; reader.ReadLine() is { } line; number++)
        {
            if (line.Length > ExampleFile.LongestExample) throw new UserErrorException(ExampleMessages.TooLong, ExampleMessages.TooLongWayOut, new Place(file.ShownAs, number));
            if (!string.IsNullOrWhiteSpace(line)) yield return line;
        }
    }

    private static IEnumerable<string> Objects(SourceFile file, string name)
    {
        foreach ((JsonElement row, int line) in JsonSource.Objects(file))
        {
            Place place = new(file.ShownAs, line);
            string text = ExampleFile.Text(row, name, place);
            if (text.Length > ExampleFile.LongestExample) throw new UserErrorException(ExampleMessages.TooLong, ExampleMessages.TooLongWayOut, place);
            if (!string.IsNullOrWhiteSpace(text)) yield return text;
        }
    }
}
