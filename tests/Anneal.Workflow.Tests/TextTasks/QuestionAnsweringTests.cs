using System.Text;
using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers;
using Anneal.Models.Language;
using Anneal.Models.Text.Answers;
using Anneal.Tensors;
using Anneal.Tests;
using Anneal.Training.Language;
using Anneal.Workflow.Runs;
using Anneal.Workflow.TextTasks;

namespace Anneal.Workflow.Tests.TextTasks;

public sealed class QuestionAnsweringTests : IDisposable
{
    private static readonly string[] Things = ["kettle", "lamp", "ladder", "drum"], Places = ["shed", "attic", "cellar", "garden"];

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Goes_from_passages_to_a_bundle_that_answers()
    {
        TextTaskResult result = Run(Recipe("{layers: 1, heads: 2, size: 32, feed-forward: 64, context: 48, vocabulary: 300, dropout: 0}"));
        result.Metrics.Test.All["f1"].ShouldBeGreaterThan(0.8);
        result.Metrics.Test.All["exact-match"].ShouldBeLessThanOrEqualTo(result.Metrics.Test.All["f1"]);
        result.Metrics.Baselines.Single().Name.ShouldBe("closest-sentence");
        result.TryIt.ShouldContain("--row");

        const string Context = "😀 The lamp stands in the cellar.";
        TextAnswer answer = TextTaskBundle.TryOpen(result.Bundle)!.Answer(new Dictionary<string, string> { ["context"] = Context, ["question"] = "Where is the lamp?" });
        Context.ShouldContain(answer.Lines.Single());
        answer.Lines.Single().ShouldContain("cellar");

        // Fine-tuning begins where that one ended.
        TextTaskResult tuned = Run(Recipe($"{{from: {result.Bundle}, tune: frozen, last-blocks: 0}}", steps: 2), "tuned");
        tuned.Metrics.Test.All["f1"].ShouldBeGreaterThan(0.8);
    }

    [Fact]
    public void A_stopped_run_goes_on_to_the_same_bits()
    {
        const string Model = "{layers: 1, heads: 2, size: 16, feed-forward: 32, context: 48, vocabulary: 300}";
        byte[] whole = Weights(Run(Recipe(Model, 60), "whole"));
        using CancellationTokenSource stop = new();
        Should.Throw<OperationCanceledException>(() => Run(Recipe(Model, 60), "stopped", happened =>
        {
            if (happened is Learning { Event: StepsFinished { Step: 12 } }) stop.Cancel();
        }, cancellation: stop.Token));
        Weights(Run(Recipe(Model, 60), "stopped", resume: true)).ShouldBe(whole);
    }

    [Fact]
    public void Windows_overlap_and_hold_every_piece()
    {
        StringBuilder passage = new();
        for (int i = 0; i < 60; i++) passage.Append(i % 3 == 0 ? "word " : i % 3 == 1 ? "汉" : "😀");
        AnswerFinder finder = Finder(passage.ToString(), positions: 24);
        (IReadOnlyList<AnswerWindow> windows, IReadOnlyList<Range> pieces) = finder.Windows(passage.ToString(), "word 汉");
        pieces.Count.ShouldBe(60);
        foreach (Range piece in pieces)
        {
            string text = passage.ToString()[piece];
            text.ShouldBe(text is "😀" or "汉" ? text : "word");
        }

        int covered = 0;
        foreach (AnswerWindow window in windows)
        {
            window.Ids.Length.ShouldBeLessThanOrEqualTo(24);
            window.First.ShouldBeLessThanOrEqualTo(covered);
            covered = Math.Max(covered, window.First + window.Begins.Length);
            window.Begins.Zip(window.Ends).ShouldAllBe(ends => ends.First >= window.Stretch && ends.First <= ends.Second && ends.Second < window.Ids.Length - 1);
        }

        covered.ShouldBe(60);
        for (int i = 1; i < windows.Count; i++) (windows[i].First - windows[i - 1].First).ShouldBe(Math.Max(1, windows[i - 1].Begins.Length / 2));
        finder.Find(passage.ToString(), "word").Text.ShouldNotBeEmpty();
        finder.Find("", "word").Text.ShouldBeEmpty();
    }

    [Fact]
    public void A_question_without_room_is_an_error_that_says_so()
    {
        AnswerFinder finder = Finder("word", positions: 24);
        Should.Throw<UserErrorException>(() => finder.Find("word", string.Join(' ', Enumerable.Repeat("word", 30)))).Message.ShouldContain("positions");
    }

    [Fact]
    public void Answers_that_stand_nowhere_are_no_ground_to_learn_from()
    {
        folder.Write("questions.jsonl", string.Concat(Enumerable.Range(0, 30).Select(i => $"{{\"context\": \"text {i}\", \"question\": \"what?\", \"answer\": \"elsewhere\"}}\n")));
        string recipe = folder.Write("recipe.yaml", "task: question-answering\ndata: {source: questions.jsonl}\n");
        Should.Throw<UserErrorException>(() => new TextTaskRun(TextTaskRecipeReader.TryRead(recipe)!, folder.Path, _ => { }).Execute()).Message.ShouldContain("no answer");
    }

    private static byte[] Weights(TextTaskResult result) => File.ReadAllBytes(Path.Combine(result.Bundle, "model.safetensors"));

    private static AnswerFinder Finder(string text, int positions)
    {
        Tokenizer tokenizer = TokenizerTrainer.WordPieces([text, "word"], new TokenizerTraining { VocabularySize = 300 });
        return new AnswerFinder(new EncoderModel(new EncoderConfig(EncoderArchitecture.Bert, new TextEncoderOptions(tokenizer.VocabularySize, positions, 1, 2, 16, 32) { TokenTypes = 2 }, EncoderTask.Answers), new Generator(1)), tokenizer);
    }

    private string Recipe(string model, int steps = 200)
    {
        Random random = new(2);
        folder.Write("questions.jsonl", string.Concat(Enumerable.Range(0, 240).Select(i =>
        {
            string thing = Things[random.Next(4)], place = Places[random.Next(4)];
            return $"{{\"context\": \"{i}. The {thing} stands in the {place}.\", \"question\": \"Where is the {thing}?\", \"answer\": \"{place}\"}}\n";
        })));
        return folder.Write("recipe.yaml", $$$"""
            name: things
            task: question-answering
            data: {source: questions.jsonl}
            model: {{{model}}}
            train: {steps: {{{steps}}}, batch-size: 16, optimizer: {adamw: {lr: 5e-3} } }
            """);
    }

    private TextTaskResult Run(string recipe, string runs = "runs", Action<RunEvent>? listen = null, bool resume = false, CancellationToken cancellation = default) =>
        new TextTaskRun(TextTaskRecipeReader.TryRead(recipe)!, Path.Combine(folder.Path, runs), listen ?? (_ => { })).Execute(resume, cancellation);
}
