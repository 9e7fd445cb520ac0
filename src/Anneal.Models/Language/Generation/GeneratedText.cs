namespace Anneal.Models.Language;

/// <summary>An answer that is over.</summary>
/// <param name="Text">The text, without prompt and stop text.</param>
/// <param name="Tokens">What came step by step; a token that only ended the text stands last.</param>
/// <param name="PromptTokens">Tokens of the prompt.</param>
/// <param name="Finish">Why it is over.</param>
public sealed record GeneratedText(string Text, IReadOnlyList<GeneratedToken> Tokens, int PromptTokens, FinishReason Finish)
{
    /// <summary>The ids, without a token that only ended the text.</summary>
    public IEnumerable<int> Ids => Tokens.Where(token => !token.IsEnd).Select(token => token.Id);

    /// <summary>An answer's steps, put together.</summary>
    internal static GeneratedText Of(IReadOnlyList<GeneratedToken> tokens, int promptTokens) =>
        new(string.Concat(tokens.Select(token => token.Text)), tokens, promptTokens, tokens[^1].Finish!.Value);
}
