namespace Anneal.Data.Schemas;

/// <summary>What a column is for.</summary>
public enum ColumnRole
{
    /// <summary>The model sees it.</summary>
    Feature,

    /// <summary>The model learns to tell it.</summary>
    Label,

    /// <summary>It is left out.</summary>
    Ignored,
}
