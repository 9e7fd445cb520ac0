using System.Text.Json.Nodes;
using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers;
using Anneal.Tests;

namespace Anneal.Data.Tests.Text.Tokenizers;

public sealed class TokenizerJsonTests
{
    [Theory]
    [InlineData("gpt-2", "tokenizers/gpt2")]
    [InlineData("gpt-2", "tokenizers/tiktoken/gpt2.tiktoken")]
    [InlineData("gpt-2", "tokenizers/tiktoken/cl100k_base.tiktoken")]
    [InlineData("llama-spm", "tokenizers/llama2")]
    [InlineData("bert-bge", "tokenizers/bert-base-uncased")]
    [InlineData("gpt-2", "weights/stories260K/tok512.bin")]
    public void WhatIsWrittenReadsBackTheSame(string cases, string source)
    {
        Tokenizer original = TokenizerFiles.Read(TestData.Shared(["data", .. source.Split('/')]));
        using TempFolder folder = new();
        TokenizerFiles.Write(original, folder.Path, chatTemplate: "{{ messages }}");
        Tokenizer copy = TokenizerFiles.Read(folder.Path);
        foreach ((string text, _) in PublishedCases.Of(cases))
        {
            copy.Encode(text).ShouldBe(original.Encode(text), text);
            copy.Encode(text, addSpecial: false).ShouldBe(original.Encode(text, addSpecial: false), text);
            copy.Decode(original.Encode(text)).ShouldBe(original.Decode(original.Encode(text)));
        }

        (copy.VocabularySize, copy.BeginId, copy.EndId, copy.PadId, copy.UnknownId, copy.ClassId, copy.SeparatorId, copy.MaskId)
            .ShouldBe((original.VocabularySize, original.BeginId, original.EndId, original.PadId, original.UnknownId, original.ClassId, original.SeparatorId, original.MaskId));
        for (int id = 0; id < original.VocabularySize; id++) copy.RoleOf(id).ShouldBe(original.RoleOf(id), original.TokenText(id));
    }

    [Fact]
    public void APipelineAsPublishedOnesAreIsRead()
    {
        Tokenizer tokenizer = Read("""
            {
              "added_tokens": [
                {"id": 0, "content": "<unk>", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true},
                {"id": 1, "content": "<s>", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true},
                {"id": 9, "content": "new", "single_word": true, "lstrip": true, "rstrip": false, "normalized": true, "special": false}],
              "normalizer": {"type": "Sequence", "normalizers": [{"type": "NFKC"}, {"type": "Lowercase"}, {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}]},
              "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first", "split": true},
              "post_processor": {"type": "TemplateProcessing",
                "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
                "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "<s>", "type_id": 1}}, {"Sequence": {"id": "B", "type_id": 1}}],
                "special_tokens": {"<s>": {"id": "<s>", "ids": [1], "tokens": ["<s>"]}}},
              "decoder": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first", "split": true},
              "model": {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0], ["<s>", 0], ["▁", -3], ["a", -2], ["b", -2], ["ab", -3], ["▁a", -2.5], ["c", -9], ["▁ab", -8]], "byte_fallback": false}
            }
            """);
        tokenizer.Encode("ＡＢ  a").ShouldBe([1, 6, 4, 6]); // ▁a + b is likelier than ▁ + ab and than ▁ab
        tokenizer.Encode("a NEW b", addSpecial: false).ShouldBe([6, 9, 2, 4]); // takes the space on its left; the rest begins with its own
        tokenizer.Encode("renew", addSpecial: false).ShouldBe([2, 0]); // not a word of its own; unknown characters in a row are one
        tokenizer.EncodePair("a", "b").Ids.ShouldBe([6, 1, 2, 4]);
        tokenizer.Decode([6, 4, 6]).ShouldBe("ab a");
    }

    [Theory]
    [InlineData("normalizer", """{"type": "Nmt"}""", "Nmt")]
    [InlineData("pre_tokenizer", """{"type": "Split", "pattern": {"Regex": "x+"}, "behavior": "Isolated", "invert": false}""", "x+")]
    [InlineData("pre_tokenizer", """{"type": "UnicodeScripts"}""", "UnicodeScripts")]
    [InlineData("decoder", """{"type": "CTC"}""", "CTC")]
    [InlineData("model", """{"type": "BPE", "vocab": {"a": 0}, "merges": [], "end_of_word_suffix": "</w>"}""", "</w>")]
    [InlineData("model", """{"type": "BPE", "vocab": {"a": 0}}""", "merges")]
    [InlineData("model", """{"type": "BPE", "vocab": {"a": 0}, "merges": ["a b"]}""", "'b'")]
    [InlineData("model", """{"type": "BPE", "vocab": {"a": 99999999}, "merges": []}""", "99999999")]
    [InlineData("model", """{"type": "BPE", "vocab": {"a": -1}, "merges": []}""", "-1")]
    [InlineData("model", """{"type": "BPE", "vocab": {}, "merges": []}""", "no tokens")]
    [InlineData("post_processor", """{"type": "TemplateProcessing", "single": [], "pair": []}""", "single")]
    public void WhatIsNotKnownOrNotRightIsSaid(string entry, string value, string said)
    {
        JsonObject json = JsonNode.Parse("""{"model": {"type": "WordLevel", "vocab": {"a": 0, "<unk>": 1}, "unk_token": "<unk>"}}""")!.AsObject();
        json[entry] = JsonNode.Parse(value);
        Should.Throw<UserErrorException>(() => Read(json.ToJsonString())).Message.ShouldContain(said);
    }

    [Fact]
    public void TextsThatSwellAreStopped()
    {
        string steps = string.Join(",", Enumerable.Repeat("""{"type": "Replace", "pattern": {"String": "a"}, "content": "aaaaaaaaaaaaaaaa"}""", 30));
        Tokenizer tokenizer = Read("""{"model": {"type": "WordLevel", "vocab": {"a": 0}, "unk_token": "a"}, "normalizer": {"type": "Sequence", "normalizers": [""" + steps + "]}}");
        Should.Throw<UserErrorException>(() => tokenizer.Encode("a"));
    }

    [Fact]
    public void JsonThatIsTooDeepIsAnError() =>
        Should.Throw<UserErrorException>(() => Read("""{"model": """ + new string('[', 100_000)));

    private static Tokenizer Read(string json)
    {
        using TempFolder folder = new();
        return TokenizerFiles.Read(folder.Write("tokenizer.json", json));
    }
}
