namespace Anneal.Data.Text.Tokenizers;

/// <summary>One place of a template: a special token, or the first or second text.</summary>
/// <param name="Id">The special token, or null for a text.</param>
/// <param name="Second">Whether the text is the second.</param>
/// <param name="Type">The segment that these tokens count to.</param>
internal readonly record struct TemplatePart(int? Id, bool Second = false, int Type = 0)
{
    public static TemplatePart First(int type = 0) => new(null, Second: false, type);

    public static TemplatePart Other(int type = 1) => new(null, Second: true, type);
}

/// <summary>Which special tokens stand around one text, and around two.</summary>
/// <param name="Single">Around one.</param>
/// <param name="Pair">Around two.</param>
internal sealed record TokenTemplate(IReadOnlyList<TemplatePart> Single, IReadOnlyList<TemplatePart> Pair)
{
    /// <summary>No special tokens.</summary>
    public static TokenTemplate None { get; } = new([TemplatePart.First()], [TemplatePart.First(), TemplatePart.Other()]);

    /// <summary>A token before each text and one behind it, where there are such.</summary>
    public static TokenTemplate Around(int? begin, int? end)
    {
        List<TemplatePart> single = [], pair = [];
        if (begin is { } b) single.Add(new TemplatePart(b));
        single.Add(TemplatePart.First());
        if (end is { } e) single.Add(new TemplatePart(e));
        pair.AddRange(single);
        foreach (TemplatePart part in single) pair.Add(part.Id is null ? TemplatePart.Other() : part with { Type = 1 });
        return new TokenTemplate(single, pair);
    }

    /// <summary>BERT's: [CLS] a [SEP] b [SEP].</summary>
    public static TokenTemplate Bert(int start, int separator) => new(
        [new(start), TemplatePart.First(), new(separator)],
        [new(start), TemplatePart.First(), new(separator), TemplatePart.Other(), new(separator, Type: 1)]);

    /// <summary>RoBERTa's: &lt;s&gt; a &lt;/s&gt;&lt;/s&gt; b &lt;/s&gt;, all of one segment.</summary>
    public static TokenTemplate Roberta(int start, int separator) => new(
        [new(start), TemplatePart.First(), new(separator)],
        [new(start), TemplatePart.First(), new(separator), new(separator), TemplatePart.Other(0), new(separator)]);
}
