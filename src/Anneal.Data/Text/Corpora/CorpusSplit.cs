using Anneal.Data.Splits;

namespace Anneal.Data.Text.Corpora;

/// <summary>Shares a text out: documents at random where there are many, else the text from front to back.</summary>
/// <remarks>A test part cut from the end of a single long text is further from the training part than one that is strewn all over it, as new text will be.</remarks>
public static class CorpusSplit
{
    /// <summary>With fewer documents than this, each part gets a stretch of the text instead.</summary>
    private const int FewDocuments = 50;

    /// <summary>Every stretch of the text with its part, the same each time.</summary>
    public static IEnumerable<CorpusPiece> Read(CorpusChoice choice)
    {
        (long characters, long documents) = Measure(choice);
        return documents >= FewDocuments ? ByDocument(choice) : ByPlace(choice, characters);
    }

    private static (long Characters, long Documents) Measure(CorpusChoice choice)
    {
        long characters = 0, documents = 0;
        foreach ((string text, bool ends) in DocumentReader.Read(choice))
        {
            characters += text.Length;
            if (ends) documents++;
        }

        return (characters, documents);
    }

    private static IEnumerable<CorpusPiece> ByDocument(CorpusChoice choice)
    {
        SplitFractions shares = choice.Fractions;
        SplitMix draw = new((ulong)shares.Seed);
        SplitPart part = Next(ref draw, shares);
        foreach ((string text, bool ends) in DocumentReader.Read(choice))
        {
            yield return new CorpusPiece(text, ends, part);
            if (ends) part = Next(ref draw, shares);
        }
    }

    private static SplitPart Next(ref SplitMix draw, SplitFractions shares)
    {
        double at = draw.Next() / (double)ulong.MaxValue;
        return at < shares.Train ? SplitPart.Train : at < shares.Train + shares.Valid ? SplitPart.Valid : SplitPart.Test;
    }

    private static IEnumerable<CorpusPiece> ByPlace(CorpusChoice choice, long characters)
    {
        long trainEnd = (long)(characters * choice.Fractions.Train);
        long validEnd = choice.Fractions.Test > 0 ? (long)(characters * (choice.Fractions.Train + choice.Fractions.Valid)) : characters;
        long at = 0;
        foreach ((string text, bool ends) in DocumentReader.Read(choice))
        {
            int start = 0;
            while (start < text.Length)
            {
                (SplitPart part, long end) = at < trainEnd ? (SplitPart.Train, trainEnd) : at < validEnd ? (SplitPart.Valid, validEnd) : (SplitPart.Test, long.MaxValue);
                int stop = (int)Math.Min(text.Length, start + (end - at));
                if (stop < text.Length && char.IsLowSurrogate(text[stop])) stop++;
                bool last = stop == text.Length;

                // A document that is cut goes on in the next part without having ended.
                yield return new CorpusPiece(text[start..stop], ends && last, part);
                at += stop - start;
                start = stop;
            }
        }
    }
}
