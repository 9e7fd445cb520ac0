using Anneal.Data.Messages;
using Anneal.Models.Language;
using Anneal.Tests;
using Anneal.Training.Language;
using Anneal.Workflow.Reports;
using Anneal.Workflow.Runs;
using Anneal.Workflow.TextTasks;
using Anneal.Workflow.TextTasks.Embedding;
using Anneal.Workflow.TextTasks.Translating;

namespace Anneal.Workflow.Tests.TextTasks;

public sealed class PairTaskTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Goes_from_pairs_to_a_bundle_that_translates()
    {
        TextTaskResult result = Run(Translation());
        TaskScores scores = result.Metrics.Test;
        scores.All["chrf"].ShouldBeGreaterThan(0.5);
        scores.All["bleu"].ShouldBeInRange(0, 1);
        result.Metrics.Baselines.Select(baseline => baseline.Name).ShouldBe(["phrase-table", "nearest-text"]);
        result.Metrics.Targets.Single().Met.ShouldBeTrue();
        foreach (string file in new[] { "config.json", "model.safetensors", "tokenizer.json", "generation_config.json", "bundle.json", "recipe.yaml", "metrics.json", "report.html", "model-card.md" })
            File.Exists(Path.Combine(result.Bundle, file)).ShouldBeTrue(file);
        TranslatedText answer = (TranslatedText)TextTaskBundle.TryOpen(result.Bundle)!.Answer(new Dictionary<string, string> { ["text"] = " we read seven books " });
        answer.Translation.ShouldContain("书");
        answer.Lines.ShouldBe([answer.Translation]);
        TextTranslator.Open(result.Bundle).Translate(["we read seven books"]).ShouldBe([answer.Translation]);
        ReportFiles.WriteAgain(result.Bundle, Language.Chinese);
        File.ReadAllText(Path.Combine(result.Bundle, "report.html")).ShouldContain("统计短语表");

        // A bundle is trained further.
        string again = folder.Write("again.yaml", $$$"""
            task: translation
            data: {source: pairs.tsv}
            model: {from: "{{{result.Bundle.Replace('\\', '/')}}}", beams: 2}
            train: {steps: 20}
            """);
        TextTaskResult further = Run(again, "again");
        further.Architecture.ShouldBe("bart");
        further.Metrics.Test.All["chrf"].ShouldBeGreaterThan(0.4);
    }

    [Fact]
    public void Stopped_runs_go_on_to_the_same_bits()
    {
        foreach (string recipe in new[] { Translation(), Embedding() })
        {
            byte[] whole = Weights(Run(recipe, "whole", ["train.steps=30", "train.evaluate-every=10"]));
            using CancellationTokenSource stop = new();
            Should.Throw<OperationCanceledException>(() => Run(
                recipe,
                "stopped",
                ["train.steps=30", "train.evaluate-every=10"],
                happened =>
                {
                    if (happened is Learning { Event: StepsFinished { Step: 20 } }) stop.Cancel();
                },
                cancellation: stop.Token));
            Weights(Run(recipe, "stopped", ["train.steps=30", "train.evaluate-every=10"], resume: true)).ShouldBe(whole);
        }
    }

    [Fact]
    public void Goes_from_pairs_to_a_bundle_that_finds_what_belongs_together()
    {
        TextTaskResult result = Run(Embedding());
        result.Metrics.Test.All["recall-10"].ShouldBeGreaterThan(0.8);
        result.Metrics.Baselines.Single().Name.ShouldBe("shared-grams");
        result.Metrics.Test.All["mrr"].ShouldBeGreaterThan(result.Metrics.Baselines[0].Scores.All["mrr"]); // the two languages share no gram
        EmbeddedText answer = (EmbeddedText)TextTaskBundle.TryOpen(result.Bundle)!.Answer(new Dictionary<string, string> { ["text"] = "we read seven books" });
        answer.Vector.Count.ShouldBe(32);
        answer.Vector.Sum(value => value * value).ShouldBe(1, 1e-4);
        TextEmbedder embedder = TextEmbedder.Open(result.Bundle);
        embedder.Embed("we read seven books").ShouldBe(answer.Vector);
        answer.Lines.ShouldHaveSingleItem();
        File.Exists(Path.Combine(result.Bundle, "1_Pooling", "config.json")).ShouldBeTrue();
        Run(folder.Write("again.yaml", $$$"""
            task: text-embedding
            data: {source: pairs.tsv, columns: {query: 1, match: 2}}
            model: {from: "{{{result.Bundle.Replace('\\', '/')}}}", tune: frozen, last-blocks: 1}
            train: {steps: 10}
            """), "again").Metrics.Test.All["recall-10"].ShouldBeGreaterThan(0.7);
    }

    [Theory]
    [InlineData("translation", "model: {size: 30}", "30")]
    [InlineData("text-embedding", "model: {size: 30}", "30")]
    [InlineData("translation", "model: {longest: 4}", "4")]
    [InlineData("translation", "model: {tokenizer: words}", "words")]
    [InlineData("translation", "model: {from: nothing}", "nothing")]
    [InlineData("text-embedding", "model: {from: nothing}", "nothing")]
    [InlineData("translation", "targets: {mrr: \">= 0.5\"}", "mrr")]
    public void What_does_not_fit_is_named(string task, string line, string named)
    {
        Pairs();
        string recipe = folder.Write("wrong.yaml", $"task: {task}\ndata: {{source: pairs.tsv, columns: {(task == "translation" ? "{source: 1, target: 2}" : "{query: 1, match: 2}")}}}\n{line}\n");
        Should.Throw<UserErrorException>(() => Run(recipe)).Message.ShouldContain(named);
    }

    private static byte[] Weights(TextTaskResult result) => File.ReadAllBytes(Path.Combine(result.Bundle, "model.safetensors"));

    private string Translation()
    {
        Pairs();
        return folder.Write("translation.yaml", """
            name: phrases
            task: translation
            data: {source: pairs.tsv}
            model: {size: 32, layers: 1, feed-forward: 64, dropout: 0, longest: 32, vocabulary: 500}
            train: {steps: 400, batch-size: 16, optimizer: {adamw: {lr: 3e-3} } }
            targets: {chrf: ">= 0.5"}
            """);
    }

    private string Embedding()
    {
        Pairs();
        return folder.Write("embedding.yaml", """
            name: near
            task: text-embedding
            data: {source: pairs.tsv, columns: {query: 1, match: 2}}
            model: {size: 32, layers: 1, feed-forward: 64, dropout: 0, longest: 32, vocabulary: 500}
            train: {steps: 300, batch-size: 32, optimizer: {adamw: {lr: 3e-3} } }
            """);
    }

    private void Pairs()
    {
        (string, string)[] who = [("we", "我们"), ("they", "他们"), ("you", "你们"), ("children", "孩子们")], does = [("read", "读了"), ("bought", "买了"), ("sold", "卖了"), ("lost", "丢了")];
        (string, string)[] many = [("two", "两"), ("three", "三"), ("seven", "七"), ("nine", "九")], what = [("books", "本书"), ("newspapers", "份报纸"), ("letters", "封信"), ("maps", "张地图")];
        folder.Write("pairs.tsv", string.Concat(from w in who from d in does from m in many from t in what select $"{w.Item1} {d.Item1} {m.Item1} {t.Item1}\t{w.Item2}{d.Item2}{m.Item2}{t.Item2}。\n"));
    }

    private TextTaskResult Run(string recipe, string runs = "runs", string[]? settings = null, Action<RunEvent>? listen = null, bool resume = false, CancellationToken cancellation = default) =>
        new TextTaskRun(TextTaskRecipeReader.TryRead(recipe, settings ?? [])!, Path.Combine(folder.Path, runs), listen ?? (_ => { })).Execute(resume, cancellation);
}
