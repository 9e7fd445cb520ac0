using Anneal.Data.Text.Tokenizers;
using Anneal.Formats;
using Anneal.Tests;

namespace Anneal.Data.Tests.Text.Tokenizers;

public sealed class GgufTokenizerTests
{
    [Theory]
    [InlineData("gpt-2")]
    [InlineData("llama-spm")]
    [InlineData("bert-bge")]
    public void PublishedVocabulariesGiveThePublishedIdsAndSoDoTheirCopies(string name)
    {
        Tokenizer tokenizer = TokenizerFiles.Read(TestData.Shared("data", "tokenizers", "gguf-vocab", $"ggml-vocab-{name}.gguf"));
        GgufWriter writer = new();
        GgufTokenizer.Write(tokenizer, writer.Metadata);
        using TempFolder folder = new();
        string path = Path.Combine(folder.Path, "copy.gguf");
        writer.Write(path);
        Tokenizer copy = TokenizerFiles.Read(path);
        foreach ((string text, int[] ids) in PublishedCases.Of(name))
        {
            tokenizer.Encode(text, addSpecial: false).ShouldBe(ids, text);
            copy.Encode(text, addSpecial: false).ShouldBe(ids, text);
            copy.Encode(text).ShouldBe(tokenizer.Encode(text), text);
        }

        (copy.BeginId, copy.EndId, copy.UnknownId, copy.VocabularySize).ShouldBe((tokenizer.BeginId, tokenizer.EndId, tokenizer.UnknownId, tokenizer.VocabularySize));
    }

    [Theory]
    [InlineData("tokenizers/gpt2", "gpt-2")]
    [InlineData("tokenizers/llama2", "llama-spm")]
    [InlineData("tokenizers/bert-base-uncased", "bert-bge")]
    [InlineData("weights/stories260K/tok512.bin", "gpt-2")]
    [InlineData("tokenizers/tiktoken/cl100k_base.tiktoken", "gpt-2")]
    public void OtherFormatsGoIntoGgufAndBack(string source, string cases)
    {
        Tokenizer original = TokenizerFiles.Read(TestData.Shared(["data", .. source.Split('/')]));
        GgufWriter writer = new();
        GgufTokenizer.Write(original, writer.Metadata);
        using TempFolder folder = new();
        string path = Path.Combine(folder.Path, "copy.gguf");
        writer.Write(path);
        Tokenizer copy = TokenizerFiles.Read(path);
        foreach ((string text, _) in PublishedCases.Of(cases)) copy.Encode(text).ShouldBe(original.Encode(text), text);
    }

    [Fact]
    public void MergesOfTokensThatTheVocabularyLacksAreLeftOut()
    {
        Tokenizer original = TokenizerFiles.Read(TestData.Shared("data", "tokenizers", "gguf-vocab", "ggml-vocab-gpt-2.gguf"));
        GgufWriter writer = new();
        GgufTokenizer.Write(original, writer.Metadata);
        string[] merges = [.. (writer.Metadata["tokenizer.ggml.merges"].AsTextBytes() ?? []).Select(System.Text.Encoding.UTF8.GetString)];
        writer.Metadata["tokenizer.ggml.merges"] = GgufValue.Of(["qzqzqz xjxjxj", .. merges, "the qzqzqz"]);
        using TempFolder folder = new();
        string path = Path.Combine(folder.Path, "more.gguf");
        writer.Write(path);
        Tokenizer read = TokenizerFiles.Read(path);
        foreach ((string text, int[] ids) in PublishedCases.Of("gpt-2")) read.Encode(text, addSpecial: false).ShouldBe(ids, text);
    }
}
