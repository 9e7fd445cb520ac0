using Anneal.Data.Messages;
using Anneal.Data.Text.ChatTemplates;
using Anneal.Data.Text.Corpora;
using Anneal.Data.Text.Tokenizers;
using Anneal.Training.Language;
using Anneal.Workflow.Messages;

namespace Anneal.Workflow.LanguageModels;

/// <summary>A recipe's conversations as tokens. They are read again by a resumed run, and come out the same.</summary>
internal sealed class TalkCorpus : LanguageCorpus
{
    /// <summary>Questions that the model answers at the end where the recipe names none.</summary>
    private const int QuestionsShown = 4;

    private readonly TalkTokens tokens;
    private readonly TalkParts parts;
    private readonly TokenRow[][] rows;
    private readonly int context;
    private readonly List<Message> notices = [];
    private readonly (PreferenceRows Train, PreferenceRows Valid, PreferenceRows? Test)? preferences;
    private int cut;
    private int lost;

    private TalkCorpus(TalkParts parts, Tokenizer tokenizer, TalkTokens tokens, int context, TalkGoal goal)
    {
        this.parts = parts;
        this.tokens = tokens;
        this.context = context;
        Tokenizer = tokenizer;
        if (parts.Unanswered > 0) notices.Add(TalkMessages.Unanswered(parts.Unanswered));
        if (parts.Repeated > 0) notices.Add(TalkMessages.Repeated(parts.Repeated));
        IReadOnlyList<Talk>[] all = [parts.Train, parts.Valid, parts.Test];
        if (goal == TalkGoal.Answers)
        {
            rows = [.. all.Select(part => part.Select(talk => Fit(tokens.Encode(talk.Turns))).Where(row => Tells(row)).ToArray())];
        }
        else
        {
            PreferenceRows[] answers = [.. all.Select(part => Answers(part, goal))];
            preferences = (answers[0], answers[1], answers[2].Answers.Count > 0 ? answers[2] : null);
            rows = [.. answers.Select(Liked)];
        }

        if (cut > 0) notices.Add(TalkMessages.Cut(cut, context));
        if (lost > 0) notices.Add(TalkMessages.Lost(lost, context));
        if (rows[0].Length == 0 || rows[1].Length == 0) throw new UserErrorException(TalkMessages.NothingLeft(context), TalkMessages.NothingLeftWayOut);
        Counts = new TextCounts(tokenizer.VocabularySize, Count(rows[0]), Count(rows[1]), Count(rows[2]));
    }

    public override Tokenizer Tokenizer { get; }

    public override TextCounts Counts { get; }

    public override IReadOnlyList<Message> Notices => notices;

    public override string Template => tokens.Template;

    public override IReadOnlyCollection<int> Ends => tokens.Ends;

    public override TokenPieces Train => Pieces(rows[0]);

    public override TokenPieces Valid => Pieces(rows[1]);

    public override TokenPieces? Test => rows[2].Length > 0 ? Pieces(rows[2]) : null;

    public override (PreferenceRows Train, PreferenceRows Valid, PreferenceRows? Test)? Preferences => preferences;

    /// <summary>Reads the conversations, learns the tokenizer from the training part, and turns all of them into tokens.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="tuned">A model that is trained further, whose tokenizer and template are used; null for one that is made.</param>
    /// <exception cref="UserErrorException">The conversations can't be read, or nothing is left of them.</exception>
    public static TalkCorpus Read(LanguageRecipe recipe, TunedModel? tuned)
    {
        TalkGoal goal = recipe.Prefer?.Goal ?? TalkGoal.Answers;
        TalkParts parts = TalkSplit.Read(recipe.Data, goal);

        // What is said often counts once: an answer to a hundred questions needs no tokens of its own as much as the questions need theirs.
        IEnumerable<string> said = parts.Train.SelectMany(talk => talk.Turns).Select(turn => $"{turn.Role}\n{turn.Content}").Distinct(StringComparer.Ordinal);
        Tokenizer tokenizer = tuned?.Tokenizer ?? CorpusTokenizer.Learn(recipe.Model, said, TalkTokens.OwnTokens);
        return new TalkCorpus(parts, tokenizer, new TalkTokens(tokenizer, tuned?.Template), recipe.Model.Context, goal);
    }

    public override IReadOnlyList<LanguageBaseline> Baselines() => [];

    public override IReadOnlyList<(string Shown, int[] Ids)> Prompts(string asked)
    {
        if (asked.Length > 0) return [(asked, tokens.Prompt([new ChatTurn("user", asked)]))];
        return [.. (parts.Test.Count > 0 ? parts.Test : parts.Valid)
            .Select(talk => (Talk: talk, First: FirstAnswer(talk)))
            .Where(one => one.First > 0 && one.Talk.Turns[one.First - 1].Content is { Length: > 0 })
            .Take(QuestionsShown)
            .Select(one => (one.Talk.Turns[one.First - 1].Content!, tokens.Prompt([.. one.Talk.Turns.Take(one.First)])))];
    }

    private static int FirstAnswer(Talk talk) => talk.Turns.TakeWhile(turn => turn.Role != "assistant").Count() is var first && first < talk.Turns.Count ? first : 0;

    /// <summary>The better answers of pairs, or the good ones of those that were judged: what a model should find likely.</summary>
    private static TokenRow[] Liked(PreferenceRows answers)
    {
        TokenRow[] liked = [.. answers.Answers.Where((_, i) => answers.Good.Count == 0 || answers.Good[i])];
        return liked.Length > 0 ? liked : [.. answers.Answers];
    }

    private PreferenceRows Answers(IReadOnlyList<Talk> part, TalkGoal goal)
    {
        List<TokenRow> answers = [], others = [];
        List<bool> good = [];
        for (int i = 0; i < part.Count; i++)
        {
            Talk talk = part[i];
            ChatTurn[] before = [.. talk.Turns.Take(talk.Turns.Count - 1)];

            // Beside a judged answer stands that of the next conversation: what is gained by an answer that has nothing to do with the question.
            ChatTurn other = goal == TalkGoal.Pairs ? new ChatTurn("assistant", talk.Rejected) : part[(i + 1) % part.Count].Turns[^1];
            TokenRow answer = Fit(tokens.Encode(talk.Turns, lastAnswerOnly: true)), beside = Fit(tokens.Encode([.. before, other], lastAnswerOnly: true));
            if (!Tells(answer, beside)) continue;
            answers.Add(answer);
            others.Add(beside);
            if (goal == TalkGoal.Judged) good.Add(talk.Good!.Value);
        }

        return new PreferenceRows(answers, others, good);
    }

    private TokenRow Fit(TokenRow row)
    {
        if (row.Ids.Length <= context) return row;
        TokenRow kept = new(row.Ids[..context], row.Next[..context]);
        if (kept.Told > 0) cut++;
        return kept;
    }

    private bool Tells(params ReadOnlySpan<TokenRow> together)
    {
        foreach (TokenRow row in together)
        {
            if (row.Told > 0) continue;
            lost++;
            return false;
        }

        return true;
    }

    private PartCounts Count(TokenRow[] part) => new(part.Sum(row => (long)row.Told), part.Sum(tokens.CharactersOf), part.Length);

    private TokenRows Pieces(TokenRow[] part) => new(part, context, Tokenizer.PadId ?? Tokenizer.EndId ?? 0);
}
