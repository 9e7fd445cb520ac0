using System.Text.Json;
using Anneal.Data.Text.Tokenizers;
using Anneal.Tests;

namespace Anneal.Cli.Tests;

public sealed class TokenizeTests : IDisposable
{
    private readonly Shell shell = new();

    public TokenizeTests() =>
        TokenizerFiles.Write(TokenizerTrainer.BytePairs(["the cat sat on the mat. 你好，你好吗？ the end"], new TokenizerTraining { VocabularySize = 275, SpecialTokens = ["<s>", "<|end|>"] }), shell.Path);

    public void Dispose() => shell.Dispose();

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public void Tokens_are_shown_as_what_they_stand_for(string language)
    {
        shell.Run("tokenize", shell.Path, "the\tcat 你好, \"谢\"", "--lang", language).ShouldBe(0, shell.Error);
        Snapshot.Match(shell.Output, $"tokenize-{language}");
    }

    [Fact]
    public void Numbers_alone_go_there_and_back()
    {
        shell.Input = "the cat 你好\n";
        shell.Run("tokenize", shell.Path, "--ids", "--plain").ShouldBe(0, shell.Error);
        string ids = shell.Output.Trim();
        shell.Run("tokenize", shell.Path, ids, "--decode").ShouldBe(0, shell.Error);
        shell.Output.ShouldBe("the cat 你好\n\n");
        shell.Run("tokenize", shell.Path, "the cat 你好\n", "--count", "--plain").ShouldBe(0);
        shell.Output.Trim().ShouldBe(ids.Split(' ').Length.ToString());
    }

    [Fact]
    public void Json_tells_everything()
    {
        shell.Run("tokenize", shell.Path, "a<|end|>", "--parse-special", "--json").ShouldBe(0, shell.Error);
        JsonElement json = JsonDocument.Parse(shell.Output).RootElement;
        json.GetProperty("ids").EnumerateArray().Select(i => i.GetInt32()).ShouldBe([0, 2 + 'a', 1]);
        json.GetProperty("count").GetInt32().ShouldBe(3);
        json.GetProperty("tokens")[2].GetProperty("special").GetBoolean().ShouldBeTrue();
        shell.Run("tokenize", shell.Path, "a<|end|>", "--plain", "--ids").ShouldBe(0);
        shell.Output.Trim().Split(' ').ShouldNotContain("1");
    }

    [Fact]
    public void What_is_no_tokenizer_or_no_token_is_said()
    {
        shell.Run("tokenize", shell.At("nothing"), "x").ShouldBe(2);
        shell.Error.ShouldContain("tokenizer.json");
        shell.Run("tokenize", shell.Path, "--decode", "12 x").ShouldBe(2);
        shell.Error.ShouldContain("'x'");
        shell.Write("broken.gguf", "GGUF");
        shell.Run("tokenize", shell.At("broken.gguf"), "x").ShouldBe(2);
    }
}
