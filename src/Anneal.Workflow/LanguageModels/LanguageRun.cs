using System.Diagnostics;
using Anneal.Data.Messages;
using Anneal.Data.Text.Corpora;
using Anneal.Models.Language;
using Anneal.Tensors;
using Anneal.Training.Language;
using Anneal.Training;
using Anneal.Workflow.Messages;
using Anneal.Workflow.Runs;
using Anneal.Workflow.Targets;

namespace Anneal.Workflow.LanguageModels;

/// <summary>Walks texts from their source to a language model's bundle: once, forward.</summary>
/// <param name="recipe">What to build.</param>
/// <param name="outFolder">The folder that the bundle is put into; it is made when it is not there.</param>
/// <param name="listen">Hears what happens, as it happens, on the calling thread.</param>
/// <param name="clock">Tells the time for the bundle's name.</param>
/// <param name="language">The language of the report.</param>
public sealed class LanguageRun(LanguageRecipe recipe, string outFolder, Action<RunEvent> listen, TimeProvider? clock = null, Language language = Language.English)
{
    /// <summary>Pieces of the validation text that are measured at each look; at the end all are.</summary>
    private const int PiecesOfALook = 256;

    private readonly TimeProvider clock = clock ?? TimeProvider.System;
    private LanguageRecipe recipe = recipe;
    private string architecture = recipe.Model.Architecture;

    /// <summary>Runs the recipe.</summary>
    /// <param name="resume">Whether to go on from what a stopped run of the same recipe had reached.</param>
    /// <param name="cancellation">Stops the run between two steps; it can be resumed.</param>
    /// <exception cref="UserErrorException">The texts do not fit the recipe.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public LanguageRunResult Execute(bool resume = false, CancellationToken cancellation = default)
    {
        long started = Stopwatch.GetTimestamp();
        listen(new LanguageRecipeRead(recipe));
        Directory.CreateDirectory(outFolder);
        RunFolder folder = RunFolder.Open(outFolder, recipe.Name, LanguageRecipeWriter.Write(recipe, outFolder), resume);
        using EpochLog epochs = new(folder.Path);
        TunedModel? tuned = recipe.Tune is { } tune ? TunedModel.Open(tune) : null;
        if (tuned is not null) Follow(tuned);
        using LanguageCorpus corpus = LanguageCorpus.Open(recipe, folder.Path, tuned, cancellation);
        foreach (Message notice in corpus.Notices) listen(new Noticed(notice));
        listen(new CorpusRead(corpus.Counts));

        Generator generator = new((ulong)recipe.Train.Seed);
        Decoder network = tuned?.Network ?? LanguageNetworks.Create(recipe.Model, corpus.Tokenizer.VocabularySize, generator);
        tuned?.Prepare(generator);
        Learnt learnt = Train(network, corpus, generator, epochs, folder, cancellation);
        LanguageMetrics metrics = Measure(network, corpus, learnt);
        WrittenSample[] samples = [.. corpus.Prompts(recipe.Sample.Prompt).Select(prompt => new WrittenSample(prompt.Shown, Write(prompt.Ids)))];

        cancellation.ThrowIfCancellationRequested();
        epochs.Dispose();
        (string bundle, metrics) = LanguageBundle.Write(outFolder, clock.GetLocalNow(), recipe, new LanguageBundleContent(architecture, network, corpus.Tokenizer, tuned, metrics, epochs.File, samples, language, Stopwatch.GetElapsedTime(started))
        {
            Template = corpus.Template,
            Ends = corpus.Ends,
        });
        corpus.Dispose();
        folder.Delete();
        LanguageRunResult result = new(bundle, architecture, metrics, samples, Stopwatch.GetElapsedTime(started));
        listen(new LanguageRunFinished(result));
        return result;

        string Write(int[] prompt) => SampleText.Write(network, corpus.Tokenizer, prompt, corpus.Ends, recipe.Sample.Tokens, recipe.Sample.Temperature, recipe.Model.Context, recipe.Train.Seed);
    }

    /// <summary>Takes over what a model that is trained further decides by itself.</summary>
    private void Follow(TunedModel tuned)
    {
        DecoderConfig config = tuned.Network.Config;
        architecture = config.Architecture.ToString().ToLowerInvariant();
        if (recipe.Model.Context <= config.Positions) return;
        recipe = recipe with { Model = recipe.Model with { Context = config.Positions } };
        listen(new Noticed(TalkMessages.ShorterContext(config.Positions)));
    }

    private Learnt Train(Decoder network, LanguageCorpus corpus, Generator generator, EpochLog epochs, RunFolder folder, CancellationToken cancellation)
    {
        PreferenceObjective? preference = corpus.Preferences is { } answers ? new PreferenceObjective(network, recipe.Prefer!, answers.Train, answers.Valid, answers.Test, recipe.Train) : null;
        NextTokenObjective? words = preference is null ? new NextTokenObjective(network, corpus.Train, corpus.Valid, recipe.Train, PiecesOfALook) : null;
        (TrainingOutcome outcome, double speed) = StepLearning.Fit(architecture, recipe.Train, network, (StepObjective?)preference ?? words!, generator, folder, epochs, listen, cancellation, () => preference?.LastLook);
        return new Learnt(outcome, speed * (preference?.TokensAStep ?? words!.TokensAStep), preference);
    }

    private LanguageMetrics Measure(Decoder network, LanguageCorpus corpus, Learnt learnt)
    {
        TextLoss Loss(TokenPieces part) => TextLoss.Measure(network, part, pieces: 0, recipe.Train.BatchSize);
        TextLoss valid = Loss(corpus.Valid);
        TextLoss? test = corpus.Test is { } pieces ? Loss(pieces) : null;
        LanguageScores? testScores = test is null ? null : LanguageScores.Of(test, corpus.Counts.Test.CharactersPerToken);
        LanguageScores validScores = LanguageScores.Of(valid, corpus.Counts.Valid.CharactersPerToken);

        // Where only answers are told, the first places of the context tell nothing, and the others what conversations have in common.
        IReadOnlyList<double> byPosition = recipe.Task == LanguageTask.Chat ? [] : (test ?? valid).ByPosition;
        return new LanguageMetrics(testScores, validScores, corpus.Baselines(), byPosition, Targets: [], corpus.Counts, network.ParameterCount, Size: 0, learnt.TokensPerSecond, learnt.Outcome)
        {
            ValidPreference = corpus.Preferences is { } answers ? learnt.Preference!.Measure(answers.Valid) : null,
            TestPreference = corpus.Preferences?.Test is { } held ? learnt.Preference!.Measure(held) : null,
        };
    }

    /// <summary>What came of the training.</summary>
    private sealed record Learnt(TrainingOutcome Outcome, double TokensPerSecond, PreferenceObjective? Preference);
}
