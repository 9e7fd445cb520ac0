using Anneal.Data.Messages;
using Anneal.Data.Text.ChatTemplates;
using Anneal.Data.Text.Corpora;
using Anneal.Data.Text.Tokenizers;

namespace Anneal.Training.Language;

/// <summary>Turns conversations into tokens as a template writes them, and marks the answers: they alone are learnt.</summary>
/// <remarks>The tokens are those that a model is given when it talks: special tokens within what somebody said count as text.</remarks>
public sealed class TalkTokens
{
    /// <summary>The template of models that learn to talk from nothing.</summary>
    /// <remarks>ChatML: https://github.com/openai/openai-python/blob/release-v0.28.0/chatml.md.</remarks>
    public const string OwnTemplate =
        """{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + (message['content'] or (message['tool_calls'] | tojson if message['tool_calls'] else '')) + '<|im_end|>\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}""";

    /// <summary>The template of models whose vocabulary lacks <see cref="OwnTokens"/>: an answer ends with the token that ends a text.</summary>
    private const string PlainTemplate =
        """{% for message in messages %}{{ (message['role'] | capitalize) + ':\n' + (message['content'] or (message['tool_calls'] | tojson if message['tool_calls'] else '')) + (eos_token if message['role'] == 'assistant' else '') + '\n' }}{% endfor %}{% if add_generation_prompt %}{{ 'Assistant:\n' }}{% endif %}""";

    /// <summary>Templates that write the date get this one, so that the same conversations give the same tokens on any day.</summary>
    private static readonly DateTimeOffset AnyDay = new(2024, 7, 26, 12, 0, 0, TimeSpan.Zero);

    private readonly ChatPrompt prompt;
    private readonly Tokenizer tokenizer;
    private readonly SortedSet<int> ends = [];

    /// <param name="tokenizer">Reads conversations.</param>
    /// <param name="template">Writes them; null for one that fits the vocabulary.</param>
    /// <exception cref="UserErrorException">The template can't be understood, or there is none and no token ends a text.</exception>
    public TalkTokens(Tokenizer tokenizer, string? template)
    {
        Template = template ?? (OwnTokens.All(token => tokenizer.IdOf(token) is { } id && tokenizer.IsSpecial(id)) ? OwnTemplate : PlainTemplate);
        if (template is null && Template == PlainTemplate && tokenizer.EndId is null) throw new UserErrorException(LanguageTrainingMessages.NoEnd, LanguageTrainingMessages.NoEndWayOut);
        this.tokenizer = tokenizer;
        prompt = new ChatPrompt(ChatTemplate.Parse(Template, Text(tokenizer.BeginId), Text(tokenizer.EndId)), tokenizer);

        string Text(int? id) => id is { } given ? tokenizer.TokenText(given) : "";
    }

    /// <summary>The tokens that <see cref="OwnTemplate"/> needs; the second ends an answer.</summary>
    public static IReadOnlyList<string> OwnTokens { get; } = ["<|im_start|>", "<|im_end|>"];

    /// <summary>The template that is used.</summary>
    public string Template { get; }

    /// <summary>The tokens that ended answers so far.</summary>
    public IReadOnlyCollection<int> Ends => ends;

    /// <summary>The tokens up to where an answer begins.</summary>
    public int[] Prompt(IReadOnlyList<ChatTurn> turns) => prompt.Encode(turns);

    /// <summary>The ids of a conversation, and the ids that are to be told behind each: those of the answers, the token that ends them included.</summary>
    /// <param name="talk">The conversation.</param>
    /// <param name="lastAnswerOnly">Whether only its last answer is learnt.</param>
    /// <returns>A row in which nothing is told where there is no answer.</returns>
    /// <exception cref="UserErrorException">The template writes an answer otherwise than it was begun, so that it can't be told from the rest.</exception>
    public TokenRow Encode(IReadOnlyList<ChatTurn> talk, bool lastAnswerOnly = false)
    {
        List<int> ids = [];
        List<bool> learnt = [];
        string written = "";
        int last = talk.Count - 1;
        while (last >= 0 && talk[last].Role != "assistant") last--;
        for (int turn = 0; turn <= last; turn++)
        {
            if (talk[turn].Role != "assistant") continue;
            string before = Write(talk.Take(turn), true), whole = Write(talk.Take(turn + 1), false);
            if (!whole.StartsWith(before, StringComparison.Ordinal)) throw new UserErrorException(LanguageTrainingMessages.TemplateGoesBack, LanguageTrainingMessages.TemplateGoesBackWayOut);
            if (!before.StartsWith(written, StringComparison.Ordinal))
            {
                // Some templates write earlier answers otherwise (without their reasoning): they are read then, not learnt.
                ids.Clear();
                learnt.Clear();
                written = "";
            }

            Add(before.AsSpan(written.Length), learns: false);
            ReadOnlySpan<char> answer = whole.AsSpan(before.Length);
            ReadOnlySpan<char> said = answer.TrimEnd();

            // What stands between the token that ends an answer and the next turn (a line end) is not for the model to say.
            if (!prompt.EndsWithSpecial(said)) said = answer;
            Add(said, learns: !lastAnswerOnly || turn == last);
            if (ids.Count > 0 && tokenizer.IsSpecial(ids[^1])) ends.Add(ids[^1]);
            Add(answer[said.Length..], learns: false);
            written = whole;
        }

        // Behind the last token that is told there is nothing to read for.
        int[] next = new int[Math.Max(0, learnt.LastIndexOf(true))];
        for (int i = 0; i < next.Length; i++) next[i] = learnt[i + 1] ? ids[i + 1] : TokenBatch.Ignored;
        return new TokenRow([.. ids.Take(next.Length)], next);

        void Add(ReadOnlySpan<char> text, bool learns)
        {
            prompt.Encode(text, ids);
            while (learnt.Count < ids.Count) learnt.Add(learns);
        }
    }

    /// <summary>The characters of what a row has to tell.</summary>
    public long CharactersOf(TokenRow row) => tokenizer.Decode([.. row.Next.Where(id => id != TokenBatch.Ignored)]).Length;

    private string Write(IEnumerable<ChatTurn> turns, bool addGenerationPrompt) => prompt.Write([.. turns], addGenerationPrompt, now: AnyDay);
}
