using System.Text.Json;
using Anneal.Data.Text.Tokens;
using Anneal.Tests;

namespace Anneal.Data.Tests.Text;

public sealed class TextTokensTests
{
    [Fact]
    public void PartsOfWordsAreLearntAndStored()
    {
        string[] texts = [.. Enumerable.Range(0, 50).Select(i => i % 2 == 0 ? "walking talking 外卖很快" : "walked talked jumped 外卖很慢")];
        TextTokens tokens = TextTokens.Learn(texts, TokenKind.Subwords, 40, 8);
        tokens.Encode("walked 外卖").ShouldNotContain(TextTokens.Unknown);
        tokens.Encode("walked").Length.ShouldBeLessThan(4);
        tokens.Encode("鑫").ShouldContain(TextTokens.Unknown);
        tokens.Encode("").ShouldBe([TextTokens.Unknown]);
        tokens.Encode(string.Join(' ', texts)).Length.ShouldBe(8);
        tokens.Encode("walking").Max().ShouldBeLessThan(tokens.Count);
        TextTokens copy = JsonSerializer.Deserialize<TextTokens>(JsonSerializer.Serialize(tokens))!;
        foreach (string text in texts) copy.Encode(text).ShouldBe(tokens.Encode(text));
    }

    [Fact]
    public void WordsOfADictionaryTravelWithTheModel()
    {
        using TempFolder folder = new();
        StoredDictionary dictionary = StoredDictionary.Load(folder.Write("dict.txt", "外卖 300 n\n外 50\n卖 60\n很 900 d\n快 400 a\n很快 200 d\n送 100 v\n"));
        TextTokens tokens = TextTokens.Learn(["外卖 很快", "外卖送", "很快送"], TokenKind.DictionaryWords, 100, 20, minimumTexts: 1, dictionary);
        tokens.Vocabulary.ShouldBe(["外卖", "很快", "送"], ignoreOrder: true);
        TextTokens copy = JsonSerializer.Deserialize<TextTokens>(JsonSerializer.Serialize(tokens))!;
        copy.Encode("外卖很快").ShouldBe(tokens.Encode("外卖很快"));
        copy.Encode("外卖很快").Length.ShouldBe(2);
    }
}
