using Anneal.Data.Text.Corpora;
using Anneal.Models.Language;
using Anneal.Tensors;
using Anneal.Tests;
using Anneal.Training.Language;

namespace Anneal.Training.Tests.Language;

public sealed class StepTrainerTests : IDisposable
{
    private static readonly StepOptions Options = new(Steps: 60, BatchSize: 4, EvaluateEvery: 20, Patience: 9, Seed: 3, LearningRate: 1e-2, WeightDecay: 0.1, Beta2: 0.99, Warmup: 5, ScheduleKind.Cosine, MaxGradientNorm: 1);

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Learns_a_text_that_repeats_itself()
    {
        List<EpochReport> reports = [];
        (TrainingOutcome outcome, _) = Train(Options, reports.Add);
        outcome.BestValidLoss.ShouldBeLessThan(0.2);
        reports.Select(report => report.Epoch).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void A_stopped_training_goes_on_to_the_same_bits()
    {
        float[] whole = Train(Options, null).Weights;
        using CancellationTokenSource stop = new();
        string checkpoint = Path.Combine(folder.Path, "checkpoint.safetensors");
        Should.Throw<OperationCanceledException>(() => Train(Options, report => { if (report.Epoch == 2) stop.Cancel(); }, checkpoint, stop.Token));
        Train(Options, null, checkpoint).Weights.ShouldBe(whole);
    }

    [Fact]
    public void The_schedule_ends_with_the_time()
    {
        // Each look takes long, so that few of the many steps fit.
        StepOptions endless = Options with { Steps = 1_000_000, EvaluateEvery = 5, TimeBudget = TimeSpan.FromSeconds(1) };
        List<EpochReport> reports = [];
        TrainingOutcome outcome = Train(endless, report =>
        {
            reports.Add(report);
            Thread.Sleep(100);
        }).Outcome;
        outcome.StoppedEarly.ShouldBeTrue();
        reports.Count.ShouldBeInRange(1, 11);
        reports[^1].Epochs.ShouldBeInRange(reports.Count, reports.Count + 1);
    }

    [Fact]
    public void The_loss_of_a_text_by_position_makes_its_mean()
    {
        using TokenFile text = Text();
        TokenWindows windows = new(text, 8, "valid");
        TextLoss loss = TextLoss.Measure(Model(out _), windows, pieces: 0, batchSize: 3);
        loss.Tokens.ShouldBe(windows.Count * 8);
        loss.ByPosition.Average().ShouldBe(loss.Mean, 1e-9);
        loss.Mean.ShouldBe(Math.Log(12), 0.1); // an untrained model tells nothing
        loss.Perplexity.ShouldBe(Math.Exp(loss.Mean));
    }

    [Fact]
    public void Counting_tells_a_text_that_repeats_itself()
    {
        using TokenFile text = Text();
        new CountingModel(text, 12, order: 1).Measure(text).Mean.ShouldBe(Math.Log(10), 0.02);
        new CountingModel(text, 12, order: 3).Measure(text).Mean.ShouldBeLessThan(0.05);
    }

    private static Decoder Model(out Generator generator) => new(DecoderConfig.Llama(12, 8, 1, 2, 16), generator = new Generator(1));

    private (TrainingOutcome Outcome, float[] Weights) Train(StepOptions options, Action<EpochReport>? report, string? checkpoint = null, CancellationToken cancellation = default)
    {
        using TokenFile text = Text();
        Decoder model = Model(out Generator generator);
        TokenWindows windows = new(text, 8, "train");
        TrainingOutcome outcome = new StepTrainer(options, report, checkpoint).Fit(model, new NextTokenObjective(model, windows, windows, options, 16), generator, cancellation);
        return (outcome, [.. model.Parameters().SelectMany(parameter => parameter.ToArray())]);
    }

    private TokenFile Text()
    {
        string path = Path.Combine(folder.Path, Guid.NewGuid().ToString("N"));
        using TokenFileWriter writer = new(path, 12);
        for (int i = 0; i < 200; i++) writer.Add([2, 5, 3, 9, 4, 11, 6, 1, 0, 8], 10);
        writer.EndDocument();
        writer.Finish();
        return TokenFile.Open(path);
    }
}
