using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Anneal.Data.Messages;
using Anneal.Formats;

namespace Anneal.Models.Text.Tagging;

/// <summary>What a tagger sees of each token: of a character itself and its pairs with both neighbours, of a word itself, its beginning, its end and its form.</summary>
/// <remarks>Each is looked up in a vocabulary that was learnt from the training part; what is met there once only counts as unknown, so that the unknown gets a meaning too.</remarks>
public sealed class TokenFeatures
{
    /// <summary>The file of the vocabularies in a model's folder.</summary>
    public const string FileName = "features.json";

    /// <summary>Behind a sentence's end, in a batch.</summary>
    internal const int Padding = 0;

    private const int Unknown = 1, FirstKnown = 2, AffixLength = 3, MostEntries = 1 << 22;

    private const string Edge = "\u0001";

    private readonly Dictionary<string, int>[] tables;

    private TokenFeatures(bool areWords, string[][] vocabularies)
    {
        AreWords = areWords;
        tables = [.. vocabularies.Select(words => words.Index().ToDictionary(one => one.Item, one => one.Index + FirstKnown, StringComparer.Ordinal))];
    }

    /// <summary>Whether the tokens are words; otherwise they are characters.</summary>
    public bool AreWords { get; }

    /// <summary>Numbers that each token becomes.</summary>
    public int Slots => AreWords ? 4 : 3;

    /// <summary>The vocabulary of a slot.</summary>
    internal int TableOf(int slot) => AreWords ? slot : Math.Min(slot, 1);

    /// <summary>How many numbers a vocabulary has, padding and the unknown among them.</summary>
    internal int CountOf(int table) => tables[table].Count + FirstKnown;

    /// <summary>Vocabularies of sentences.</summary>
    /// <param name="sentences">The tokens of the training part.</param>
    /// <param name="most">Entries of a vocabulary, at most; the rarest are left out.</param>
    public static TokenFeatures Learn(IReadOnlyList<IReadOnlyList<string>> sentences, int most)
    {
        bool words = sentences.Any(tokens => tokens.Any(token => token.Length > (char.IsHighSurrogate(token[0]) ? 2 : 1)));
        Dictionary<string, int>[] counts = [.. Enumerable.Range(0, words ? 4 : 2).Select(_ => new Dictionary<string, int>(StringComparer.Ordinal))];
        TokenFeatures counting = new(words, [.. counts.Select(_ => Array.Empty<string>())]);
        foreach (IReadOnlyList<string> tokens in sentences)
            counting.Walk(tokens, (slot, text) => CollectionsMarshal.GetValueRefOrAddDefault(counts[counting.TableOf(slot)], text, out _)++);

        // A pair of characters is counted once by each of the two.
        return new TokenFeatures(words, [.. counts.Select((table, t) => table.Where(one => one.Value >= (words || t == 0 ? 2 : 6))
            .OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal).Take(most).Select(one => one.Key).ToArray())]);
    }

    /// <summary>The numbers of a sentence, <c>[time * slots]</c>.</summary>
    public int[] Encode(IReadOnlyList<string> tokens)
    {
        int[] ids = new int[tokens.Count * Slots];
        int at = 0;
        Walk(tokens, (slot, text) => ids[at++] = tables[TableOf(slot)].GetValueOrDefault(text, Unknown));
        return ids;
    }

    internal void Write(string folder)
    {
        JsonObject json = new()
        {
            ["words"] = AreWords,
            ["vocabularies"] = new JsonArray([.. tables.Select(table => new JsonArray([.. table.OrderBy(one => one.Value).Select(one => JsonValue.Create(one.Key))]))]),
        };
        AtomicFile.Write(Path.Combine(folder, FileName), stream =>
        {
            using Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            json.WriteTo(writer);
        });
    }

    /// <exception cref="ModelFileException">The file is damaged.</exception>
    /// <exception cref="FileNotFoundException">It is missing.</exception>
    internal static TokenFeatures Read(string folder)
    {
        string file = Path.Combine(folder, FileName);
        JsonElement json = ModelFolder.Json(file);
        if (!json.TryGetProperty("words", out JsonElement words) || words.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) throw Broken("words");
        int count = words.ValueKind == JsonValueKind.True ? 4 : 2;
        if (!json.TryGetProperty("vocabularies", out JsonElement all) || all.ValueKind != JsonValueKind.Array || all.GetArrayLength() != count) throw Broken("vocabularies");
        List<string[]> vocabularies = [];
        foreach (JsonElement list in all.EnumerateArray())
        {
            if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MostEntries || list.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String)) throw Broken("vocabularies");
            string[] entries = [.. list.EnumerateArray().Select(item => item.GetString()!)];
            if (entries.Distinct(StringComparer.Ordinal).Count() != entries.Length) throw Broken("vocabularies");
            vocabularies.Add(entries);
        }

        return new TokenFeatures(words.ValueKind == JsonValueKind.True, [.. vocabularies]);

        ModelFileException Broken(string place) => new(file, place, "it is missing or makes no sense.", "Run the recipe again to get a whole bundle.");
    }

    private void Walk(IReadOnlyList<string> tokens, Action<int, string> hear)
    {
        string before = Edge, now = tokens.Count > 0 ? Plain(tokens[0]) : Edge;
        for (int i = 0; i < tokens.Count; i++)
        {
            string after = i + 1 < tokens.Count ? Plain(tokens[i + 1]) : Edge;
            if (AreWords)
            {
                string lower = now.ToLowerInvariant();
                hear(0, lower);
                hear(1, lower.Length <= AffixLength ? lower : lower[..AffixLength]);
                hear(2, lower.Length <= AffixLength ? lower : lower[^AffixLength..]);
                hear(3, Form(now));
            }
            else
            {
                hear(0, now);
                hear(1, before + now);
                hear(2, now + after);
            }

            (before, now) = (now, after);
        }
    }

    /// <summary>Full-width signs as usual ones, and every digit as 0: numbers differ, their form does not.</summary>
    private static string Plain(string token) => token.AsSpan().IndexOfAnyInRange('！', '～') < 0 && !token.Any(char.IsDigit)
        ? token
        : string.Concat(token.Select(c => c is >= '！' and <= '～' ? (char)(c - '！' + '!') : c).Select(c => char.IsDigit(c) ? '0' : c));

    /// <summary>Capitals, small letters, digits and the rest as runs: <c>Xx</c> for a name, <c>X.X.</c> for an abbreviation.</summary>
    private static string Form(string token)
    {
        System.Text.StringBuilder form = new();
        foreach (char c in token)
        {
            char kind = char.IsUpper(c) ? 'X' : char.IsLower(c) ? 'x' : char.IsDigit(c) ? '0' : char.IsLetter(c) ? 'z' : c;
            if (form.Length == 0 || form[^1] != kind) form.Append(kind);
            if (form.Length == 8) break;
        }

        return form.ToString();
    }
}
