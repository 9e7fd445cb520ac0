using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Anneal.Data.Text.Tokenizers;

namespace Anneal.Data.Text.ChatTemplates;

/// <summary>The tokens of a conversation.</summary>
/// <remarks>
/// A template's special tokens and a user's text come in one string; read as one, a user who writes <c>&lt;|im_end|&gt;</c> could speak for the system.
/// So special tokens within what was said are set aside before the template runs, and read as plain text afterwards.
/// </remarks>
/// <param name="template">Writes the conversation.</param>
/// <param name="tokenizer">Reads it.</param>
public sealed class ChatPrompt(ChatTemplate template, Tokenizer tokenizer)
{
    // Of the private use areas: no template looks for them.
    private const char Open = '\uF8D0';
    private const char Close = '\uF8D1';

    private static readonly ConditionalWeakTable<Tokenizer, string[]> Known = [];

    private readonly string[] special = Known.GetValue(tokenizer, SpecialTexts);

    /// <summary>The tokens up to where the model's next turn begins.</summary>
    /// <param name="turns">The conversation.</param>
    /// <param name="tools">The tools that the model may call: a JSON list of OpenAI's function descriptions.</param>
    /// <param name="variables">Further variables of the template.</param>
    /// <exception cref="Messages.UserErrorException">The template refuses the conversation.</exception>
    public int[] Encode(IReadOnlyList<ChatTurn> turns, JsonElement? tools = null, IReadOnlyDictionary<string, JsonElement>? variables = null)
    {
        List<int> ids = [];
        Encode(Write(turns, true, tools, variables), ids);
        return [.. ids];
    }

    /// <summary>The conversation as the template writes it, special tokens of what was said set aside; for <see cref="Encode(ReadOnlySpan{char}, List{int})"/>.</summary>
    /// <param name="turns">The conversation.</param>
    /// <param name="addGenerationPrompt">Whether the beginning of the assistant's next turn is written too.</param>
    /// <param name="tools">The tools that the model may call.</param>
    /// <param name="variables">Further variables of the template.</param>
    /// <param name="now">What time it is, for templates that write the date; left out, now.</param>
    /// <exception cref="Messages.UserErrorException">The template refuses the conversation.</exception>
    public string Write(IReadOnlyList<ChatTurn> turns, bool addGenerationPrompt, JsonElement? tools = null, IReadOnlyDictionary<string, JsonElement>? variables = null, DateTimeOffset? now = null) =>
        template.Render([.. turns.Select(turn => turn with { Content = turn.Content is null ? null : SetAside(turn.Content), Role = SetAside(turn.Role), Name = turn.Name is null ? null : SetAside(turn.Name) })], addGenerationPrompt, tools, variables, now).Text;

    /// <summary>Adds the tokens of what <see cref="Write"/> wrote, or of a part of it.</summary>
    /// <param name="written">The text.</param>
    /// <param name="ids">The tokens are added here.</param>
    public void Encode(ReadOnlySpan<char> written, List<int> ids)
    {
        while (written.Length > 0)
        {
            int open = written.IndexOf(Open), close = open < 0 ? -1 : written[open..].IndexOf(Close);
            ReadOnlySpan<char> before = close < 0 ? written : written[..open];
            if (before.Length > 0) tokenizer.Encode(before.ToString(), ids, addSpecial: false, parseSpecial: true);
            if (close < 0) return;
            if (int.TryParse(written.Slice(open + 1, close - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < special.Length)
                tokenizer.Encode(special[number], ids, addSpecial: false, parseSpecial: false);
            written = written[(open + close + 1)..];
        }
    }

    /// <summary>Whether a text ends with one of the tokenizer's special tokens.</summary>
    public bool EndsWithSpecial(ReadOnlySpan<char> text)
    {
        foreach (string token in special)
            if (text.EndsWith(token, StringComparison.Ordinal)) return true;
        return false;
    }

    private static string[] SpecialTexts(Tokenizer tokenizer) =>
        [.. Enumerable.Range(0, tokenizer.VocabularySize).Where(tokenizer.IsSpecial).Select(tokenizer.TokenText).Where(text => text.Length > 0).OrderByDescending(text => text.Length)];

    private string SetAside(string said)
    {
        if (said.AsSpan().ContainsAny(Open, Close)) said = said.Replace(Open, '\uFFFD').Replace(Close, '\uFFFD');
        if (!Array.Exists(special, token => said.Contains(token, StringComparison.Ordinal))) return said;
        StringBuilder text = new();
        for (int at = 0; at < said.Length;)
        {
            int from = at;
            int found = Array.FindIndex(special, token => string.CompareOrdinal(said, from, token, 0, token.Length) == 0);
            if (found < 0)
            {
                text.Append(said[at++]);
                continue;
            }

            text.Append(CultureInfo.InvariantCulture, $"{Open}{found}{Close}");
            at += special[found].Length;
        }

        return text.ToString();
    }
}
