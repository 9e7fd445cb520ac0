using Anneal.Data.Text;

namespace Anneal.Training.Language.Translation;

/// <summary>A text's words and where they stand in it; each Chinese character is one.</summary>
/// <param name="Text">The text.</param>
/// <param name="Places">Where its words stand.</param>
internal sealed record TextWords(string Text, Range[] Places)
{
    /// <summary>The words in small letters.</summary>
    public string[] Words { get; } = [.. Places.Select(place => Text[place].ToLowerInvariant())];

    /// <summary>Cuts a text.</summary>
    public static TextWords Of(string text)
    {
        List<Range> places = [];
        WordSplitting.Split(text, places);
        return new TextWords(text, [.. places]);
    }

    /// <summary>The text from one word to another, as it was written.</summary>
    public string Between(int first, int last) => Text[Places[first].Start.Value..Places[last].End.Value];
}
