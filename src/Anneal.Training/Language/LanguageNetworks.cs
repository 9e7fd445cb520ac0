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
}
