namespace Anneal.Data.Text.Tokenizers;

/// <summary>Two texts as one row of tokens.</summary>
/// <param name="Ids">The tokens, special ones among them.</param>
/// <param name="Types">The segment of each: 0 for the first text, 1 for the second (as the model's template has it).</param>
/// <param name="SecondStart">Where the second text's tokens begin.</param>
public sealed record TokenPair(int[] Ids, int[] Types, int SecondStart);
