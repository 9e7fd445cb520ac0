using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers;
using Anneal.Tests;

namespace Anneal.Data.Tests.Text.Tokenizers;

public sealed class StoriesVocabularyTests
{
    private static Tokenizer Read() => TokenizerFiles.Read(TestData.Shared("data", "weights", "stories260K", "tok512.bin"));

    [Fact]
    public void StoriesAreEncodedAsTheirAuthorDoes()
    {
        Tokenizer tokenizer = Read();
        string story = File.ReadAllText(TestData.Shared("data", "weights", "stories260K", "expected_greedy_200.txt"));
        foreach (string text in story.Split('\n').Append("Zoo").Append(" two  spaces ").Append("naïve 我 🦙").Append(""))
        {
            int[] ids = tokenizer.Encode(text);
            // The scores of this vocabulary fall with the number of the token.
            if (text.Length > 0) ids.ShouldBe([1, .. Reference.Scored(text, tokenizer.IdOf, id => -id)], text);
            else ids.ShouldBe([1]);
            tokenizer.Decode(ids).ShouldBe(text);
        }

        (tokenizer.VocabularySize, tokenizer.BeginId, tokenizer.EndId, tokenizer.UnknownId).ShouldBe((512, 1, 2, 0));
    }

    [Fact]
    public void WhatGoesOnFromATextKeepsItsSpace()
    {
        Tokenizer tokenizer = Read();
        int[] ids = tokenizer.Encode("was a", addSpecial: false);
        TokenDecoder decoder = tokenizer.NewDecoder(continues: true);
        string.Concat(ids.Select(decoder.Append)).ShouldBe(" was a");
    }

    [Fact]
    public void AFileThatEndsEarlySaysSo()
    {
        byte[] bytes = File.ReadAllBytes(TestData.Shared("data", "weights", "stories260K", "tok512.bin"));
        using TempFolder folder = new();
        foreach (int length in new[] { 0, 3, 4, 11, 12, 100, 2_000 })
            Should.Throw<UserErrorException>(() => TokenizerFiles.Read(folder.Write("tok.bin", bytes[..length])));
    }
}
