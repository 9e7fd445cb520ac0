using System.Text;
using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers.Models;
using Anneal.Data.Text.Tokenizers.Normalizers;
using Anneal.Data.Text.Tokenizers.Splitters;

namespace Anneal.Data.Text.Tokenizers.Files;

/// <summary>Reads vocab.txt, a token a line: BERT and its kin.</summary>
internal static class WordPieceVocabulary
{
    /// <summary>Reads one file, and what lies beside it.</summary>
    public static Tokenizer Read(string path)
    {
        string text = Encoding.UTF8.GetString(TokenizerError.ReadAll(path));
        List<string> tokens = [.. text.Split('\n').Select(l => l.EndsWith('\r') ? l[..^1] : l)];
        while (tokens.Count > 0 && tokens[^1].Length == 0) tokens.RemoveAt(tokens.Count - 1);
        if (tokens.Count > TokenizerError.LargestId) throw TokenizerError.Damaged(path, TokenizerMessages.BadId(tokens[^1], tokens.Count));
        TokenizerConfig config = TokenizerConfig.Read(Path.GetDirectoryName(Path.GetFullPath(path))!);
        // Capitals in the vocabulary are there to be found; without them a text's capitals would all be unknown.
        bool lowercases = config.Lowercases ?? !tokens.Exists(t => !IsBracketed(t) && t.Any(char.IsAsciiLetterUpper));
        return Build(path, tokens, lowercases, special: null, config);
    }

    /// <summary>BERT's tokenizer from its tokens.</summary>
    public static Tokenizer Build(string file, List<string> tokens, bool lowercases, SpecialTokens? special, TokenizerConfig? config = null)
    {
        if (!tokens.Contains("[UNK]")) throw TokenizerError.Damaged(file, TokenizerMessages.MissingToken("[UNK]"));
        string[] names = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
        TokenRole[] roles = [.. tokens.Select(t => t == "[UNK]" ? TokenRole.Unknown : names.Contains(t) ? TokenRole.Control : TokenRole.Normal)];
        Vocabulary vocabulary = new([.. tokens], roles, TokenSpelling.WordPieces);
        SpecialTokens guess = config?.Specials(vocabulary) ?? KnownTokens.Guess(vocabulary);
        SpecialTokens specials = special is { } s
            ? new SpecialTokens(guess.Begin, guess.End, s.Pad ?? guess.Pad, s.Unknown ?? guess.Unknown, s.Mask ?? guess.Mask, s.Separator ?? guess.Separator, s.Class ?? guess.Class) : guess;
        return new Tokenizer(new TokenizerParts
        {
            Vocabulary = vocabulary,
            Added = [.. names.Where(t => vocabulary.IdOf(t) is not null).Select(t => new AddedToken(vocabulary.IdOf(t)!.Value, t, Special: true))],
            Normalizers = [new BertNormalizer(cleans: true, spacesChinese: true, stripsAccents: lowercases, lowercases)],
            Splitter = new BertSplitter(),
            Model = new WordPieceModel(vocabulary, vocabulary.IdOf("[UNK]")!.Value),
            Template = specials is { Class: { } start, Separator: { } separator } ? TokenTemplate.Bert(start, separator) : TokenTemplate.None,
            Special = specials,
            DropsFirstSpace = true,
        });
    }

    private static bool IsBracketed(string token) => token.StartsWith('[') && token.EndsWith(']');
}
