using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Anneal.Models.Language;

/// <summary>Language models where .NET programs look for them.</summary>
public static class LanguageModelExtensions
{
    /// <summary>The model as a chat client.</summary>
    public static IChatClient AsChatClient(this LanguageModel model) => new LanguageModelChatClient(new GenerationQueue(model));

    /// <summary>The model's inner view of a text as a generator of embeddings.</summary>
    public static IEmbeddingGenerator<string, Embedding<float>> AsEmbeddingGenerator(this TextEmbedder embedder) => new TextEmbeddingGenerator(embedder);

    /// <summary>Offers a language model as <see cref="IChatClient"/>; it is opened when it is first asked for.</summary>
    /// <param name="services">The services.</param>
    /// <param name="path">A bundle, a folder as Hugging Face lays it out, or a .gguf file.</param>
    /// <param name="tokenizer">A tokenizer's file or folder; left out, the model's own.</param>
    public static IServiceCollection AddAnnealChatClient(this IServiceCollection services, string path, string? tokenizer = null)
    {
        services.Add(new ServiceDescriptor(typeof(IChatClient), _ => LanguageModelFiles.Open(path, tokenizer).AsChatClient(), ServiceLifetime.Singleton));
        return services;
    }

    /// <summary>Offers a language model's embeddings as <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/>; it is opened when it is first asked for.</summary>
    /// <param name="services">The services.</param>
    /// <param name="path">A bundle, a folder as Hugging Face lays it out, or a .gguf file.</param>
    /// <param name="tokenizer">A tokenizer's file or folder; left out, the model's own.</param>
    public static IServiceCollection AddAnnealEmbeddingGenerator(this IServiceCollection services, string path, string? tokenizer = null)
    {
        services.Add(new ServiceDescriptor(typeof(IEmbeddingGenerator<string, Embedding<float>>), _ => TextEmbedder.Open(path, tokenizer).AsEmbeddingGenerator(), ServiceLifetime.Singleton));
        return services;
    }
}
