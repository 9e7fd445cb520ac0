using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Anneal.Data.Text.Tokenizers.Models;
using Anneal.Data.Text.Tokenizers.Normalizers;
using Anneal.Data.Text.Tokenizers.Splitters;

namespace Anneal.Data.Text.Tokenizers.Files.Json;

/// <summary>Writes tokenizer.json as Hugging Face's tokenizers library reads it.</summary>
internal sealed class TokenizerJsonWriter
{
    /// <summary>Text as it is, so that people can read the file.</summary>
    public static readonly JsonWriterOptions Options = new() { Indented = true, IndentSize = 1, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TokenizerParts parts;
    private readonly Utf8JsonWriter json;

    private TokenizerJsonWriter(TokenizerParts parts, Utf8JsonWriter json) => (this.parts, this.json) = (parts, json);

    /// <summary>Writes a tokenizer.</summary>
    public static void Write(Tokenizer tokenizer, Stream stream)
    {
        using Utf8JsonWriter json = new(stream, Options);
        new TokenizerJsonWriter(tokenizer.Parts, json).WriteAll();
    }

    private void WriteAll()
    {
        json.WriteStartObject();
        json.WriteString("version", "1.0");
        json.WriteNull("truncation");
        json.WriteNull("padding");
        WriteAdded();
        WriteNormalizers();
        WriteSplitter();
        WriteTemplate();
        WriteDecoder();
        json.WriteStartObject("model");
        WriteModel();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteAdded()
    {
        json.WriteStartArray("added_tokens");
        HashSet<int> written = [];
        Vocabulary vocabulary = parts.Vocabulary;
        List<AddedToken> added = [.. parts.Added];
        // What is special without being looked for in texts is still special to those who read the file.
        for (int id = 0; id < vocabulary.Count; id++)
            if (vocabulary.RoleOf(id) is TokenRole.Control or TokenRole.Unknown && vocabulary.TextOf(id).Length > 0 && !added.Exists(t => t.Id == id)) added.Add(new AddedToken(id, vocabulary.TextOf(id), Special: true));
        foreach (AddedToken token in added.OrderBy(t => t.Id))
        {
            if (!written.Add(token.Id)) continue;
            json.WriteStartObject();
            json.WriteNumber("id", token.Id);
            json.WriteString("content", token.Text);
            json.WriteBoolean("single_word", token.SingleWord);
            json.WriteBoolean("lstrip", token.TakesLeft);
            json.WriteBoolean("rstrip", token.TakesRight);
            json.WriteBoolean("normalized", token.Normalized);
            json.WriteBoolean("special", token.Special);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteNormalizers()
    {
        List<Action> steps = [.. parts.Normalizers.Select<TextNormalizer, Action>(n => () => WriteNormalizer(n))];
        if (parts.Marks is SpaceMarks { UnlessThere: false } marks)
        {
            if (marks.Prefix != SpacePrefix.Never) steps.Add(() => Simple("Prepend", ("prepend", "▁")));
            steps.Add(() => WriteReplace("String", " ", "▁"));
        }

        WriteSteps("normalizer", "normalizers", steps);
    }

    private void WriteNormalizer(TextNormalizer normalizer)
    {
        switch (normalizer)
        {
            case UnicodeFormNormalizer form: Simple(form.Form.ToString().ToUpperInvariant()); break;
            case Lowercase: Simple("Lowercase"); break;
            case AccentStripping: Simple("StripAccents"); break;
            case Replacement replacement: WriteReplace("String", replacement.Pattern, replacement.Content); break;
            case SpaceRuns runs: WriteReplace("Regex", SpaceRuns.Pattern, runs.Content); break;
            case CharacterMap map: Simple("Precompiled", ("precompiled_charsmap", Convert.ToBase64String(map.Source))); break;
            case Stripping stripping: Simple("Strip", ("strip_left", stripping.Left), ("strip_right", stripping.Right)); break;
            case BertNormalizer bert:
                Simple("BertNormalizer", ("clean_text", bert.Cleans), ("handle_chinese_chars", bert.SpacesChinese), ("strip_accents", bert.StripsAccents), ("lowercase", bert.Lowercases));
                break;
            default: throw new NotSupportedException(normalizer.GetType().Name);
        }
    }

    private void WriteReplace(string kind, string pattern, string content)
    {
        json.WriteStartObject();
        json.WriteString("type", "Replace");
        json.WriteStartObject("pattern");
        json.WriteString(kind, pattern);
        json.WriteEndObject();
        json.WriteString("content", content);
        json.WriteEndObject();
    }

    private void WriteSplitter()
    {
        bool bytes = parts.Vocabulary.Spelling == TokenSpelling.Bytes, leads = parts.Marks is LeadingSpace;
        List<Action> steps = [];
        foreach (TextSplitter splitter in parts.Splitter switch { null or MarkedWordSplitter => [], SplitterChain chain => chain.Splitters, var one => [one] })
            steps.Add(() => WriteSplitter(splitter));
        if (parts.Marks is WordMarks) steps = [() => Simple("WhitespaceSplit"), () => WriteMetaspace(SpacePrefix.Always, split: true)];
        if (parts.Marks is SpaceMarks { UnlessThere: true } marks) steps = [() => WriteMetaspace(marks.Prefix, parts.Splitter is SpaceMarkSplitter)];
        if (bytes && parts.Splitter is Gpt2Splitter) steps = [() => WriteByteLevel(leads, regex: true)];
        else if (bytes) steps.Add(() => WriteByteLevel(leads, regex: false));
        WriteSteps("pre_tokenizer", "pretokenizers", steps);
    }

    private void WriteSplitter(TextSplitter splitter)
    {
        switch (splitter)
        {
            case Gpt2Splitter: WriteSplit("Regex", Gpt2Splitter.Pattern, "Isolated"); break;
            case ContractionSplitter contraction: WriteSplit("Regex", contraction.Digits == 1 ? ContractionSplitter.OneDigit : ContractionSplitter.ThreeDigits, "Isolated"); break;
            case CasedSplitter: WriteSplit("Regex", CasedSplitter.Pattern, "Isolated"); break;
            case NumberSplitter { Digits: 3 }: WriteSplit("Regex", @"\p{N}{1,3}", "Isolated"); break;
            case NumberSplitter number: Simple("Digits", ("individual_digits", number.Digits == 1)); break;
            case LiteralSplitter literal: WriteSplit("String", literal.Pattern, literal.Behaviour.ToString()); break;
            case WhitespaceSplitter space: Simple(space.CutsMarks ? "Whitespace" : "WhitespaceSplit"); break;
            case BertSplitter: Simple("BertPreTokenizer"); break;
            case PunctuationSplitter: Simple("Punctuation", ("behavior", "Isolated")); break;
            case SpaceMarkSplitter: WriteMetaspace(SpacePrefix.Never, split: true); break;
            default: throw new NotSupportedException(splitter.GetType().Name);
        }
    }

    private void WriteSplit(string kind, string pattern, string behaviour)
    {
        json.WriteStartObject();
        json.WriteString("type", "Split");
        json.WriteStartObject("pattern");
        json.WriteString(kind, pattern);
        json.WriteEndObject();
        json.WriteString("behavior", behaviour);
        json.WriteBoolean("invert", false);
        json.WriteEndObject();
    }

    private void WriteByteLevel(bool leads, bool regex) => Simple("ByteLevel", ("add_prefix_space", leads), ("trim_offsets", true), ("use_regex", regex));

    private void WriteMetaspace(SpacePrefix prefix, bool split) => Simple("Metaspace", ("replacement", "▁"), ("prepend_scheme", prefix.ToString().ToLowerInvariant()), ("split", split));

    private void WriteTemplate()
    {
        if (parts.Template.Single.Count == 1)
        {
            if (parts.Vocabulary.Spelling == TokenSpelling.Bytes)
            {
                json.WritePropertyName("post_processor");
                Simple("ByteLevel", ("add_prefix_space", true), ("trim_offsets", false), ("use_regex", true));
            }
            else
            {
                json.WriteNull("post_processor");
            }

            return;
        }

        json.WriteStartObject("post_processor");
        json.WriteString("type", "TemplateProcessing");
        WritePieces("single", parts.Template.Single);
        WritePieces("pair", parts.Template.Pair);
        json.WriteStartObject("special_tokens");
        foreach (int id in parts.Template.Single.Concat(parts.Template.Pair).Where(p => p.Id is not null).Select(p => p.Id!.Value).Distinct().Order())
        {
            json.WriteStartObject(parts.Vocabulary.TextOf(id));
            json.WriteString("id", parts.Vocabulary.TextOf(id));
            json.WriteStartArray("ids");
            json.WriteNumberValue(id);
            json.WriteEndArray();
            json.WriteStartArray("tokens");
            json.WriteStringValue(parts.Vocabulary.TextOf(id));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WritePieces(string name, IReadOnlyList<TemplatePart> pieces)
    {
        json.WriteStartArray(name);
        foreach (TemplatePart piece in pieces)
        {
            json.WriteStartObject();
            json.WriteStartObject(piece.Id is null ? "Sequence" : "SpecialToken");
            json.WriteString("id", piece.Id is { } id ? parts.Vocabulary.TextOf(id) : piece.Second ? "B" : "A");
            json.WriteNumber("type_id", piece.Type);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteDecoder()
    {
        switch (parts.Vocabulary.Spelling)
        {
            case TokenSpelling.Bytes:
                json.WritePropertyName("decoder");
                Simple("ByteLevel", ("add_prefix_space", true), ("trim_offsets", true), ("use_regex", true));
                break;
            case TokenSpelling.WordPieces:
                json.WritePropertyName("decoder");
                Simple("WordPiece", ("prefix", "##"), ("cleanup", true));
                break;
            case TokenSpelling.MarkedSpaces:
                List<Action> steps = [() => WriteReplace("String", "▁", " "), () => Simple("ByteFallback"), () => Simple("Fuse")];
                if (parts.DropsFirstSpace) steps.Add(() => Simple("Strip", ("content", " "), ("start", 1), ("stop", 0)));
                WriteSteps("decoder", "decoders", steps);
                break;
            case TokenSpelling.Plain:
                json.WritePropertyName("decoder");
                Simple("Fuse");
                break;
            default: json.WriteNull("decoder"); break;
        }
    }

    private void WriteModel()
    {
        switch (parts.Model)
        {
            case BytePairModel model:
                json.WriteString("type", "BPE");
                json.WriteNull("dropout");
                WriteUnknown(model.UnknownId);
                json.WriteNull("continuing_subword_prefix");
                json.WriteNull("end_of_word_suffix");
                json.WriteBoolean("fuse_unk", model.FuseUnknown);
                json.WriteBoolean("byte_fallback", model.Start == BytePairStart.CharactersThenBytes);
                json.WriteBoolean("ignore_merges", model.WholeFirst);
                WriteVocabulary();
                WriteMerges(model.Merges);
                break;
            case WordPieceModel model:
                json.WriteString("type", "WordPiece");
                WriteUnknown(model.UnknownId);
                json.WriteString("continuing_subword_prefix", model.Prefix);
                json.WriteNumber("max_input_chars_per_word", model.LongestWord);
                WriteVocabulary();
                break;
            case WordModel model:
                json.WriteString("type", "WordLevel");
                WriteVocabulary();
                WriteUnknown(model.UnknownId);
                break;
            case UnigramModel model:
                json.WriteString("type", "Unigram");
                if (model.UnknownId is { } unknown) json.WriteNumber("unk_id", unknown);
                else json.WriteNull("unk_id");
                json.WriteStartArray("vocab");
                for (int id = 0; id < parts.Vocabulary.Count; id++)
                {
                    json.WriteStartArray();
                    json.WriteStringValue(parts.Vocabulary.TextOf(id));
                    json.WriteNumberValue(model.Scores[id]);
                    json.WriteEndArray();
                }

                json.WriteEndArray();
                json.WriteBoolean("byte_fallback", model.ByteFallback);
                break;
            default: throw new NotSupportedException(parts.Model.GetType().Name);
        }
    }

    private void WriteUnknown(int? id)
    {
        if (id is { } unknown) json.WriteString("unk_token", parts.Vocabulary.TextOf(unknown));
        else json.WriteNull("unk_token");
    }

    private void WriteVocabulary()
    {
        json.WriteStartObject("vocab");
        for (int id = 0; id < parts.Vocabulary.Count; id++)
            if (parts.Vocabulary.Texts[id] is { } text && parts.Vocabulary.IdOf(text) == id) json.WriteNumber(text, id);
        json.WriteEndObject();
    }

    private void WriteMerges(MergeTable merges)
    {
        List<(string Left, string Right)> pairs = [.. merges.InOrder().Select(m => (parts.Vocabulary.TextOf(m.Left), parts.Vocabulary.TextOf(m.Right)))];
        bool spaced = pairs.Exists(p => p.Left.Contains(' ') || p.Right.Contains(' '));
        json.WriteStartArray("merges");
        foreach ((string left, string right) in pairs)
        {
            if (!spaced)
            {
                json.WriteStringValue($"{left} {right}");
                continue;
            }

            json.WriteStartArray();
            json.WriteStringValue(left);
            json.WriteStringValue(right);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private void WriteSteps(string name, string listName, List<Action> steps)
    {
        json.WritePropertyName(name);
        switch (steps.Count)
        {
            case 0: json.WriteNullValue(); break;
            case 1: steps[0](); break;
            default:
                json.WriteStartObject();
                json.WriteString("type", "Sequence");
                json.WriteStartArray(listName);
                foreach (Action step in steps) step();
                json.WriteEndArray();
                json.WriteEndObject();
                break;
        }
    }

    private void Simple(string type, params ReadOnlySpan<(string Name, object Value)> values)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        foreach ((string name, object value) in values)
        {
            switch (value)
            {
                case bool flag: json.WriteBoolean(name, flag); break;
                case int number: json.WriteNumber(name, number); break;
                default: json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture)); break;
            }
        }

        json.WriteEndObject();
    }
}
