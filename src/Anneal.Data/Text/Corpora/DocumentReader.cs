using System.Text;
using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Data.Sources;
using Anneal.Formats;

namespace Anneal.Data.Text.Corpora;

/// <summary>Reads documents from front to back, a stretch at a time: a file larger than memory is no trouble.</summary>
internal static class DocumentReader
{
    /// <summary>A stretch ends at the first line end behind this many characters.</summary>
    private const int PieceLength = 1 << 20;

    /// <summary>A line, of which a document may be made, is not longer than this.</summary>
    private const int LongestLine = 1 << 26;

    /// <summary>The stretches of all documents and whether a document ends behind each, in a fixed order.</summary>
    /// <exception cref="UserErrorException">A file is missing, is no text, or is no JSONL.</exception>
    public static IEnumerable<(string Text, bool EndsDocument)> Read(CorpusChoice choice)
    {
        bool any = false;
        foreach (SourceFile file in Files(choice.Source))
        {
            IEnumerable<(string, bool)> pieces = file.EndsWith(".jsonl", ".ndjson") ? Objects(file, choice.TextColumn ?? "text")
                : choice.Documents == DocumentUnit.Whole ? Whole(file, choice.Source.Encoding)
                : choice.Documents == DocumentUnit.Lines ? Lines(file, choice.Source.Encoding)
                : Paragraphs(file, choice.Source.Encoding);
            foreach ((string text, bool ends) in pieces)
            {
                any = true;
                yield return (text, ends);
            }
        }

        if (!any) throw new UserErrorException(DataMessages.FileEmpty, DataMessages.FileEmptyWayOut, choice.Source.NamedAt ?? new Place(choice.Source.Shown));
    }

    private static IEnumerable<SourceFile> Files(SourceChoice source)
    {
        string[] paths = ManyFiles.IsPattern(source.Location) ? ManyFiles.Find(source.Location, source)
            : Directory.Exists(source.Location) ? [.. Directory.EnumerateFiles(source.Location, "*", SearchOption.AllDirectories).Where(IsText).Order(StringComparer.Ordinal)]
            : [source.Location];
        if (paths.Length == 0) throw new UserErrorException(CorpusMessages.NoTextInFolder(source.Shown), CorpusMessages.NoTextInFolderWayOut, source.NamedAt);
        return paths.Select(path => SourceFile.OnDisk(path, paths.Length == 1 && path == source.Location ? source.Shown : path, source.NamedAt));
    }

    private static bool IsText(string path) => Path.GetExtension(path).ToLowerInvariant() is ".txt" or ".md" or ".jsonl" or ".ndjson";

    /// <summary>A whole file as one document, its line ends as <c>\n</c>.</summary>
    private static IEnumerable<(string Text, bool EndsDocument)> Whole(SourceFile file, string? encoding)
    {
        using StreamReader reader = Open(file, encoding);
        StringBuilder piece = new();
        char[] block = new char[1 << 16];
        bool wasReturn = false;
        string? ready = null;
        int count;
        while ((count = reader.Read(block)) > 0)
        {
            for (int i = 0; i < count; i++)
            {
                char c = block[i];
                if (!(c == '\n' && wasReturn)) piece.Append(c == '\r' ? '\n' : c);
                wasReturn = c == '\r';
                bool full = piece.Length >= PieceLength && (c is '\n' or '\r' || (piece.Length >= LongestLine && !char.IsHighSurrogate(c)));
                if (!full) continue;
                if (ready is not null) yield return (ready, false);
                ready = piece.ToString();
                piece.Clear();
            }
        }

        if (piece.Length > 0 && ready is not null) yield return (ready, false);
        if (piece.Length > 0) ready = piece.ToString();
        if (ready is not null) yield return (ready, true);
    }

    private static IEnumerable<(string Text, bool EndsDocument)> Lines(SourceFile file, string? encoding)
    {
        using StreamReader reader = Open(file, encoding);
        while (reader.ReadLine() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line)) yield return (line, true);
        }
    }

    private static IEnumerable<(string Text, bool EndsDocument)> Paragraphs(SourceFile file, string? encoding)
    {
        using StreamReader reader = Open(file, encoding);
        StringBuilder paragraph = new();
        while (reader.ReadLine() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                if (paragraph.Length > 0) paragraph.Append('\n');
                paragraph.Append(line);
                if (paragraph.Length < LongestLine) continue;
            }

            if (paragraph.Length > 0) yield return (paragraph.ToString(), true);
            paragraph.Clear();
        }

        if (paragraph.Length > 0) yield return (paragraph.ToString(), true);
    }

    private static IEnumerable<(string Text, bool EndsDocument)> Objects(SourceFile file, string column)
    {
        using StreamReader reader = Open(file, asked: null);
        for (int number = 1; reader.ReadLine() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            if (TextOf(line, column, new Place(file.ShownAs, number)) is { Length: > 0 } text) yield return (text, true);
        }
    }

    private static string? TextOf(string line, string column, Place place)
    {
        try
        {
            JsonElement row = StrictJson.Element(line);
            return row.ValueKind == JsonValueKind.Object && row.TryGetProperty(column, out JsonElement value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : throw new UserErrorException(CorpusMessages.NoTextIn(column), CorpusMessages.NoTextInWayOut(column), place);
        }
        catch (JsonException e)
        {
            throw JsonSource.Broken(e, place);
        }
    }

    private static StreamReader Open(SourceFile file, string? asked) => new(file.Open(), TextEncoding.Of(file, asked));
}
