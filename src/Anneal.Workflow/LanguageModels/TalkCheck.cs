using Anneal.Data.Messages;
using Anneal.Data.Quality;
using Anneal.Data.Text.ChatTemplates;
using Anneal.Data.Text.Corpora;
using Anneal.Workflow.Messages;

namespace Anneal.Workflow.LanguageModels;

/// <summary>Looks at conversations before anything is learnt from them.</summary>
internal static class TalkCheck
{
    /// <summary>Fewer conversations than this teach a network from nothing a few sentences by heart.</summary>
    private const int Few = 200;

    private const double Many = 0.05;
    private const int ExamplesShown = 5;

    public static LanguageCheck Of(LanguageRecipe recipe)
    {
        TalkGoal goal = recipe.Prefer?.Goal ?? TalkGoal.Answers;
        SortedDictionary<string, int> roles = new(StringComparer.Ordinal);
        List<long> lengths = [];
        Dictionary<string, string> answers = new(StringComparer.Ordinal);
        HashSet<string> seen = new(StringComparer.Ordinal);
        List<Place> unanswered = [], repeated = [], disordered = [], contradicted = [], alike = [];
        int all = 0, good = 0, judged = 0;
        foreach ((Talk talk, Place place) in TalkReader.Read(recipe.Data.Source, goal))
        {
            all++;
            foreach (ChatTurn turn in talk.Turns)
            {
                roles[turn.Role] = roles.GetValueOrDefault(turn.Role) + 1;
                if (turn.Role == "assistant") lengths.Add(turn.Content?.Length ?? 0);
            }

            if (!talk.HasAnswer) unanswered.Add(place);
            else if (!seen.Add(talk.Key)) repeated.Add(place);
            else if (goal == TalkGoal.Answers && !answers.TryAdd(Asked(talk), talk.Turns[^1].Content ?? "") && answers[Asked(talk)] != talk.Turns[^1].Content) contradicted.Add(place);
            if (Disordered(talk.Turns)) disordered.Add(place);
            if (talk.Rejected is { } worse && worse == talk.Turns[^1].Content) alike.Add(place);
            if (talk.Good is not { } said) continue;
            judged++;
            if (said) good++;
        }

        IEnumerable<Finding> findings =
        [
            .. Found("unanswered-conversations", unanswered, LanguageCheckMessages.Unanswered, LanguageCheckMessages.UnansweredAdvice, all),
            .. Found("duplicate-conversations", repeated, LanguageCheckMessages.RepeatedTalks, LanguageCheckMessages.RepeatedTalksAdvice, all),
            .. Found("turns-out-of-order", disordered, LanguageCheckMessages.Disordered, LanguageCheckMessages.DisorderedAdvice, all),
            .. Found("same-question-other-answer", contradicted, LanguageCheckMessages.Contradicted, LanguageCheckMessages.ContradictedAdvice, all),
            .. Found("answers-alike", alike, LanguageCheckMessages.Alike, LanguageCheckMessages.AlikeAdvice, all),
            .. judged > 0 && good % judged == 0 ? [new Finding("one-sided", Severity.Error, LanguageCheckMessages.OneSided(good > 0), LanguageCheckMessages.OneSidedAdvice)] : Array.Empty<Finding>(),
            .. recipe.Tune is null && seen.Count < Few ? [new Finding("few-conversations", Severity.Warning, LanguageCheckMessages.FewTalks(seen.Count), LanguageCheckMessages.FewTalksAdvice)] : Array.Empty<Finding>(),
        ];
        TalkParts parts = TalkSplit.Read(recipe.Data, goal);
        return new LanguageCheck(all, lengths.Sum(), parts.Train.Count, parts.Valid.Count, parts.Test.Count, LanguageCheck.Ordered(findings)) { Roles = roles, Lengths = LanguageCheck.Spread(lengths) };
    }

    private static IEnumerable<Finding> Found(string check, List<Place> places, Func<int, Message> what, Message advice, int all)
    {
        if (places.Count == 0) yield break;
        yield return new Finding(check, places.Count > Many * all ? Severity.Warning : Severity.Note, what(places.Count), advice) { Rows = places.Count, Examples = [.. places.Take(ExamplesShown)] };
    }

    private static string Asked(Talk talk) => string.Join('\u001F', talk.Turns.Take(talk.Turns.Count - 1).Select(turn => $"{turn.Role}\u001E{turn.Content}"));

    /// <summary>Whether nobody asked before the first answer, or one side speaks twice in a row.</summary>
    private static bool Disordered(IReadOnlyList<ChatTurn> turns)
    {
        string before = "";
        foreach (ChatTurn turn in turns)
        {
            if (turn.Role == before && turn.Role != "tool") return true;
            if (turn.Role == "assistant" && before.Length == 0) return true;
            if (turn.Role != "system") before = turn.Role;
        }

        return false;
    }
}
