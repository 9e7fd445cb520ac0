namespace Anneal.Models.Language;

/// <summary>A text that a model was given, and all that is needed to go on with it, or to answer it.</summary>
/// <param name="Generator">Writes.</param>
/// <param name="Prompt">The tokens from which it goes on.</param>
/// <param name="Shown">What of the given text stands before what is written: all of it where a model goes on, nothing where it answers.</param>
/// <param name="TokensRead">The tokens that the network reads first.</param>
/// <param name="Defaults">How it is sampled unless somebody says otherwise.</param>
/// <param name="Beams">How many beams look for the likeliest text unless somebody says otherwise; 1 for none.</param>
public sealed record TextToWrite(TextGenerator Generator, int[] Prompt, string Shown, int TokensRead, GenerationOptions Defaults, int Beams = 1)
{
    /// <summary>The likeliest text as a whole.</summary>
    /// <param name="beams">How many beginnings are carried on.</param>
    /// <param name="options">The limits; the likeliest text needs no sampling.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="Data.Messages.UserErrorException">The text doesn't fit in the context.</exception>
    public GeneratedText Search(int beams, GenerationOptions options, CancellationToken cancellation = default)
    {
        int most = options.MaxTokens ?? (options.MaxLength - Prompt.Length) ?? Math.Min(Generator.Network.ContextLength - Prompt.Length, 256);
        int[] best = new BeamSearch(Generator.Network, beams).Search(Prompt, Math.Max(1, most), Generator.Ends, cancellation)[0].Ids;
        bool ended = Generator.Ends.Contains(best[^1]);
        string all = Generator.Tokenizer.Decode([.. Prompt, .. ended ? best[..^1] : best]), given = Generator.Tokenizer.Decode(Prompt);
        string text = all.StartsWith(given, StringComparison.Ordinal) ? all[given.Length..] : Generator.Tokenizer.Decode(best);
        return new GeneratedText(text, [.. best.Select(id => new GeneratedToken(id, "", IsEnd: Generator.Ends.Contains(id)))], TokensRead, ended ? FinishReason.Stop : FinishReason.Length);
    }
}
