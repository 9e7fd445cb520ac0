namespace Anneal.Data.Messages;

/// <summary>The language that a message is read in.</summary>
public enum Language
{
    /// <summary>English, the language unless another is asked for.</summary>
    English,

    /// <summary>Chinese in simplified characters.</summary>
    Chinese,
}
