using System.Runtime.CompilerServices;
using Anneal.Data.Messages;
using Anneal.Data.Text.ChatTemplates;

namespace Anneal.Models.Language;

/// <summary>Answers in conversations.</summary>
public static class ChatAnswer
{
    /// <summary>Answers, part by part.</summary>
    /// <param name="queue">The model.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="sample">The number of this answer to the same request.</param>
    /// <param name="cancellation">Stops between two tokens.</param>
    /// <exception cref="UserErrorException">The request can't be answered.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static async IAsyncEnumerable<ChatPiece> StreamAsync(GenerationQueue queue, ChatRequest request, int sample = 0, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        IReadOnlyList<ChatTool> offered = request.Offered;
        if (request.ToolChoice == ToolChoice.Required && offered.Count == 0) throw new UserErrorException(LanguageModelMessages.NoSuchTool(request.RequiredTool), LanguageModelMessages.NoSuchToolWayOut);
        GenerationOptions options = queue.Model.ForChat(request.Options);
        if (request.ToolChoice == ToolChoice.Required) options = options with { Grammar = request.CallGrammar() };
        int[] prompt = queue.Model.Encode(request.Turns, request.ToolsJson(), request.Variables);
        ToolCalls calls = new([.. offered.Select(tool => tool.Name)]);
        int written = 0;
        await foreach (GeneratedToken token in queue.StreamAsync(prompt, options, sample, cancellation).ConfigureAwait(false))
        {
            if (!token.IsEnd) written++;
            string text = calls.Append(token.Text);
            IReadOnlyList<ChatToolCall> called = [];
            if (token.Finish is not null)
            {
                (called, string rest) = calls.Finish();
                text += rest;
            }

            yield return new ChatPiece(text, called, token.Finish, prompt.Length, written, token);
        }
    }
}
