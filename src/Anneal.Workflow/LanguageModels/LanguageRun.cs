using System.Diagnostics;
using Anneal.Data.Messages;
using Anneal.Data.Text.Corpora;
using Anneal.Models.Language;
using Anneal.Tensors;
using Anneal.Training.Language;
using Anneal.Training;
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

    /// <summary>Tokens of the longest run that the baseline counts.</summary>
    private const int CountedTokens = 3;

    private readonly TimeProvider clock = clock ?? TimeProvider.System;
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
        if (tuned is not null) architecture = tuned.Network.Config.Architecture.ToString().ToLowerInvariant();
        using LanguageCorpus corpus = LanguageCorpus.Open(recipe, folder.Path, tuned?.Tokenizer, cancellation);
        listen(new CorpusRead(corpus.Counts));

        Generator generator = new((ulong)recipe.Train.Seed);
        Decoder network = tuned?.Network ?? LanguageNetworks.Create(recipe.Model, corpus.Tokenizer.VocabularySize, generator);
        tuned?.Prepare(generator);
        (TrainingOutcome training, double speed) = Train(network, corpus, generator, epochs, folder, cancellation);
        LanguageMetrics metrics = Measure(network, corpus, training, speed);
        string sample = SampleText.Write(network, corpus.Tokenizer, recipe.Sample.Prompt, recipe.Sample.Tokens, recipe.Sample.Temperature, recipe.Model.Context, recipe.Train.Seed);

        cancellation.ThrowIfCancellationRequested();
        epochs.Dispose();
        (string bundle, metrics) = LanguageBundle.Write(outFolder, clock.GetLocalNow(), recipe, new LanguageBundleContent(architecture, network, corpus.Tokenizer, tuned, metrics, epochs.File, sample, language, Stopwatch.GetElapsedTime(started)));
        corpus.Dispose();
        folder.Delete();
        LanguageRunResult result = new(bundle, architecture, metrics, recipe.Sample.Prompt, sample, Stopwatch.GetElapsedTime(started));
        listen(new LanguageRunFinished(result));
        return result;
    }

    private (TrainingOutcome Outcome, double TokensPerSecond) Train(Decoder network, LanguageCorpus corpus, Generator generator, EpochLog epochs, RunFolder folder, CancellationToken cancellation)
    {
        StepOptions options = recipe.Train;
        NextTokenObjective objective = new(network, corpus.Pieces(corpus.Train, recipe, "train"), corpus.Pieces(corpus.Valid, recipe, "valid"), options, PiecesOfALook);
        (TrainingOutcome outcome, double speed) = StepLearning.Fit(architecture, options, network, objective, generator, folder, epochs, listen, cancellation);
        return (outcome, speed * options.BatchSize * recipe.Model.Context);
    }

    private LanguageMetrics Measure(Decoder network, LanguageCorpus corpus, TrainingOutcome training, double speed)
    {
        TextLoss Loss(TokenFile file, string part) => TextLoss.Measure(network, corpus.Pieces(file, recipe, part), pieces: 0, recipe.Train.BatchSize);
        bool hasTest = corpus.Test.Count > recipe.Model.Context;
        TextLoss valid = Loss(corpus.Valid, "valid");
        TextLoss? test = hasTest ? Loss(corpus.Test, "test") : null;
        TokenFile measured = hasTest ? corpus.Test : corpus.Valid;
        LanguageScores? testScores = test is null ? null : LanguageScores.Of(test, CharactersPerToken(corpus.Test));
        LanguageScores validScores = LanguageScores.Of(valid, CharactersPerToken(corpus.Valid));
        CountingModel counted = new(corpus.Train, corpus.Tokenizer.VocabularySize, CountedTokens);
        LanguageBaseline baseline = new("trigrams", LanguageScores.Of(counted.Measure(measured), CharactersPerToken(measured)));
        return new LanguageMetrics(testScores, validScores, [baseline], (test ?? valid).ByPosition, Targets: [], corpus.Counts, network.ParameterCount, Size: 0, speed, training);
    }

    private static double CharactersPerToken(TokenFile file) => (double)file.Characters / file.Count;
}
