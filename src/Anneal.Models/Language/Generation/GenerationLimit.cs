using Anneal.Data.Messages;

namespace Anneal.Models.Language;

/// <summary>How long an answer may become.</summary>
/// <param name="Tokens">The most tokens.</param>
/// <param name="Reason">What is told when they are reached.</param>
internal readonly record struct GenerationLimit(int Tokens, FinishReason Reason)
{
    /// <summary>The limit for one prompt.</summary>
    /// <exception cref="UserErrorException">Prompt, or prompt and answer, don't fit in the context: nothing is ever cut off in silence.</exception>
    public static GenerationLimit For(GenerationOptions options, int prompt, int context)
    {
        if (prompt == 0) throw new UserErrorException(GenerationMessages.EmptyPrompt, GenerationMessages.EmptyPromptWayOut);
        int room = context - prompt;
        if (room < 1) throw new UserErrorException(GenerationMessages.PromptTooLong(prompt, context), GenerationMessages.ContextWayOut);
        if (options.MaxTokens is { } more && more > room) throw new UserErrorException(GenerationMessages.AnswerTooLong(prompt, more, context), GenerationMessages.ContextWayOut);
        if (options.MaxLength is { } length)
        {
            if (length > context) throw new UserErrorException(GenerationMessages.AnswerTooLong(prompt, length - prompt, context), GenerationMessages.ContextWayOut);
            if (length <= prompt) throw new UserErrorException(GenerationMessages.LengthReached(prompt, length), GenerationMessages.ContextWayOut);
        }

        int wanted = Math.Min(options.MaxTokens ?? int.MaxValue, options.MaxLength - prompt ?? int.MaxValue);
        return wanted <= room ? new(wanted, FinishReason.Length) : new(room, FinishReason.Context);
    }
}
