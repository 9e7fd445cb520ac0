using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Data.Sources;

namespace Anneal.Data.Text.Examples;

/// <summary>Reads sentences with tagged tokens: a token and its tag a line with empty lines between sentences, or JSON objects with two lists.</summary>
/// <remarks>Of more than two fields in a line the first is the token and the last its tag, as in CoNLL's files. Tags that mark ends and singles (BIOES, BMES) become B and I.</remarks>
public static class TaggedTokensFile
{
    /// <summary>Reads all sentences.</summary>
    /// <param name="source">The file, also inside an archive.</param>
    /// <param name="tokens">The name of the list of tokens, in JSON.</param>
    /// <param name="tags">The name of the list of tags, in JSON.</param>
    /// <exception cref="UserErrorException">The file is missing or damaged, or says something else than tokens and tags.</exception>
    public static IReadOnlyList<TaggedTokens> Read(SourceChoice source, string tokens = "tokens", string tags = "tags")
    {
        SourceFile file = ExampleFile.Open(source);
        List<TaggedTokens> sentences = [.. ExampleFile.IsJson(file) ? Objects(file, tokens, tags) : Lines(file, source.Encoding)];
        return sentences.Count > 0 ? sentences : throw new UserErrorException(DataMessages.FileEmpty, DataMessages.FileEmptyWayOut, source.NamedAt ?? new Place(source.Shown));
    }

    private static IEnumerable<TaggedTokens> Lines(SourceFile file, string? encoding)
    {
        // Few different tokens and tags come again and again: one object for each.
        Dictionary<string, string> known = new(StringComparer.Ordinal);
        var lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
        string Shared(ReadOnlySpan<char> text)
        {
            if (lookup.TryGetValue(text, out string? one)) return one;
            one = text.ToString();
            return known[one] = one;
        }

        using StreamReader reader = ExampleFile.Text(file, encoding);
        List<string> tokens = [], tags = [];
        int begin = 1;
        for (int number = 1; ; number++)
        {
            string? line = reader.ReadLine();
            if (string.IsNullOrWhiteSpace(line))
            {
                if (tokens.Count > 0 && !(tokens.Count == 1 && tokens[0] == "-DOCSTART-")) yield return new TaggedTokens([.. tokens], [.. tags], new Place(file.ShownAs, begin));
                if (line is null) yield break;
                tokens.Clear();
                tags.Clear();
                begin = number + 1;
                continue;
            }

            Place place = new(file.ShownAs, number);
            if (tokens.Count == ExampleFile.LongestExample) throw new UserErrorException(ExampleMessages.TooLong, ExampleMessages.TooLongWayOut, place);
            ReadOnlySpan<char> rest = line.AsSpan().TrimEnd(" \t\r");
            int last = rest.LastIndexOf('\t'), first = rest.IndexOf('\t');
            if (last < 0) (last, first) = (rest.LastIndexOf(' '), rest.IndexOf(' '));
            if (last <= 0 || first <= 0) throw new UserErrorException(ExampleMessages.OneField, ExampleMessages.ConllWayOut, place);
            tokens.Add(Shared(rest[..first]));
            tags.Add(Tag(Shared(rest[(last + 1)..]), place));
        }
    }

    private static IEnumerable<TaggedTokens> Objects(SourceFile file, string tokensName, string tagsName)
    {
        foreach ((JsonElement row, int line) in JsonSource.Objects(file))
        {
            Place place = new(file.ShownAs, line);
            string[] tokens = ExampleFile.Texts(row, tokensName, place), tags = ExampleFile.Texts(row, tagsName, place);
            if (tokens.Length != tags.Length) throw new UserErrorException(ExampleMessages.OtherCount(tokens.Length, tags.Length), ExampleMessages.TagWayOut, place);
            if (tokens.Length > ExampleFile.LongestExample) throw new UserErrorException(ExampleMessages.TooLong, ExampleMessages.TooLongWayOut, place);
            if (Array.Exists(tokens, token => token.Length == 0)) throw new UserErrorException(ExampleMessages.EmptyToken, ExampleMessages.NoListWayOut(tokensName), place);
            if (tokens.Length > 0) yield return new TaggedTokens(tokens, [.. tags.Select(tag => Tag(tag, place))], place);
        }
    }

    private static string Tag(string written, Place place) => written switch
    {
        TagSpan.Outside => written,
        ['B' or 'I', '-', _, ..] => written,
        ['S', '-', _, ..] => "B" + written[1..],
        ['E' or 'M', '-', _, ..] => "I" + written[1..],
        _ => throw new UserErrorException(ExampleMessages.NotATag(written), ExampleMessages.TagWayOut, place),
    };
}
