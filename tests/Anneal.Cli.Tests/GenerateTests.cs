using System.Text.Json;
using Anneal.Tests;

namespace Anneal.Cli.Tests;

/// <summary>The commands of language models, on a small real one.</summary>
public sealed class GenerateTests : IDisposable
{
    private readonly Shell shell = new();

    private static string Model => TestData.Shared("data", "weights", "stories260K", "stories260K.bin");

    public void Dispose() => shell.Dispose();

    [Fact]
    public void The_published_stories_come_out_letter_for_letter()
    {
        shell.Run("generate", Model, "--tokenizer", Path.Combine(Path.GetDirectoryName(Model)!, "tok512.bin"), "--temperature", "0", "--max-tokens", "200").ShouldBe(0, shell.Error);
        shell.Output.ShouldBe(File.ReadAllText(TestData.Shared("data", "weights", "stories260K", "expected_greedy_200.txt")));
        shell.Error.ShouldContain("tokens/s");
        shell.Run("generate", Model, "--prompt", "Zoo", "--temperature", "0", "--max-length", "61").ShouldBe(0, shell.Error);
        shell.Output.ShouldBe(File.ReadAllText(TestData.Shared("data", "weights", "stories260K", "expected_greedy_60_prompt_Zoo.txt")));
        shell.Run("generate", Model, "--prompt", "Zoo", "--temperature", "0", "--max-length", "61", "--draft", Model).ShouldBe(0, shell.Error);
        shell.Output.ShouldBe(File.ReadAllText(TestData.Shared("data", "weights", "stories260K", "expected_greedy_60_prompt_Zoo.txt")));
    }

    [Fact]
    public void Keys_and_values_take_less_memory_when_asked()
    {
        string[] args = ["generate", Model, "--temperature", "0", "--max-tokens", "200", "--cache-type"];
        shell.Run([.. args, "f16"]).ShouldBe(0, shell.Error);
        shell.Output.ShouldBe(File.ReadAllText(TestData.Shared("data", "weights", "stories260K", "expected_greedy_200.txt")));
        shell.Run([.. args, "Q8_0"]).ShouldBe(0, shell.Error);
        shell.Output.ShouldStartWith("Once upon a time");
        shell.Run([.. args, "q4_0"]).ShouldBe(2);
        shell.Error.ShouldContain("f32, f16 or q8_0");
    }

    [Fact]
    public void Several_samples_come_side_by_side_and_again_with_the_same_seed()
    {
        string[] args = ["generate", Model, "-p", "Once upon", "--samples", "3", "--max-length", "50", "--seed", "4", "--temperature", "1.2", "--json", "--log-probabilities", "1"];
        shell.Run(args).ShouldBe(0, shell.Error);
        string first = shell.Output;
        JsonElement texts = JsonDocument.Parse(first).RootElement.GetProperty("texts");
        texts.GetArrayLength().ShouldBe(3);
        texts.EnumerateArray().Select(text => text.GetProperty("text").GetString()).Distinct().Count().ShouldBe(3);
        texts[0].GetProperty("log_probabilities")[0].GetProperty("log_probability").GetDouble().ShouldBeLessThanOrEqualTo(0);
        shell.Run(args);
        shell.Output.ShouldBe(first);
    }

    [Fact]
    public void A_schema_is_kept_to()
    {
        shell.Write("schema.json", """{"type": "object", "properties": {"name": {"type": "string", "maxLength": 20}, "age": {"type": "integer", "minimum": 1, "maximum": 9}}, "required": ["name", "age"]}""");
        shell.Run("generate", Model, "-p", "Once upon a time", "--json-schema", shell.At("schema.json"), "--max-tokens", "200", "--seed", "1", "--json").ShouldBe(0, shell.Error);
        JsonElement written = JsonDocument.Parse(JsonDocument.Parse(shell.Output).RootElement.GetProperty("texts")[0].GetProperty("text").GetString()!).RootElement;
        written.GetProperty("age").GetInt32().ShouldBeInRange(1, 9);
    }

    [Fact]
    public void A_conversation_goes_on_through_a_pipe()
    {
        shell.Input = "Hello\n\n/clear\nWho are \\\nyou?\n/exit\nnever read\n";
        shell.Run("chat", Model, "--max-tokens", "8", "--seed", "2", "--json").ShouldBe(0, shell.Error);
        string[] answers = shell.Output.TrimEnd().Split('\n');
        answers.Length.ShouldBe(2);
        JsonDocument.Parse(answers[0]).RootElement.GetProperty("content").GetString().ShouldNotBeNullOrWhiteSpace();
        shell.Error.ShouldContain("no chat template");
    }

    [Fact]
    public void A_person_is_asked_and_told()
    {
        shell.Typed = "/help\n/nothing\nHi\n/clear\n";
        shell.Run("chat", Model, "--max-tokens", "4", "--lang", "zh").ShouldBe(0, shell.Error);
        shell.Output.ShouldContain("/exit 退出");
        shell.Output.ShouldContain("没有 /nothing");
        shell.Output.ShouldContain("已清空");
    }

    [Fact]
    public void A_text_is_measured_and_turned_into_vectors()
    {
        shell.Write("story.txt", "Once upon a time, there was a little girl named Lily. She loved to play outside in the park.");
        shell.Write("noise.txt", "qzx jvk 9#f wpl zzgh rtq");
        double Perplexity(string file)
        {
            shell.Run("perplexity", Model, shell.At(file), "--json").ShouldBe(0, shell.Error);
            return JsonDocument.Parse(shell.Output).RootElement.GetProperty("perplexity").GetDouble();
        }

        Perplexity("story.txt").ShouldBeLessThan(5);
        Perplexity("noise.txt").ShouldBeGreaterThan(20);
        shell.Run("perplexity", Model, shell.At("story.txt"), "--context", "8", "--lang", "zh").ShouldBe(0, shell.Error);
        shell.Output.ShouldContain("困惑度");
        shell.Run("embed", Model, "a dog", "a cat").ShouldBe(0, shell.Error);
        shell.Output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement.GetProperty("embedding").GetArrayLength()).ShouldBe([64, 64]);
        shell.Run("embed", Model).ShouldBe(2);
        shell.Run("perplexity", Model, shell.At("nowhere.txt")).ShouldBe(2);
    }

    [Fact]
    public void Ctrl_C_stops_cleanly()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        shell.Run(stop.Token, "generate", Model).ShouldBe(130);
        shell.Run(stop.Token, "chat", Model).ShouldBe(130);
    }

    [Theory]
    [InlineData("context", "--max-tokens", "600")]
    [InlineData("temperature", "--temperature", "-1")]
    [InlineData("no file", "--grammar", "nowhere.gbnf")]
    [InlineData("no file", "--template", "nowhere.jinja")]
    public void Mistakes_are_told(string said, params string[] args)
    {
        shell.Run(["generate", Model, .. args]).ShouldBe(2);
        shell.Error.ShouldContain(said);
        shell.Run("generate", "nowhere.gguf").ShouldBe(2);
        shell.Error.ShouldContain("no model");
        shell.Write("broken.bin", "not a model");
        shell.Run("generate", shell.At("broken.bin")).ShouldBe(2);
    }
}
