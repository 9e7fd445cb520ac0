using Anneal.Data.Messages;

namespace Anneal.Data.Schemas;

/// <summary>A name that the user wrote, and where.</summary>
/// <param name="Value">The name.</param>
/// <param name="Place">Where it stands.</param>
public readonly record struct WrittenName(string Value, Place Place);

/// <summary>What the user said about the columns; all else is inferred.</summary>
/// <param name="Label">The label's column, or null to have it found.</param>
/// <param name="Ignore">Columns to leave out.</param>
/// <param name="Text">For a text task the text's column, or null to have it found.</param>
/// <param name="Separator">What stands between the classes of a label that may name several; null when each label is one class.</param>
public sealed record ColumnChoice(WrittenName? Label, IReadOnlyList<WrittenName> Ignore, WrittenName? Text = null, string? Separator = null)
{
    /// <summary>The classes whose rows are kept; none keeps all.</summary>
    public IReadOnlyList<WrittenName> Classes { get; init; } = [];

    /// <summary>Columns that each say yes or no to a class, in place of a label's column.</summary>
    public IReadOnlyList<WrittenName> Flags { get; init; } = [];

    /// <summary>Columns to learn from even where they look like a key or give the answer away.</summary>
    public IReadOnlyList<WrittenName> Keep { get; init; } = [];

    /// <summary>Types that the user said; the others are told from the cells.</summary>
    public IReadOnlyDictionary<WrittenName, ColumnType> Types { get; init; } = new Dictionary<WrittenName, ColumnType>();

    /// <summary>The type that the user said for a column, or null.</summary>
    public ColumnType? TypeOf(string column)
    {
        foreach ((WrittenName name, ColumnType type) in Types)
        {
            if (name.Value == column) return type;
        }

        return null;
    }
}
