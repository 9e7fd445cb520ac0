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
        using (CancellationTokenSource stopped = new())
        {
            stopped.Cancel();
            shell.Run(stopped.Token, "serve", bundle, "--port", "0").ShouldBe(0, shell.Error);
            shell.Output.ShouldContain("/schema");
        }


        shell.Run("run", shell.At("recipe.yaml"), "--out", shell.At("runs")).ShouldBe(0, shell.Error);
        shell.Output.ShouldContain("dictionary of the entities met");
        shell.Output.ShouldContain("✓ f1 >= 0.9");
    }

    [Fact]
    public void A_translation_is_generated_in_every_way_that_texts_are()
    {
        shell.Write("pairs.tsv", string.Concat(from who in new[] { ("we", "我们"), ("they", "他们") } from does in new[] { ("read", "读"), ("sell", "卖") } from what in new[] { ("books", "书"), ("maps", "地图"), ("letters", "信"), ("drums", "鼓"), ("lamps", "灯") }
            from time in new[] { ("now", "现在"), ("today", "今天"), ("daily", "每天") } select $"{who.Item1} {does.Item1} {what.Item1} {time.Item1}\t{who.Item2}{time.Item2}{does.Item2}{what.Item2}。\n"));
        shell.Write("recipe.yaml", "name: phrases\ntask: translation\ndata: {source: pairs.tsv}\nmodel: {size: 32, layers: 1, feed-forward: 64, dropout: 0, longest: 32, vocabulary: 500}\ntrain: {steps: 200, batch-size: 16, optimizer: {adamw: {lr: 3e-3}}}\ntargets: {chrf: \">= 1.1\"}\n");
        shell.Run("run", shell.At("recipe.yaml"), "--out", shell.At("runs"), "--json");
        string bundle = JsonDocument.Parse(shell.Output).RootElement.GetProperty("bundle").GetString()!;
        shell.Run("predict", bundle, "--text", "we read maps today").ShouldBe(0, shell.Error);
        string translation = shell.Output;
        shell.Run("generate", bundle, "we read maps today").ShouldBe(0, shell.Error);
        shell.Output.ShouldBe(translation); // with as many beams
        shell.Run("generate", bundle, "we read maps today", "--beams", "1").ShouldBe(0, shell.Error);
        string greedy = shell.Output.Trim();
        shell.Run("generate", bundle, "we read maps today", "--stop", "书书书书").ShouldBe(0, shell.Error); // likeliest token by token, as it comes
        shell.Output.Trim().ShouldBe(greedy);
        string[] sampled = ["generate", bundle, "-p", "we read maps today", "--samples", "3", "--temperature", "2", "--seed", "5", "--json", "--log-probabilities", "1"];
        shell.Run(sampled).ShouldBe(0, shell.Error);
        string first = shell.Output;
        JsonElement texts = JsonDocument.Parse(first).RootElement.GetProperty("texts");
        texts.EnumerateArray().Select(text => text.GetProperty("text").GetString()).Distinct().Count().ShouldBeGreaterThan(1);
        shell.Run(sampled);
        shell.Output.ShouldBe(first);
        shell.Run("generate", bundle, "a", "--draft", bundle).ShouldBe(2);
        shell.Error.ShouldContain("--draft");
        shell.Run("generate", bundle, string.Join(' ', Enumerable.Repeat("books", 200))).ShouldBe(2);
        shell.Error.ShouldContain("sentence by sentence");
        shell.Run("serve", bundle, "--port", "0").ShouldBe(2);
        shell.Error.ShouldContain("missed a target");

        File.Delete(Path.Combine(bundle, "bundle.json")); // a folder as Hugging Face lays it out
        shell.Run("generate", bundle, "we read maps today").ShouldBe(0, shell.Error);
        shell.Output.ShouldBe(translation);
        shell.Run("chat", bundle).ShouldBe(2);
        shell.Error.ShouldContain("\"anneal generate\"");
    }
}
