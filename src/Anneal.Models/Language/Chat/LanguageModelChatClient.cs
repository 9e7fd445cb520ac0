using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Anneal.Models.Language;

/// <summary>A language model as .NET's AI libraries know one: streaming, tools, and answers that keep to a JSON schema.</summary>
/// <remarks>Any number of threads may ask at once; their answers are written side by side. Nothing has to be disposed.</remarks>
/// <example>
/// <code>
/// IChatClient client = LanguageModelFiles.Open("./model").AsChatClient();
/// await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync("Why is the sky blue?")) Console.Write(update.Text);
/// </code>
/// </example>
/// <param name="queue">The model, shared with others.</param>
public sealed class LanguageModelChatClient(GenerationQueue queue) : IChatClient
{
    private readonly ChatClientMetadata metadata = new("anneal", defaultModelId: queue.Model.Name);

    /// <inheritdoc/>
    /// <exception cref="Data.Messages.UserErrorException">The request can't be answered.</exception>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    /// <exception cref="Data.Messages.UserErrorException">The request can't be answered.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ChatRequest request = ChatMessages.Read(messages, options, queue.Model.Defaults);
        string id = string.Create(CultureInfo.InvariantCulture, $"chat-{Guid.NewGuid():N}");
        await foreach (ChatPiece piece in ChatAnswer.StreamAsync(queue, request, cancellation: cancellationToken).ConfigureAwait(false))
        {
            if (piece.Text.Length == 0 && piece.Finish is null) continue;
            ChatResponseUpdate update = new(ChatRole.Assistant, [])
            {
                ResponseId = id, MessageId = id, ModelId = queue.Model.Name, CreatedAt = DateTimeOffset.UtcNow,
                FinishReason = piece.Finish is null ? null : piece.Calls.Count > 0 ? ChatFinishReason.ToolCalls : piece.Finish == Language.FinishReason.Stop ? ChatFinishReason.Stop : ChatFinishReason.Length,
            };
            if (piece.Text.Length > 0) update.Contents.Add(new TextContent(piece.Text));
            foreach (Data.Text.ChatTemplates.ChatToolCall call in piece.Calls) update.Contents.Add(ChatMessages.Call(call));
            if (piece.Finish is not null)
                update.Contents.Add(new UsageContent(new UsageDetails { InputTokenCount = piece.PromptTokens, OutputTokenCount = piece.AnswerTokens, TotalTokenCount = piece.PromptTokens + piece.AnswerTokens }));
            yield return update;
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        if (serviceType == typeof(ChatClientMetadata)) return metadata;
        return new object[] { this, queue, queue.Model }.FirstOrDefault(serviceType.IsInstanceOfType);
    }

    /// <summary>Nothing has to be given back.</summary>
    public void Dispose()
    {
    }
}
