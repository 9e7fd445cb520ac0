using Anneal.Data.Text.Tokenizers.Normalizers;
using Anneal.Data.Text.Tokenizers.Splitters;

namespace Anneal.Data.Text.Tokenizers.Files.Json;

/// <summary>The pre-tokenizers of a tokenizer.json.</summary>
internal static class JsonSplitters
{
    /// <summary>What a pre-tokenizer comes to.</summary>
    /// <param name="Splitter">How text is cut, or null for not at all.</param>
    /// <param name="Marks">How spaces are marked, or null.</param>
    public readonly record struct Cutting(TextSplitter? Splitter, TextNormalizer? Marks);

    // cl100k as tiktoken itself writes it: possessive, so that it looks different and cuts the same.
    private const string Possessive = @"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+";

    /// <summary>Reads the entry <c>pre_tokenizer</c>.</summary>
    public static Cutting Read(JsonPart part)
    {
        switch (part.Type)
        {
            case "Sequence":
                List<TextSplitter> chain = [];
                TextNormalizer? marks = null;
                foreach (JsonPart inner in part.List("pretokenizers"))
                {
                    Cutting cutting = Read(inner);
                    // Marks come before the text is cut here; in a sequence that is the same only for whole words.
                    if (cutting.Marks is not null && (marks is not null || chain.Exists(s => s is not WhitespaceSplitter { CutsMarks: false }))) throw part.Unsupported($"Sequence … {inner.Type}");
                    if (cutting.Marks is SpaceMarks && chain.Count > 0) return new Cutting(new SpaceMarkSplitter(), new WordMarks());
                    marks ??= cutting.Marks;
                    if (cutting.Splitter is not null) chain.Add(cutting.Splitter);
                }

                return new Cutting(chain.Count switch { 0 => null, 1 => chain[0], _ => new SplitterChain(chain) }, marks);
            case "ByteLevel": return new Cutting(part.Flag("use_regex", true) ? new Gpt2Splitter() : null, part.Flag("add_prefix_space", true) ? new LeadingSpace() : null);
            case "BertPreTokenizer": return new Cutting(new BertSplitter(), null);
            case "Whitespace": return new Cutting(new WhitespaceSplitter(cutsMarks: true), null);
            case "WhitespaceSplit": return new Cutting(new WhitespaceSplitter(cutsMarks: false), null);
            case "Digits": return new Cutting(new NumberSplitter(part.Flag("individual_digits", false) ? 1 : 0), null);
            case "Punctuation": return (part.FindText("behavior") ?? "Isolated") == "Isolated" ? new Cutting(new PunctuationSplitter(), null) : throw part.Unsupported($"Punctuation {part.Text("behavior")}");
            case "Metaspace":
                if (part.Text("replacement") is not [TokenSpellings.SpaceMark]) throw part.Unsupported($"Metaspace {part.Text("replacement")}");
                SpacePrefix prefix = part.FindText("prepend_scheme") switch
                {
                    "always" => SpacePrefix.Always,
                    "first" => SpacePrefix.First,
                    "never" => SpacePrefix.Never,
                    null => part.Flag("add_prefix_space", true) ? SpacePrefix.Always : SpacePrefix.Never,
                    _ => throw part.Wrong("prepend_scheme"),
                };
                return new Cutting(part.Flag("split", true) ? new SpaceMarkSplitter() : null, new SpaceMarks(prefix, unlessThere: true));
            case "Split": return new Cutting(Split(part), null);
            default: throw part.Unsupported(part.Type);
        }
    }

    private static TextSplitter Split(JsonPart part)
    {
        JsonPart pattern = part.Get("pattern");
        string behaviour = part.Text("behavior");
        bool inverted = part.Flag("invert", false);
        if (pattern.FindText("String") is { Length: > 0 } literal)
            return !inverted && Enum.TryParse(behaviour, out CutBehaviour cut) && Enum.IsDefined(cut) ? new LiteralSplitter(literal, cut) : throw part.Unsupported($"Split {behaviour}");
        string regex = pattern.Text("Regex");
        if ((behaviour, inverted) is not (("Isolated", false) or ("Removed", true))) throw part.Unsupported($"Split {behaviour}");
        return regex switch
        {
            Gpt2Splitter.Pattern => new Gpt2Splitter(),
            ContractionSplitter.ThreeDigits or Possessive => new ContractionSplitter(3),
            ContractionSplitter.OneDigit => new ContractionSplitter(1),
            CasedSplitter.Pattern => new CasedSplitter(),
            @"\p{N}{1,3}" when !inverted => new NumberSplitter(3),
            @"\p{N}" when !inverted => new NumberSplitter(1),
            _ => throw part.Unsupported(regex),
        };
    }
}
