namespace Anneal.Data.Text.Grams;

/// <summary>What number a gram gets in a text.</summary>
public enum GramWeighting
{
    /// <summary>(1 + ln of how often it stands there) times its importance; the numbers of a family have length 1.</summary>
    TfIdf,

    /// <summary>1 if it stands there.</summary>
    Presence,
}
