using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers.Normalizers;
using Anneal.Data.Text.Unicode;

namespace Anneal.Data.Text.Tokenizers.Files.Json;

/// <summary>The normalizers of a tokenizer.json.</summary>
internal static class JsonNormalizers
{
    /// <summary>Reads them in order.</summary>
    /// <param name="part">The entry <c>normalizer</c>.</param>
    /// <param name="normalizers">Gets the normalizers.</param>
    /// <param name="marks">Becomes how spaces are marked, if the entry does that (Llama 2 and its kin).</param>
    public static void Read(JsonPart part, List<TextNormalizer> normalizers, ref SpaceMarks? marks)
    {
        switch (part.Type)
        {
            case "Sequence":
                List<JsonPart> inner = part.List("normalizers");
                for (int i = 0; i < inner.Count; i++)
                {
                    // Llama 2 writes SentencePiece's marking of spaces as two steps.
                    if (inner[i].Type == "Prepend" && IsMark(inner[i].Text("prepend")) && i + 2 == inner.Count && MarksSpaces(inner[i + 1]))
                    {
                        marks = new SpaceMarks(SpacePrefix.Always);
                        return;
                    }

                    Read(inner[i], normalizers, ref marks);
                }

                break;
            case "NFC": normalizers.Add(new UnicodeFormNormalizer(UnicodeForm.Nfc)); break;
            case "NFD": normalizers.Add(new UnicodeFormNormalizer(UnicodeForm.Nfd)); break;
            case "NFKC": normalizers.Add(new UnicodeFormNormalizer(UnicodeForm.Nfkc)); break;
            case "NFKD": normalizers.Add(new UnicodeFormNormalizer(UnicodeForm.Nfkd)); break;
            case "Lowercase": normalizers.Add(new Lowercase()); break;
            case "StripAccents": normalizers.Add(new AccentStripping()); break;
            case "Strip": normalizers.Add(new Stripping(part.Flag("strip_left", true), part.Flag("strip_right", true))); break;
            case "BertNormalizer":
                bool lowercases = part.Flag("lowercase", true);
                normalizers.Add(new BertNormalizer(part.Flag("clean_text", true), part.Flag("handle_chinese_chars", true), part.FindFlag("strip_accents") ?? lowercases, lowercases));
                break;
            case "Replace":
                if (MarksSpaces(part)) marks = new SpaceMarks(SpacePrefix.Never);
                else normalizers.Add(Replace(part));
                break;
            case "Precompiled":
                if (part.Value("precompiled_charsmap") is not { } map) break; // none given: nothing to do
                if (map.ValueKind != JsonValueKind.String || !map.TryGetBytesFromBase64(out byte[]? bytes)) throw part.Wrong("precompiled_charsmap");
                if (bytes.Length > 0) normalizers.Add(CharacterMap.TryRead(bytes) ?? throw part.Wrong("precompiled_charsmap"));
                break;
            default: throw part.Unsupported(part.Type);
        }
    }

    private static TextNormalizer Replace(JsonPart part)
    {
        const int Longest = 64;
        JsonPart pattern = part.Get("pattern");
        string content = part.Text("content");
        if (content.Length > Longest) throw part.Wrong("content");
        if (pattern.FindText("String") is { } text) return text.Length > 0 ? new Replacement(text, content) : throw part.Wrong("pattern");
        return pattern.Text("Regex") == SpaceRuns.Pattern ? new SpaceRuns(content) : throw part.Unsupported(pattern.Text("Regex"));
    }

    private static bool MarksSpaces(JsonPart part) => part.Type == "Replace" && part.Get("pattern").FindText("String") == " " && IsMark(part.Text("content"));

    private static bool IsMark(string text) => text.Length == 1 && text[0] == TokenSpellings.SpaceMark;
}
