using Anneal.Data.Messages;
using Anneal.Data.Sources;
using Anneal.Data.Splits;

namespace Anneal.Data.Text.Corpora;

/// <summary>Conversations, shared out.</summary>
/// <param name="Train">To learn from.</param>
/// <param name="Valid">To choose by.</param>
/// <param name="Test">Held back; may be empty.</param>
/// <param name="Repeated">Conversations that say the same as an earlier one; they are in no part, so that none is learnt and measured too.</param>
/// <param name="Unanswered">Conversations in which no assistant says anything; they are in no part.</param>
public sealed record TalkParts(IReadOnlyList<Talk> Train, IReadOnlyList<Talk> Valid, IReadOnlyList<Talk> Test, int Repeated, int Unanswered);

/// <summary>Shares conversations out at random.</summary>
public static class TalkSplit
{
    /// <summary>Reads the conversations of a source and shares them out, the same way each time.</summary>
    /// <param name="choice">The source and the shares.</param>
    /// <param name="goal">What is to be learnt of them.</param>
    /// <exception cref="UserErrorException">They can't be read, or are too few for all parts.</exception>
    public static TalkParts Read(CorpusChoice choice, TalkGoal goal)
    {
        SplitFractions shares = choice.Fractions;
        List<Talk> talks = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        int repeated = 0, unanswered = 0;
        foreach ((Talk talk, _) in TalkReader.Read(choice.Source, goal))
        {
            if (!talk.HasAnswer || talk.Rejected is { } worse && string.IsNullOrWhiteSpace(worse)) unanswered++;
            else if (!seen.Add(talk.Key)) repeated++;
            else talks.Add(talk);
        }

        int valid = Math.Max(1, (int)Math.Round(talks.Count * shares.Valid)), test = shares.Test > 0 ? Math.Max(1, (int)Math.Round(talks.Count * shares.Test)) : 0;
        int train = talks.Count - valid - test;
        if (train < 1) throw new UserErrorException(CorpusMessages.TooFewTalks(talks.Count), CorpusMessages.TooFewTalksWayOut, choice.Source.NamedAt ?? new Place(choice.Source.Shown));
        int[] order = [.. Enumerable.Range(0, talks.Count)];
        SplitMix draw = new((ulong)shares.Seed);
        draw.Shuffle(order);
        Talk[] Part(int first, int count)
        {
            int[] taken = order[first..(first + count)];
            Array.Sort(taken);
            return Array.ConvertAll(taken, i => talks[i]);
        }

        return new TalkParts(Part(0, train), Part(train, valid), Part(train + valid, test), repeated, unanswered);
    }
}
