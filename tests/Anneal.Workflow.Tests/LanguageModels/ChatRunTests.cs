using Anneal.Data.Messages;
using Anneal.Data.Text.ChatTemplates;
using Anneal.Models.Language;
using Anneal.Tests;
using Anneal.Training;
using Anneal.Training.Language;
using Anneal.Workflow.LanguageModels;
using Anneal.Workflow.Reports;
using Anneal.Workflow.Runs;
using Anneal.Workflow.Store;

namespace Anneal.Workflow.Tests.LanguageModels;

public sealed class ChatRunTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Goes_from_conversations_to_a_bundle_that_talks()
    {
        List<RunEvent> events = [];
        LanguageRunResult result = Run(Recipe(), events.Add);
        result.Metrics.Final.Perplexity.ShouldBeLessThan(1.1);
        result.Metrics.Baselines.ShouldBeEmpty();
        result.Metrics.Text.Train.Documents.ShouldBe(96);
        events.OfType<Noticed>().Select(notice => notice.Message.English).ShouldBe(["1 conversation has no answer to learn and is left out", "4 conversations say the same as an earlier one and are left out"]);
        result.Samples.Count.ShouldBe(4);
        result.Samples.ShouldAllBe(sample => sample.Prompt.StartsWith("What does") && sample.Text.StartsWith("It says"));

        LanguageModel model = LanguageModelFiles.Open(result.Bundle);
        model.Template!.Source.ShouldBe(TalkTokens.OwnTemplate);
        model.Ends.ShouldContain(model.Tokenizer.IdOf("<|im_end|>")!.Value);
        model.Defaults.Temperature.ShouldBe(0.3);
        string answer = string.Concat(model.Stream([new ChatTurn("user", "What does the old cow say?")], GenerationOptions.Greedy with { MaxTokens = 30 }).Select(token => token.Text));
        answer.ShouldBe("It says moo.");

        string report = Path.Combine(result.Bundle, "report.html");
        File.ReadAllText(report).ShouldContain("Only the answers are counted");
        ReportFiles.WriteAgain(result.Bundle, Language.Chinese);
        File.ReadAllText(report).ShouldContain("只统计回答部分");
        File.ReadAllText(report).ShouldContain("anneal chat");
    }

    [Fact]
    public void A_stopped_run_goes_on_to_the_same_bits()
    {
        byte[] whole = Weights(Run(Recipe(), _ => { }, "whole"));
        using CancellationTokenSource stop = new();
        Should.Throw<OperationCanceledException>(() => Run(
            Recipe(),
            happened =>
            {
                if (happened is Learning { Event: StepsFinished { Step: 100 } }) stop.Cancel();
            },
            "stopped",
            cancellation: stop.Token));
        Weights(Run(Recipe(), _ => { }, "stopped", resume: true)).ShouldBe(whole);
    }

    [Theory]
    [InlineData("full")]
    [InlineData("frozen, last-blocks: 1")]
    [InlineData("lora, rank: 4")]
    [InlineData("qlora, rank: 4")]
    public void A_bundle_learns_further(string tune)
    {
        LanguageRunResult first = Run(Recipe(steps: 60), _ => { }, "first");
        LanguageRunResult second = Run(Further(first.Bundle, tune), _ => { }, "second");
        second.Metrics.Final.Loss.ShouldBeLessThan(first.Metrics.Final.Loss);
        LanguageModelFiles.Open(second.Bundle).Template!.Source.ShouldBe(TalkTokens.OwnTemplate);
    }

    [Fact]
    public void A_model_that_only_wrote_texts_learns_to_talk()
    {
        folder.Write("tales.txt", string.Concat(Enumerable.Range(0, 200).Select(i => $"The cow says moo and the dog says woof, {i % 7} times.\n")));
        string recipe = folder.Write("tales.yaml", """
            task: language-model
            data: {source: tales.txt, documents: lines}
            model: {tokenizer: bpe, vocabulary: 300, layers: 1, heads: 2, size: 32, context: 48}
            train: {steps: 30, batch-size: 8}
            """);
        LanguageRunResult first = Run(recipe, _ => { }, "first");
        Recipe();
        List<RunEvent> events = [];
        LanguageRunResult second = Run(Further(first.Bundle, "full"), events.Add, "second");
        events.OfType<Noticed>().ShouldContain(notice => notice.Message.English.Contains("48 tokens at once", StringComparison.Ordinal));
        LanguageModel model = LanguageModelFiles.Open(second.Bundle);
        model.Template.ShouldNotBeNull();
        second.Metrics.Final.Loss.ShouldBeLessThan(2.2);
    }

    [Theory]
    [InlineData("dpo", "full")]
    [InlineData("dpo", "lora, rank: 4")]
    [InlineData("kto", "full")]
    public void Better_answers_come_to_be_preferred(string prefer, string tune)
    {
        LanguageRunResult first = Run(Recipe(steps: 100), _ => { }, "first");
        string[] rows = [.. Enumerable.Range(0, 60).Select(i => prefer == "dpo"
            ? $$"""{"conversations": [{"from": "human", "value": "What does the cow no. {{i}} say?"}], "chosen": {"from": "gpt", "value": "It says moo."}, "rejected": {"from": "gpt", "value": "It says woof."} }"""
            : $$"""{"messages": [{"role": "user", "content": "What does the cow no. {{i}} say?"}, {"role": "assistant", "content": "It says {{(i % 2 == 0 ? "moo" : "woof")}}."}], "label": {{(i % 2 == 0 ? "true" : "false")}} }""")];
        folder.Write("preferred.jsonl", string.Join('\n', rows));
        string recipe = folder.Write("prefer.yaml", $$$"""
            task: chat
            data: {source: preferred.jsonl, split: {train: 0.7, valid: 0.15, test: 0.15} }
            model: {from: {{{first.Bundle}}}, tune: {{{tune}}}, context: 64}
            train: {prefer: {{{prefer}}}, beta: 0.3, steps: 40, batch-size: 8, evaluate-every: 20, optimizer: {adamw: {lr: 2e-3} } }
            targets: {reward-accuracy: ">= 0.9"}
            """);
        List<RunEvent> events = [];
        string runs = Path.Combine(folder.Path, "second");
        LanguageRunResult second = RunRecorder.Record(runs, runs, events.Add, listen => Run(recipe, listen, "second"));
        second.Metrics.TestPreference!.Accuracy.ShouldBeGreaterThan(0.9);
        second.Metrics.TestPreference.Margin.ShouldBeGreaterThan(0.5);
        second.Metrics.TestPreference.Answers.ShouldBe(9);
        second.Metrics.Targets.Single().Met.ShouldBeTrue();
        events.OfType<Learning>().Select(learning => learning.Event).OfType<StepsFinished>().ShouldAllBe(steps => steps.Preference != null);
        File.ReadAllText(Path.Combine(second.Bundle, "report.html")).ShouldContain("It prefers rightly in");
        File.ReadAllText(Path.Combine(second.Bundle, "recipe.yaml")).ShouldContain($"prefer: {prefer}");
        ReportFiles.WriteAgain(second.Bundle, Language.Chinese);
        File.ReadAllText(Path.Combine(second.Bundle, "report.html")).ShouldContain("偏好正确");
        using RunStore store = RunStore.OpenExisting(runs);
        store.Find(second.Bundle).Metrics.ShouldContain(metric => metric.Split == "test" && metric.Name == "reward-accuracy");

        using CancellationTokenSource stop = new();
        Should.Throw<OperationCanceledException>(() => Run(
            recipe,
            happened =>
            {
                if (happened is Learning { Event: StepsFinished { Step: 20 } }) stop.Cancel();
            },
            "stopped",
            cancellation: stop.Token));
        Weights(Run(recipe, _ => { }, "stopped", resume: true)).ShouldBe(Weights(second));
    }

    [Theory]
    [InlineData("train: {prefer: dpo}", "prefer")]
    [InlineData("train: {beta: 0.1}", "beta")]
    [InlineData("model: {from: x}\ntrain: {prefer: ppo}", "ppo")]
    [InlineData("targets: {reward-accuracy: \">= 0.5\"}", "reward-accuracy")]
    [InlineData("data: {source: talks.jsonl, documents: lines}", "documents")]
    [InlineData("train: {pieces: documents}", "pieces")]
    [InlineData("targets: {accuracy: \">= 0.5\"}", "accuracy")]
    public void A_key_that_means_nothing_here_is_named(string line, string named)
    {
        string recipe = folder.Write("recipe.yaml", $"task: chat\n{(line.StartsWith("data", StringComparison.Ordinal) ? "" : "data: {source: talks.jsonl}\n")}{line}\n");
        Should.Throw<UserErrorException>(() => LanguageRecipeReader.TryRead(recipe)).Message.ShouldContain(named);
    }

    [Fact]
    public void Conversations_whose_answers_lie_behind_the_context_are_an_error()
    {
        string recipe = Recipe(context: 8);
        Should.Throw<UserErrorException>(() => Run(recipe, _ => { })).Message.ShouldContain("first 8 tokens");
    }

    [Fact]
    public void Every_default_is_written_into_the_bundle()
    {
        LanguageRunResult result = Run(Recipe(steps: 2), _ => { });
        string written = File.ReadAllText(Path.Combine(result.Bundle, "recipe.yaml"));
        written.ShouldContain("task: chat");
        written.ShouldNotContain("pieces");
        File.WriteAllText(Path.Combine(result.Bundle, "again.yaml"), written);
        LanguageRecipeReader.TryRead(Path.Combine(result.Bundle, "again.yaml"))!.Sample.Temperature.ShouldBe(0.3);
    }

    private static byte[] Weights(LanguageRunResult result) => File.ReadAllBytes(Path.Combine(result.Bundle, "model.safetensors"));

    private string Further(string bundle, string tune) => folder.Write("further.yaml", $$$"""
        task: chat
        data: {source: talks.jsonl, split: {train: 0.8, valid: 0.1, test: 0.1} }
        model: {from: {{{bundle}}}, tune: {{{tune}}}, context: 64}
        train: {steps: 60, batch-size: 8, optimizer: {adamw: {lr: 3e-3} } }
        """);

    private string Recipe(int steps = 200, int context = 64)
    {
        (string Name, string Sound)[] animals = [("cow", "moo"), ("dog", "woof"), ("cat", "miaow"), ("owl", "hoot")];
        string[] kinds = ["old", "young", "small", "big", "fat", "thin", "grey", "black", "loud", "shy", "wild", "good", "poor", "slow", "fast", "odd", "sad", "mad", "wet", "dry", "hot", "new", "red", "tame", "kind", "lazy", "calm", "rude", "vain", "wise"];
        string[] rows = [.. kinds.SelectMany(kind => animals.Select(animal => $$"""{"messages": [{"role": "user", "content": "What does the {{kind}} {{animal.Name}} say?"}, {"role": "assistant", "content": "It says {{animal.Sound}}."}]}"""))];
        folder.Write("talks.jsonl", string.Join('\n', [.. rows, .. rows[..4], """{"messages": [{"role": "user", "content": "Hm"}]}"""]));
        return folder.Write("recipe.yaml", $$$"""
            name: farm
            task: chat
            data: {source: talks.jsonl, split: {train: 0.8, valid: 0.1, test: 0.1} }
            model: {vocabulary: 340, layers: 2, heads: 2, size: 64, context: {{{context}}}}
            train: {steps: {{{steps}}}, batch-size: 8, evaluate-every: {{{Math.Max(1, steps / 4)}}}, optimizer: {adamw: {lr: 3e-3} } }
            """);
    }

    private LanguageRunResult Run(string recipe, Action<RunEvent> listen, string runs = "runs", bool resume = false, CancellationToken cancellation = default) =>
        new LanguageRun(LanguageRecipeReader.TryRead(recipe)!, Path.Combine(folder.Path, runs), listen).Execute(resume, cancellation);
}
