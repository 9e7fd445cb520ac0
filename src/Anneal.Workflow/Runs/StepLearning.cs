using Anneal.Nn;
using Anneal.Tensors;
using Anneal.Training;
using Anneal.Training.Language;

namespace Anneal.Workflow.Runs;

/// <summary>Trains a network in steps as part of a run: what it gives is logged and told, and a checkpoint in the run's folder is gone on from.</summary>
internal static class StepLearning
{
    /// <param name="architecture">Who learns.</param>
    /// <param name="options">How.</param>
    /// <param name="network">The network.</param>
    /// <param name="objective">What it learns.</param>
    /// <param name="generator">Draws dropout.</param>
    /// <param name="folder">The run's folder.</param>
    /// <param name="epochs">Keeps the losses.</param>
    /// <param name="listen">Hears of every look.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <param name="preference">What a look found of preferences, where such are learnt.</param>
    /// <returns>How it went, and how many steps a second were learnt.</returns>
    public static (TrainingOutcome Outcome, double StepsPerSecond) Fit(
        string architecture, StepOptions options, Module network, StepObjective objective, Generator generator, RunFolder folder, EpochLog epochs, Action<RunEvent> listen, CancellationToken cancellation, Func<PreferenceScores?>? preference = null)
    {
        StepTrainer? trainer = null;
        trainer = new StepTrainer(options, Hear, Path.Combine(folder.Path, architecture + ".safetensors"));
        TrainingOutcome outcome = trainer.Fit(network, objective, generator, cancellation);
        return (outcome, trainer.StepsDone / Math.Max(1e-9, trainer.Learning.TotalSeconds));

        void Hear(EpochReport report)
        {
            StepsFinished happened = new(architecture, report, Math.Min(options.StepsAfter(report.Epoch), trainer!.StepsPlanned), trainer.StepsPlanned) { Preference = preference?.Invoke() };
            epochs.Hear(happened);
            listen(new Learning(happened));
        }
    }
}
