using Anneal.Models.Text.MaskedWords;

namespace Anneal.Workflow.TextTasks.MaskedWords;

/// <summary>A row of tokens of which some are hidden.</summary>
/// <param name="Shown">What the model sees.</param>
/// <param name="Hidden">What stood where it has to guess, <see cref="MaskedWordGuesser.NotHidden"/> elsewhere.</param>
internal sealed record HiddenTokens(int[] Shown, int[] Hidden)
{
    private const double Share = 0.15, Masked = 0.8, Swapped = 0.9;

    /// <summary>Hides 15 of 100 tokens, at least one: most behind the token that hides, a tenth behind any other token, and a tenth stays to be seen.</summary>
    /// <remarks>Devlin et al., "BERT", 2018, section 3.1. The first and the last token mark begin and end.</remarks>
    /// <param name="row">The tokens.</param>
    /// <param name="guesser">Whose tokens.</param>
    /// <param name="random">Draws.</param>
    /// <param name="always">Whether all that is hidden is behind the token that hides: to measure.</param>
    public static HiddenTokens Of(int[] row, MaskedWordGuesser guesser, Random random, bool always = false)
    {
        int[] shown = [.. row], hidden = new int[row.Length];
        Array.Fill(hidden, MaskedWordGuesser.NotHidden);
        int least = 1 + random.Next(row.Length - 2);
        for (int i = 1; i < row.Length - 1; i++)
        {
            if (random.NextDouble() >= Share && i != least) continue;
            hidden[i] = row[i];
            double way = always ? 0 : random.NextDouble();
            shown[i] = way < Masked ? guesser.MaskId : way < Swapped ? random.Next(guesser.Tokenizer.VocabularySize) : row[i];
        }

        return new HiddenTokens(shown, hidden);
    }
}
