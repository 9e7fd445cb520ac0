namespace Anneal.Data.Messages;

/// <summary>Names one after the other, as each language separates them.</summary>
public static class NameList
{
    private const int Most = 20;

    /// <summary>The first twenty names, and dots when there are more.</summary>
    public static Message Of(IEnumerable<string> names)
    {
        string[] shown = [.. names.Take(Most + 1)];
        if (shown.Length > Most) shown[Most] = "…";
        return new Message(string.Join(", ", shown), string.Join('、', shown));
    }
}
