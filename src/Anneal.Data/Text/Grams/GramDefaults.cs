namespace Anneal.Data.Text.Grams;

/// <summary>Which grams to count when nobody says: chosen by how the training texts are written.</summary>
public static class GramDefaults
{
    /// <summary>Texts that are looked at.</summary>
    private const int Sample = 2000;

    /// <summary>Share of Chinese characters and kana from which words are not told apart by spaces.</summary>
    private const double Share = 0.2;

    /// <summary>Characters in a row where words have no spaces between them; otherwise words, and characters within them.</summary>
    /// <param name="texts">Cleaned training texts.</param>
    /// <param name="maximumCount">Grams at most.</param>
    public static IReadOnlyList<GramFamily> For(IReadOnlyList<string> texts, int maximumCount)
    {
        if (AreWithoutSpaces(texts)) return [new GramFamily(GramKind.Characters, 1, 4, 2, maximumCount)];
        int half = Math.Max(1, maximumCount / 2);
        return [new GramFamily(GramKind.Words, 1, 2, 1, half), new GramFamily(GramKind.CharactersInWords, 1, 5, 2, half)];
    }

    /// <summary>Whether the texts are mostly in a script that has no spaces between words.</summary>
    public static bool AreWithoutSpaces(IReadOnlyList<string> texts)
    {
        long letters = 0, alone = 0;
        int step = Math.Max(1, texts.Count / Sample);
        for (int i = 0; i < texts.Count; i += step)
        {
            foreach (char c in texts[i])
            {
                if (!char.IsLetter(c)) continue;
                letters++;
                if (WordSplitting.StandsAlone(c)) alone++;
            }
        }

        return alone > Share * letters;
    }
}
