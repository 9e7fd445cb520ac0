using Anneal.Tests;

namespace Anneal.Data.Tests.Text.Tokenizers;

/// <summary>The texts and ids that llama.cpp checks its own tokenizers with.</summary>
internal static class PublishedCases
{
    public static IEnumerable<(string Text, int[] Ids)> Of(string vocabulary)
    {
        string file = TestData.Shared("data", "tokenizers", "gguf-vocab", $"ggml-vocab-{vocabulary}.gguf");
        string[] texts = File.ReadAllText(file + ".inp").Split("\n__ggml_vocab_test__\n"), ids = File.ReadAllText(file + ".out").Split('\n');
        if (texts[^1].Length == 0) texts = texts[..^1];
        for (int i = 0; i < texts.Length; i++)
            yield return (texts[i], [.. ids[i].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => int.Parse(n))]);
    }
}
