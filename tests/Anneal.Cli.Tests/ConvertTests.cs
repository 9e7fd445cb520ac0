using System.Text.Json;
using Anneal.Tests;

namespace Anneal.Cli.Tests;

/// <summary>The formats of language models, there and back, on a small real one.</summary>
public sealed class ConvertTests : IDisposable
{
    private readonly Shell shell = new();

    private static string Model => TestData.Shared("data", "weights", "stories260K", "stories260K.bin");

    private static string Story => File.ReadAllText(TestData.Shared("data", "weights", "stories260K", "expected_greedy_200.txt"));

    public void Dispose() => shell.Dispose();

    [Fact]
    public void The_story_stays_the_same_through_every_format()
    {
        string gguf = shell.At("stories.gguf"), folder = shell.At("stories"), again = shell.At("again.gguf");
        shell.Run("convert", Model, gguf).ShouldBe(0, shell.Error);
        shell.Output.ShouldContain("MiB");
        shell.Run("convert", gguf, folder).ShouldBe(0, shell.Error);
        shell.Run("convert", folder, again, "--json").ShouldBe(0, shell.Error);
        JsonDocument.Parse(shell.Output).RootElement.GetProperty("bytes").GetInt64().ShouldBe(new FileInfo(again).Length);
        shell.Run("embed", again, "a cat", "a dog", "--json").ShouldBe(0, shell.Error);
        JsonDocument.Parse(shell.Output).RootElement.GetProperty("embeddings").GetArrayLength().ShouldBe(2);
        foreach (string model in new[] { gguf, folder, again })
        {
            shell.Run("generate", model, "--temperature", "0", "--max-tokens", "200").ShouldBe(0, shell.Error);
            shell.Output.ShouldBe(Story, model);
        }
    }

    [Fact]
    public void Quantised_weights_tell_nearly_the_same_story_in_less_space()
    {
        string gguf = shell.At("stories.gguf");
        shell.Run("convert", Model, gguf).ShouldBe(0, shell.Error);
        foreach ((string format, double least) in new[] { ("f16", 1.0), ("q8_0", 0.15), ("q4_0", 0.02) })
        {
            string small = shell.At($"{format}.gguf");
            shell.Run("convert", gguf, small, "--quantize", format).ShouldBe(0, shell.Error);
            new FileInfo(small).Length.ShouldBeLessThan(new FileInfo(gguf).Length * 3 / 5);
            shell.Run("generate", small, "--temperature", "0", "--max-tokens", "200").ShouldBe(0, shell.Error);
            shell.Output.Zip(Story).TakeWhile(pair => pair.First == pair.Second).Count().ShouldBeGreaterThanOrEqualTo((int)(least * Story.Length), format);
        }
    }

    [Fact]
    public void What_a_file_holds_is_shown()
    {
        string gguf = shell.At("stories.gguf");
        shell.Run("convert", Model, gguf, "--quantize", "q8_0").ShouldBe(0, shell.Error);
        shell.Run("inspect", gguf).ShouldBe(0, shell.Error);
        shell.Output.ShouldContain("blk.0.attn_q.weight");
        shell.Output.ShouldContain("Q8_0");
        shell.Output.ShouldContain("for a text of 512 tokens");
        shell.Run("inspect", gguf, "--json").ShouldBe(0, shell.Error);
        JsonElement all = JsonDocument.Parse(shell.Output).RootElement;
        all.GetProperty("architecture").GetString().ShouldBe("llama");
        all.GetProperty("parameters").GetInt64().ShouldBe(all.GetProperty("tensors").EnumerateArray().Sum(t => t.GetProperty("shape").EnumerateArray().Aggregate(1L, (product, dim) => product * dim.GetInt64())));
        shell.Run("inspect", Model, "--lang", "zh").ShouldBe(0, shell.Error);
        shell.Output.ShouldContain("个参数");
        shell.Run("inspect", TestData.Fixture("formats", "no_metadata.safetensors")).ShouldBe(0, shell.Error);
    }

    [Fact]
    public void What_can_not_be_converted_is_said_with_a_way_out()
    {
        shell.Run("convert", Model, shell.At("folder"), "--quantize", "q4_0").ShouldBe(2);
        shell.Error.ShouldContain(".gguf");
        shell.Run("convert", Model, shell.At("a.gguf"), "--quantize", "q9").ShouldBe(2);
        shell.Error.ShouldContain("q4_0");
        shell.Run("convert", shell.At("absent.gguf"), shell.At("b.gguf")).ShouldBe(2);
        shell.Write("broken.gguf", "GGUF\u0003 and nothing behind it, nothing at all");
        shell.Run("convert", shell.At("broken.gguf"), shell.At("c.gguf")).ShouldBe(2);
        shell.Run("inspect", shell.At("broken.gguf")).ShouldBe(2);
        File.Exists(shell.At("c.gguf")).ShouldBeFalse();
    }
}
