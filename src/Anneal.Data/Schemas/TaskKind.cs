namespace Anneal.Data.Schemas;

/// <summary>What a recipe asks for: the kind of input and of answer.</summary>
public enum TaskKind
{
    /// <summary>One of several classes for each row of a table.</summary>
    TabularClassification,

    /// <summary>A number for each row of a table.</summary>
    TabularRegression,

    /// <summary>One class, or several, for each text.</summary>
    TextClassification,

    /// <summary>One of several classes for each image.</summary>
    ImageClassification,
}
