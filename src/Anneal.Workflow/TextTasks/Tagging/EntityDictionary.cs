using Anneal.Data.Text.Examples;

namespace Anneal.Workflow.TextTasks.Tagging;

/// <summary>What is cheap to reach: the entities of the training part, told wherever they stand again, the longest first.</summary>
internal sealed class EntityDictionary
{
    private const char Between = '\u0001';

    private readonly Dictionary<string, string> types;
    private readonly int longest;

    public EntityDictionary(IEnumerable<TaggedTokens> sentences)
    {
        Dictionary<string, Dictionary<string, int>> counts = new(StringComparer.Ordinal);
        foreach (TaggedTokens sentence in sentences)
        {
            foreach (TagSpan span in TagSpan.Of(sentence.Tags))
            {
                string name = Joined(sentence.Tokens, span.Start, span.End);
                if (!counts.TryGetValue(name, out Dictionary<string, int>? of)) counts.Add(name, of = new Dictionary<string, int>(StringComparer.Ordinal));
                of[span.Type] = of.GetValueOrDefault(span.Type) + 1;
                longest = Math.Max(longest, span.End - span.Start);
            }
        }

        types = counts.ToDictionary(one => one.Key, one => one.Value.OrderByDescending(type => type.Value).ThenBy(type => type.Key, StringComparer.Ordinal).First().Key, StringComparer.Ordinal);
    }

    public IReadOnlyList<string> Tag(IReadOnlyList<string> tokens)
    {
        string[] tags = [.. tokens.Select(_ => TagSpan.Outside)];
        int at = 0;
        while (at < tokens.Count)
        {
            int end = Math.Min(tokens.Count, at + longest);
            string? type = null;
            while (end > at && !types.TryGetValue(Joined(tokens, at, end), out type)) end--;
            if (type is null)
            {
                at++;
                continue;
            }

            for (int i = at; i < end; i++) tags[i] = (i == at ? "B-" : "I-") + type;
            at = end;
        }

        return tags;
    }

    private static string Joined(IReadOnlyList<string> tokens, int start, int end) => string.Join(Between, tokens.Skip(start).Take(end - start));
}
