using System.Text;
using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers.Models;
using Anneal.Data.Text.Tokenizers.Normalizers;
using Anneal.Data.Text.Tokenizers.Splitters;

namespace Anneal.Data.Text.Tokenizers.Files;

/// <summary>Reads SentencePiece's .model files (sentencepiece_model.proto): unigram and byte pairs.</summary>
internal sealed class SentencePieceFile
{
    private const int Unigram = 1, BytePairs = 2;

    private readonly List<string?> texts = [];
    private readonly List<float> scores = [];
    private readonly List<TokenRole> roles = [];
    private int kind = Unigram, begin = 1, end = 2, pad = -1;
    private byte[] characterMap = [];
    private bool addsPrefix = true, collapses = true, escapes = true, byteFallback, spaceBehind;

    private SentencePieceFile()
    {
    }

    /// <summary>Reads one file, and what lies beside it.</summary>
    public static Tokenizer Read(string path, ReadOnlySpan<byte> bytes)
    {
        SentencePieceFile file = new();
        try
        {
            file.ReadModel(bytes);
        }
        catch (FormatException e)
        {
            throw TokenizerError.Damaged(path, TokenizerMessages.Damaged(e.Message), inner: e);
        }

        return file.Build(path, TokenizerConfig.Read(Path.GetDirectoryName(Path.GetFullPath(path))!));
    }

    private void ReadModel(ReadOnlySpan<byte> bytes)
    {
        ProtobufReader model = new(bytes);
        while (model.Next())
        {
            switch (model.Field)
            {
                case 1: ReadPiece(model.Bytes); break;
                case 2: ReadTrainer(model.Bytes); break;
                case 3: ReadNormalizer(model.Bytes); break;
            }
        }
    }

    private void ReadPiece(ReadOnlySpan<byte> bytes)
    {
        ProtobufReader piece = new(bytes);
        string text = "";
        float score = 0;
        TokenRole role = TokenRole.Normal;
        while (piece.Next())
        {
            switch (piece.Field)
            {
                case 1: text = Encoding.UTF8.GetString(piece.Bytes); break;
                case 2: score = piece.Single; break;
                case 3: role = piece.Number is >= 1 and <= 6 ? (TokenRole)piece.Number : throw new FormatException("a token of an unknown kind"); break;
            }
        }

        if (!float.IsFinite(score)) throw new FormatException("a score that is not a number");
        if (texts.Count >= TokenizerError.LargestId) throw new FormatException("too many tokens");
        texts.Add(text);
        scores.Add(score);
        roles.Add(role);
    }

    private void ReadTrainer(ReadOnlySpan<byte> bytes)
    {
        ProtobufReader trainer = new(bytes);
        while (trainer.Next())
        {
            switch (trainer.Field)
            {
                case 3: kind = (int)trainer.Number; break;
                case 24: spaceBehind = trainer.Number != 0; break;
                case 35: byteFallback = trainer.Number != 0; break;
                case 41: begin = (int)trainer.Number; break;
                case 42: end = (int)trainer.Number; break;
                case 43: pad = (int)trainer.Number; break;
            }
        }
    }

    private void ReadNormalizer(ReadOnlySpan<byte> bytes)
    {
        ProtobufReader normalizer = new(bytes);
        while (normalizer.Next())
        {
            switch (normalizer.Field)
            {
                case 2: characterMap = normalizer.Bytes.ToArray(); break;
                case 3: addsPrefix = normalizer.Number != 0; break;
                case 4: collapses = normalizer.Number != 0; break;
                case 5: escapes = normalizer.Number != 0; break;
            }
        }
    }

    private Tokenizer Build(string path, TokenizerConfig config)
    {
        if (texts.Count == 0) throw TokenizerError.Damaged(path, TokenizerMessages.Empty);
        if (kind is not (Unigram or BytePairs)) throw Unsupported(path, kind == 3 ? "word" : kind == 4 ? "char" : FormattableString.Invariant($"model_type {kind}"));
        if (spaceBehind) throw Unsupported(path, "treat_whitespace_as_suffix");
        if (!escapes) throw Unsupported(path, "escape_whitespaces: false");
        Vocabulary vocabulary = new([.. texts], [.. roles], TokenSpelling.MarkedSpaces);
        int? Valid(int id) => id >= 0 && id < texts.Count && roles[id] is TokenRole.Control or TokenRole.Unknown ? id : null;
        int? unknown = roles.IndexOf(TokenRole.Unknown) is >= 0 and int u ? u : null;
        SpecialTokens guess = KnownTokens.Guess(vocabulary);
        SpecialTokens special = new(Valid(begin), Valid(end), Valid(pad) ?? guess.Pad, unknown, guess.Mask, guess.Separator, guess.Class);

        List<TextNormalizer> normalizers = [];
        if (characterMap.Length > 0) normalizers.Add(CharacterMap.TryRead(characterMap) ?? throw TokenizerError.Damaged(path, TokenizerMessages.Damaged("precompiled_charsmap")));
        if (collapses) normalizers.AddRange([new Stripping(left: true, right: true), new SpaceRuns(" ")]);
        SpacePrefix prefix = addsPrefix ? SpacePrefix.Always : SpacePrefix.Never;
        TokenizerParts parts = kind == BytePairs
            ? ScoredVocabulary.BytePairs(vocabulary, scores.ToArray(), prefix)
            : new TokenizerParts
            {
                Vocabulary = vocabulary,
                Marks = new SpaceMarks(prefix),
                Splitter = MarkedWordSplitter.Suits(vocabulary) ? new MarkedWordSplitter() : null,
                Model = new UnigramModel(vocabulary, [.. scores], unknown, byteFallback),
                DropsFirstSpace = addsPrefix,
            };
        // Language models read a begin token first; T5, which has none, ends each text instead.
        bool addsBegin = config.AddsBegin ?? special.Begin is not null, addsEnd = config.AddsEnd ?? special.Begin is null;
        return new Tokenizer(parts with
        {
            Normalizers = normalizers,
            Added = [.. Enumerable.Range(0, texts.Count).Where(i => roles[i] is TokenRole.Control or TokenRole.UserDefined && texts[i]!.Length > 0)
                .Select(i => new AddedToken(i, roles[i] == TokenRole.UserDefined ? texts[i]!.Replace(TokenSpellings.SpaceMark, ' ') : texts[i]!, roles[i] == TokenRole.Control))],
            Template = TokenTemplate.Around(addsBegin ? special.Begin : null, addsEnd ? special.End : null),
            Special = special,
        });
    }

    private static UserErrorException Unsupported(string path, string what) => new(TokenizerMessages.Unsupported(what), TokenizerMessages.OtherTokenizer, new Place(path));
}
