using System.Text.Json;

namespace Anneal.Cli.Tests;

/// <summary>Tasks over texts from the command line: check, run, predict.</summary>
public sealed class TextTaskTests : IDisposable
{
    private readonly Shell shell = new();

    public void Dispose() => shell.Dispose();

    [Fact]
    public void Entities_are_checked_learnt_and_found()
    {
        Random random = new(1);
        const string Names = "秋云雨霜";
        shell.Write("sentences.txt", string.Concat(Enumerable.Range(0, 60).Select(_ => $"李\tB-PER\n{Names[random.Next(4)]}\tI-PER\n来\tO\n了\tO\n\n")));
        shell.Write("recipe.yaml", "name: names\ntask: token-classification\ndata: {source: sentences.txt}\nmodel: {size: 16, pair-size: 8, hidden: 16}\ntrain: {steps: 60, batch-size: 8, optimizer: {adamw: {lr: 1e-2}}}\ntargets: {f1: \">= 0.9\"}\n");
        shell.Run("check", shell.At("recipe.yaml"), "--json").ShouldBe(0, shell.Error);
        JsonDocument.Parse(shell.Output).RootElement.GetProperty("split").GetProperty("train").GetInt32().ShouldBe(48);
        shell.Run("check", shell.At("recipe.yaml"), "--lang", "zh").ShouldBe(0, shell.Error);
        shell.Output.ShouldContain("训练 48 句");

        shell.Run("run", shell.At("recipe.yaml"), "--out", shell.At("runs"), "--json").ShouldBe(0, shell.Error);
        JsonElement result = JsonDocument.Parse(shell.Output).RootElement;
        result.GetProperty("metrics").GetProperty("f1").GetDouble().ShouldBeGreaterThan(0.9);
        string bundle = result.GetProperty("bundle").GetString()!;

        shell.Run("predict", bundle, "--text", "李云来了").ShouldBe(0, shell.Error);
        shell.Output.ShouldBe("[李云 PER]来了\n");
        shell.Input = "李云来了\n{\"text\": \"李雨\"}\n";
        shell.Run("predict", bundle, "--json").ShouldBe(0, shell.Error);
        string[] lines = shell.Output.Trim().Split('\n');
        lines.Length.ShouldBe(2);
        JsonElement entity = JsonDocument.Parse(lines[0]).RootElement.GetProperty("entities")[0];
        (entity.GetProperty("type").GetString(), entity.GetProperty("start").GetInt32(), entity.GetProperty("end").GetInt32()).ShouldBe(("PER", 0, 2));
        shell.Run("predict", bundle, "--row", "{\"texts\": \"a\"}").ShouldBe(2);
        shell.Error.ShouldContain("--text");
        shell.Run("report", bundle, "--lang", "zh").ShouldBe(0, shell.Error);
        shell.Run("serve", bundle).ShouldBe(2, shell.Output);

        shell.Run("run", shell.At("recipe.yaml"), "--out", shell.At("runs")).ShouldBe(0, shell.Error);
        shell.Output.ShouldContain("dictionary of the entities met");
        shell.Output.ShouldContain("✓ f1 >= 0.9");
    }
}
