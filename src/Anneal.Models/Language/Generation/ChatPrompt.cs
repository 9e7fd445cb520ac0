using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Anneal.Data.Text.ChatTemplates;
using Anneal.Data.Text.Tokenizers;

namespace Anneal.Models.Language;

/// <summary>The tokens of a conversation.</summary>
/// <remarks>
/// A template's special tokens and a user's text come in one string; read as one, a user who writes <c>&lt;|im_end|&gt;</c> could speak for the system.
/// So special tokens within what was said are set aside before the template runs, and read as plain text afterwards.
/// </remarks>
/// <param name="template">Writes the conversation.</param>
/// <param name="tokenizer">Reads it.</param>
internal sealed class ChatPrompt(ChatTemplate template, Tokenizer tokenizer)
{
    // Of the private use areas: no template looks for them.
    private const char Open = '\uF8D0';
    private const char Close = '\uF8D1';

    private static readonly ConditionalWeakTable<Tokenizer, string[]> Known = [];

    private readonly string[] special = Known.GetValue(tokenizer, SpecialTexts);
    private readonly List<string> setAside = [];

    public int[] Encode(IReadOnlyList<ChatTurn> turns, JsonElement? tools, IReadOnlyDictionary<string, JsonElement>? variables)
    {
        List<int> ids = [];
        string text = template.Render([.. turns.Select(turn => turn with { Content = turn.Content is null ? null : SetAside(turn.Content), Role = SetAside(turn.Role), Name = turn.Name is null ? null : SetAside(turn.Name) })], true, tools, variables).Text;
        for (int at = 0; at < text.Length;)
        {
            int open = text.IndexOf(Open, at), close = open < 0 ? -1 : text.IndexOf(Close, open);
            if (close < 0) open = text.Length;
            if (open > at) tokenizer.Encode(text[at..open], ids, addSpecial: false, parseSpecial: true);
            if (close < 0) break;
            if (int.TryParse(text.AsSpan(open + 1, close - open - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < setAside.Count)
                tokenizer.Encode(setAside[number], ids, addSpecial: false, parseSpecial: false);
            at = close + 1;
        }

        return [.. ids];
    }

    private static string[] SpecialTexts(Tokenizer tokenizer) =>
        [.. Enumerable.Range(0, tokenizer.VocabularySize).Where(tokenizer.IsSpecial).Select(tokenizer.TokenText).Where(text => text.Length > 0).OrderByDescending(text => text.Length)];

    private string SetAside(string said)
    {
        if (said.AsSpan().ContainsAny(Open, Close)) said = said.Replace(Open, '\uFFFD').Replace(Close, '\uFFFD');
        if (!special.Any(token => said.Contains(token, StringComparison.Ordinal))) return said;
        StringBuilder text = new();
        for (int at = 0; at < said.Length;)
        {
            int from = at;
            string? found = special.FirstOrDefault(token => string.CompareOrdinal(said, from, token, 0, token.Length) == 0);
            if (found is null)
            {
                text.Append(said[at++]);
                continue;
            }

            text.Append(CultureInfo.InvariantCulture, $"{Open}{setAside.Count}{Close}");
            setAside.Add(found);
            at += found.Length;
        }

        return text.ToString();
    }
}
