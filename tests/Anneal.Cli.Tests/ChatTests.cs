using System.Text.Json;
using System.Text.RegularExpressions;
using Anneal.Tests;

namespace Anneal.Cli.Tests;

/// <summary>From conversations to a model that talks, at the terminal.</summary>
public sealed partial class ChatTests : IDisposable
{
    private readonly Shell shell = new();

    public ChatTests()
    {
        string[] sounds = ["moo", "woof", "miaow"];
        string Row(int i) => $$"""{"messages": [{"role": "user", "content": "What does animal {{i}} say?"}, {"role": "assistant", "content": "It says {{sounds[i % 3]}}."}]}""";
        shell.Write("talks.jsonl", string.Join('\n', [.. Enumerable.Range(0, 60).Select(Row), Row(3), """{"messages": [{"role": "user", "content": "Hm"}]}"""]));
        shell.Write("recipe.yaml", """
            name: farm
            task: chat
            data: {source: talks.jsonl, split: {train: 0.8, valid: 0.1, test: 0.1} }
            model: {vocabulary: 320, layers: 1, heads: 2, size: 32, context: 48}
            train: {steps: 60, batch-size: 8, evaluate-every: 30, optimizer: {adamw: {lr: 1e-2} } }
            sample: {prompt: "What does animal 7 say?"}
            targets: {perplexity: "<= 40"}
            """);
    }

    public void Dispose() => shell.Dispose();

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public void What_a_run_prints(string language)
    {
        shell.Run("run", shell.Path, "--out", shell.At("runs"), "--lang", language).ShouldBe(0, shell.Error);

        // The words are held here, not the learnt numbers and words.
        string shown = Counts().Replace(Decimals().Replace(shell.Printed, " #.#"), " #");
        Snapshot.Match(Answer().Replace(shown, "${asked}…"), $"run-chat-{language}");
    }

    [Fact]
    public void Programs_get_one_object_and_a_conversation_through_a_pipe()
    {
        shell.Run("run", shell.Path, "--out", shell.At("runs"), "--json").ShouldBe(0, shell.Error);
        shell.Error.ShouldContain("1 conversation has no answer to learn and is left out");
        using JsonDocument json = JsonDocument.Parse(shell.Output);
        json.RootElement.GetProperty("samples")[0].GetProperty("prompt").GetString().ShouldBe("What does animal 7 say?");
        string bundle = json.RootElement.GetProperty("bundle").GetString()!;
        shell.Input = "What does animal 4 say?\nWhat does animal 5 say?\n";
        shell.Run("chat", bundle, "--json", "--temperature", "0").ShouldBe(0, shell.Error);
        string[] lines = shell.Output.TrimEnd().Split('\n');
        lines.Length.ShouldBe(2);
        JsonDocument.Parse(lines[0]).RootElement.GetProperty("content").GetString()!.ShouldStartWith("It says");
        JsonDocument.Parse(lines[0]).RootElement.GetProperty("finish").GetString().ShouldBe("stop");
    }

    [Fact]
    public void What_is_no_conversation_is_told_with_its_line()
    {
        shell.Write("talks.jsonl", """{"messages": [{"role": "user", "content": "Hm"}]}""" + "\n{\"messages\": [{\"role\": \"wizard\", \"content\": \"Hm\"}]}\n");
        shell.Run("run", shell.Path, "--out", shell.At("runs")).ShouldBe(2);
        shell.Error.ShouldContain("nobody knows who \"wizard\" is in this conversation");
        shell.Error.ShouldContain("talks.jsonl, line 2");
    }

    [GeneratedRegex(@" *\d+\.\d+", RegexOptions.None, 1000)]
    private static partial Regex Decimals();

    [GeneratedRegex(@" +[\d,]+(?= (parameters|tokens a second|个参数|个词元；))", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Counts();

    [GeneratedRegex(@"(?<asked>\n  > [^\n]*\n  )[^\n]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Answer();
}
