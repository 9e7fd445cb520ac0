using Anneal.Data.Text.Tokenizers;
using Anneal.Formats;
using Anneal.Models.Text;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Training.Language;

/// <summary>The networks that a recipe can train from nothing.</summary>
public static class LanguageNetworks
{
    /// <summary>Their names; the first is the default.</summary>
    public static IReadOnlyList<string> Names { get; } = ["gpt2"];

    /// <summary>Features inside the feed-forward parts unless the recipe says so.</summary>
    public static int FeedForward(string architecture, int size) => 4 * size;

    /// <summary>Makes a network with random weights.</summary>
    /// <param name="choice">What the recipe asks for.</param>
    /// <param name="vocabulary">Different tokens.</param>
    /// <param name="generator">Draws the weights, and dropout later.</param>
    public static Module Create(NetworkChoice choice, int vocabulary, Generator generator) =>
        new Gpt(new GptOptions(vocabulary, choice.Context, choice.Layers, choice.Heads, choice.Size), generator);

    /// <summary>Writes a network as Hugging Face's GPT-2 lays it out.</summary>
    public static void Write(Module network, Tokenizer tokenizer, NetworkChoice choice, string tokenizerFolder, string folder)
    {
        Dictionary<string, Tensor> weights = new(StringComparer.Ordinal);
        foreach ((string name, Tensor tensor) in network.StateDict())
            weights.Add(name, tensor.Rank == 2 && name.StartsWith("h.", StringComparison.Ordinal) ? tensor.Transpose(0, 1).Contiguous() : tensor);
        SafeTensors.Write(Path.Combine(folder, "model.safetensors"), weights);
        File.WriteAllText(Path.Combine(folder, "config.json"), FormattableString.Invariant(
            $$"""
            {"architectures": ["GPT2LMHeadModel"], "model_type": "gpt2", "vocab_size": {{tokenizer.VocabularySize}}, "n_positions": {{choice.Context}}, "n_ctx": {{choice.Context}}, "n_embd": {{choice.Size}}, "n_layer": {{choice.Layers}}, "n_head": {{choice.Heads}}, "activation_function": "gelu_new", "layer_norm_epsilon": 1e-05, "tie_word_embeddings": true}

            """));
        foreach (string file in Directory.GetFiles(tokenizerFolder)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }
}
