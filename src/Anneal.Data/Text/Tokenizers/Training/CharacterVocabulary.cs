using System.Runtime.InteropServices;
using System.Text;
using Anneal.Data.Text.Tokenizers.Models;

namespace Anneal.Data.Text.Tokenizers.Training;

/// <summary>The simplest tokenizer: each character of the texts is a token.</summary>
/// <remarks>Hugging Face's tokenizers know it as byte-pair encoding without a pair.</remarks>
public static class CharacterVocabulary
{
    /// <summary>Stands for a character that the texts did not have, or too seldom.</summary>
    public const string UnknownToken = "<unk>";

    /// <summary>Stands behind a document.</summary>
    public const string EndToken = "<|endoftext|>";

    /// <summary>Learns from texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="most">Tokens at most; the rarest characters are left out.</param>
    /// <param name="special">Special tokens beside the one that ends a document.</param>
    public static Tokenizer Learn(IEnumerable<string> texts, int most, params IReadOnlyList<string> special)
    {
        Dictionary<int, long> counts = [];
        foreach (string text in texts)
        {
            foreach (Rune rune in text.EnumerateRunes()) CollectionsMarshal.GetValueRefOrAddDefault(counts, rune.Value, out _)++;
        }

        IEnumerable<int> kept = counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key).Take(Math.Max(0, most - 2 - special.Count)).Select(c => c.Key).Order();
        string[] tokens = [UnknownToken, EndToken, .. special, .. kept.Select(c => new Rune(c).ToString())];
        TokenRole[] roles = [.. tokens.Select((_, id) => id == 0 ? TokenRole.Unknown : id < 2 + special.Count ? TokenRole.Control : TokenRole.Normal)];
        Vocabulary vocabulary = new(tokens, roles, TokenSpelling.Plain);
        return new Tokenizer(new TokenizerParts
        {
            Vocabulary = vocabulary,
            Added = [.. Enumerable.Range(0, 2 + special.Count).Select(id => new AddedToken(id, tokens[id], Special: true))],
            Model = new BytePairModel(vocabulary, MergeTable.FromList([]), BytePairStart.Characters, unknownId: 0),
            Special = new SpecialTokens(End: 1, Unknown: 0),
        });
    }
}
