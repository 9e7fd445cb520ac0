using Anneal.Data.Text.Tokenizers;
using Anneal.Tests;

namespace Anneal.Data.Tests.Text.Tokenizers;

/// <summary>Tokens know the characters that they stand for.</summary>
public sealed class TokenPlacesTests
{
    [Theory]
    [InlineData("bert-base-uncased", "Héllo, WORLD! 您好", new[] { "Héllo", ",", "WORLD", "!", "您", "好" })]
    [InlineData("bert-base-uncased", "unaffable ✈✈ cafe\u0301", new[] { "una", "ffa", "ble", "✈✈", "cafe\u0301" })]
    [InlineData("gpt2", "Hello world\n", new[] { "Hello", " world", "\n" })]
    [InlineData("llama2", "Hello  world", new[] { "Hello", " ", " world" })]
    public void Each_token_stands_for_its_characters(string name, string text, string[] expected)
    {
        Tokenizer tokenizer = TokenizerFiles.Read(TestData.Shared("data", "tokenizers", name));
        tokenizer.EncodeWithPlaces(text, addSpecial: false).Select(token => text[token.Start..token.End]).ShouldBe(expected);
    }

    [Theory]
    [InlineData("bert-base-uncased", "bert-bge")]
    [InlineData("gpt2", "gpt-2")]
    [InlineData("llama2", "llama-spm")]
    public void Tokens_are_the_same_and_their_places_go_forward_and_leave_nothing_out(string name, string cases)
    {
        Tokenizer tokenizer = TokenizerFiles.Read(TestData.Shared("data", "tokenizers", name));
        foreach ((string text, _) in PublishedCases.Of(cases).Append(("a\ud800b 😀 e\u0301\u0323 ﬁ Å", [])))
        {
            IReadOnlyList<PlacedToken> placed = tokenizer.EncodeWithPlaces(text);
            placed.Select(token => token.Id).ShouldBe(tokenizer.Encode(text), text);
            int at = 0;
            foreach (PlacedToken token in placed)
            {
                token.Start.ShouldBeInRange(0, text.Length);
                token.End.ShouldBeInRange(token.Start, text.Length);
                text[Math.Min(at, token.Start)..token.Start].Where(c => !char.IsWhiteSpace(c) && !char.IsControl(c)).ShouldBeEmpty(text); // what stands between tokens is space
                at = Math.Max(at, token.End);
            }

            if (name != "bert-base-uncased") at.ShouldBe(text.Length, text);
        }
    }

    [Fact]
    public void Parts_of_a_character_share_it_and_special_tokens_stand_for_what_was_written()
    {
        Tokenizer gpt2 = TokenizerFiles.Read(TestData.Shared("data", "tokenizers", "gpt2"));
        gpt2.EncodeWithPlaces("a龘b").Where(token => token.Start == 1).ShouldAllBe(token => token.End == 2);
        gpt2.EncodeWithPlaces("a<|endoftext|>b", parseSpecial: true)[1].ShouldBe(new PlacedToken(gpt2.EndId!.Value, 1, 14));
        Tokenizer bert = TokenizerFiles.Read(TestData.Shared("data", "tokenizers", "bert-base-uncased"));
        bert.EncodeWithPlaces("hi")[0].ShouldBe(new PlacedToken(bert.ClassId!.Value, 0, 0));
        bert.EncodeWithPlaces("hi")[^1].ShouldBe(new PlacedToken(bert.SeparatorId!.Value, 2, 2));
    }
}
