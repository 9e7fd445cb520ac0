using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Anneal.Data.Quality;
using Anneal.Data.Splits;
using Anneal.Data.Text.Corpora;
using Anneal.Training.Language;
using Anneal.Workflow.Messages;

namespace Anneal.Workflow.LanguageModels;

/// <summary>Looks at texts before anything is learnt from them.</summary>
internal static class TextCheck
{
    /// <summary>A network from nothing learns words from less than this, hardly sentences.</summary>
    private const long Little = 100_000;

    /// <summary>More doubles than this share make the result look better than it is.</summary>
    private const double Many = 0.05;

    public static LanguageCheck Of(LanguageRecipe recipe)
    {
        long[] characters = new long[3], documents = new long[3];
        List<long> lengths = [];
        HashSet<UInt128> seen = [];
        int repeated = 0;
        long length = 0;
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (CorpusPiece piece in CorpusSplit.Read(recipe.Data))
        {
            characters[(int)piece.Part] += piece.Text.Length;
            length += piece.Text.Length;
            hash.AppendData(MemoryMarshal.AsBytes(piece.Text.AsSpan()));
            if (!piece.EndsDocument) continue;
            documents[(int)piece.Part]++;
            lengths.Add(length);
            length = 0;
            if (!seen.Add(MemoryMarshal.Read<UInt128>(hash.GetHashAndReset()))) repeated++;
        }

        return new LanguageCheck(documents.Sum(), characters.Sum(), documents[0], documents[1], documents[2], LanguageCheck.Ordered(Findings(recipe, characters, documents.Sum(), repeated)))
        {
            Lengths = LanguageCheck.Spread(lengths),
        };
    }

    private static IEnumerable<Finding> Findings(LanguageRecipe recipe, long[] characters, long documents, int repeated)
    {
        foreach (SplitPart part in new[] { SplitPart.Train, SplitPart.Valid })
        {
            // A token is a character or more: so much can be told before there are tokens.
            long there = characters[(int)part];
            if (there <= (recipe.Train.ByDocument ? 0 : recipe.Model.Context)) yield return new Finding("short-part", Severity.Error, LanguageCheckMessages.ShortPart(part, there, recipe.Model.Context), LanguageCheckMessages.ShortPartAdvice);
        }

        if (recipe.Tune is null && characters[0] < Little) yield return new Finding("little-text", Severity.Warning, LanguageCheckMessages.LittleText(characters[0]), LanguageCheckMessages.LittleTextAdvice);
        if (repeated > 0)
            yield return new Finding("duplicate-documents", repeated > Many * documents ? Severity.Warning : Severity.Note, LanguageCheckMessages.Repeated(repeated, documents), LanguageCheckMessages.RepeatedAdvice) { Rows = repeated };
    }
}
