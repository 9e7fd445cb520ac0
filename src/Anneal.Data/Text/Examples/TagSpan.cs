namespace Anneal.Data.Text.Examples;

/// <summary>Tokens that are one thing together.</summary>
/// <param name="Type">What it is, such as <c>PER</c>.</param>
/// <param name="Start">Its first token.</param>
/// <param name="End">The token behind its last.</param>
public readonly record struct TagSpan(string Type, int Start, int End)
{
    /// <summary>The spans that a row of tags names.</summary>
    /// <remarks>As CoNLL's evaluation has it: a span also begins with <c>I-</c> where none of its type goes on.</remarks>
    /// <param name="tags"><c>O</c>, <c>B-…</c>, <c>I-…</c>.</param>
    public static IReadOnlyList<TagSpan> Of(IReadOnlyList<string> tags)
    {
        List<TagSpan> spans = [];
        string? open = null;
        int start = 0;
        for (int i = 0; i <= tags.Count; i++)
        {
            string tag = i < tags.Count ? tags[i] : Outside;
            string? type = tag.Length > 2 ? tag[2..] : null;
            bool goesOn = open is not null && tag[0] == 'I' && type == open;
            if (open is not null && !goesOn)
            {
                spans.Add(new TagSpan(open, start, i));
                open = null;
            }

            if (type is null || goesOn) continue;
            open = type;
            start = i;
        }

        return spans;
    }

    /// <summary>The tag of a token that is part of nothing.</summary>
    public const string Outside = "O";
}
