namespace Anneal.Data.Schemas;

/// <summary>What the cells of a column are.</summary>
public enum ColumnType
{
    /// <summary>Finite numbers.</summary>
    Number,

    /// <summary>One of a limited set of values.</summary>
    Category,

    /// <summary>One of two values that mean yes and no.</summary>
    Boolean,

    /// <summary>A day, with or without a time.</summary>
    Date,

    /// <summary>A reference to a picture.</summary>
    Image,

    /// <summary>Free text, nearly every cell different.</summary>
    Text,

    /// <summary>A name or number that tells rows apart and says nothing about them.</summary>
    Identifier,

    /// <summary>The same value everywhere, or no value at all.</summary>
    Constant,
}
