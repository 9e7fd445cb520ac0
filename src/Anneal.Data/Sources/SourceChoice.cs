using Anneal.Data.Messages;

namespace Anneal.Data.Sources;

/// <summary>Where a table comes from; all but the location is told from the content unless it is said here.</summary>
/// <param name="Location">A file, a pattern such as <c>data/*.csv</c>, or a PostgreSQL connection (<c>postgres://user@host/database</c>, or one that begins with <c>Host=</c>).</param>
/// <param name="ShownAs">The same for messages; secrets are taken out of a connection in any case.</param>
/// <param name="NamedAt">Where the user named it.</param>
public sealed record SourceChoice(string Location, string? ShownAs = null, Place? NamedAt = null)
{
    /// <summary>The format, for a file whose name and content do not tell.</summary>
    public SourceFormat? Format { get; init; }

    /// <summary>What stands between two fields of a text table.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The encoding of a text table, by its usual name (<c>utf-8</c>, <c>gb18030</c>, <c>windows-1252</c>).</summary>
    public string? Encoding { get; init; }

    /// <summary>Whether the first row holds the columns' names.</summary>
    public bool? Header { get; init; }

    /// <summary>The sheet of a workbook; the first one that has rows, unless said.</summary>
    public string? Sheet { get; init; }

    /// <summary>The file inside an archive; its only table, unless said.</summary>
    public string? Member { get; init; }

    /// <summary>What to ask a database; the whole of its only table, unless said.</summary>
    public string? Query { get; init; }

    /// <summary>How many rows to hold, drawn by chance, the same ones every time; all unless said.</summary>
    public int? Rows { get; init; }

    /// <summary>The name in messages.</summary>
    public string Shown => ConnectionText.Mask(ShownAs ?? Location);
}
