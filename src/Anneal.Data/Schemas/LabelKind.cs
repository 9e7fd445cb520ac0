namespace Anneal.Data.Schemas;

/// <summary>What a row's label is.</summary>
public enum LabelKind
{
    /// <summary>Exactly one of the classes.</summary>
    OneClass,

    /// <summary>Any number of the classes, none included.</summary>
    ManyClasses,

    /// <summary>A number.</summary>
    Number,
}
