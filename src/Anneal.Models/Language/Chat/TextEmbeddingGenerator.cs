using Microsoft.Extensions.AI;

namespace Anneal.Models.Language;

/// <summary>Embeddings as .NET's AI libraries know them.</summary>
/// <param name="embedder">The model.</param>
public sealed class TextEmbeddingGenerator(TextEmbedder embedder) : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly EmbeddingGeneratorMetadata metadata = new("anneal", defaultModelId: embedder.Name, defaultModelDimensions: embedder.Size);

    /// <inheritdoc/>
    /// <exception cref="Data.Messages.UserErrorException">A text is empty, or longer than the model's context.</exception>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Task.Run(
            () =>
            {
                GeneratedEmbeddings<Embedding<float>> all = [];
                long tokens = 0;
                foreach (string text in values)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    int[] ids = embedder.Encode(text);
                    tokens += ids.Length;
                    all.Add(new Embedding<float>(embedder.Embed(ids)) { ModelId = embedder.Name, CreatedAt = DateTimeOffset.UtcNow });
                }

                all.Usage = new UsageDetails { InputTokenCount = tokens, TotalTokenCount = tokens };
                return all;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        if (serviceType == typeof(EmbeddingGeneratorMetadata)) return metadata;
        return new object[] { this, embedder }.FirstOrDefault(serviceType.IsInstanceOfType);
    }

    /// <summary>Nothing has to be given back.</summary>
    public void Dispose()
    {
    }
}
