using System.Data.Common;
using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Training;
using Anneal.Training.Language;
using Anneal.Workflow.LanguageModels;
using Anneal.Workflow.Messages;
using Anneal.Workflow.Recipes;
using Anneal.Workflow.Runs;
using Anneal.Workflow.Targets;
using Anneal.Workflow.TextTasks;

namespace Anneal.Workflow.Store;

/// <summary>Listens to a run and records it in a store.</summary>
/// <remarks>A run is recorded from the moment its rows are split: a recipe or a table that can't be read was no run yet.</remarks>
public sealed class RunRecorder
{
    private readonly string location;
    private readonly string folder;
    private readonly Action<RunEvent> listen;
    private readonly TimeProvider clock;
    private Recipe? recipe;
    private LanguageRecipe? languageRecipe;
    private TextTaskRecipe? textRecipe;
    private TableSchema? schema;
    private RunStore? store;
    private string id = "";

    private RunRecorder(string location, string folder, Action<RunEvent> listen, TimeProvider clock)
    {
        this.location = location;
        this.folder = folder;
        this.listen = listen;
        this.clock = clock;
    }

    /// <summary>Runs something and records it, whichever way it ends.</summary>
    /// <param name="location">The store, as for <see cref="RunStore.Open(string)"/>.</param>
    /// <param name="folder">The folder that the bundle goes to.</param>
    /// <param name="listen">Hears what happens, after it was recorded.</param>
    /// <param name="run">The run, which must tell what happens to the listener that it is given.</param>
    /// <param name="clock">Tells the time; the system's unless given.</param>
    /// <exception cref="UserErrorException">The store can't be opened, or the run says so.</exception>
    public static T Record<T>(string location, string folder, Action<RunEvent> listen, Func<Action<RunEvent>, T> run, TimeProvider? clock = null)
    {
        RunRecorder recorder = new(location, folder, listen, clock ?? TimeProvider.System);
        try
        {
            return run(recorder.Hear);
        }
        catch (Exception e)
        {
            Message? reason = e switch
            {
                OperationCanceledException => null,
                UserErrorException mistake => mistake.Reason,
                _ => new Message(e.Message, e.Message),
            };
            recorder.Write((store, id, now) => store.End(id, reason is null ? RunState.Stopped : RunState.Failed, now, reason));
            throw;
        }
        finally
        {
            recorder.store?.Dispose();
        }
    }

    private void Hear(RunEvent happened)
    {
        switch (happened)
        {
            case RecipeRead read:
                recipe = read.Recipe;
                break;
            case TableRead read:
                schema = read.Schema;
                break;
            case DataSplitUp:
                store = RunStore.Open(location);
                Write((store, _, now) => id = store.Begin(recipe!.Name, TaskNames.Of(recipe.Task), RecipeWriter.Write(recipe, schema!, folder), folder, now));
                break;
            case LanguageRecipeRead read:
                languageRecipe = read.Recipe;
                break;
            case CorpusRead:
                store = RunStore.Open(location);
                Write((store, _, now) => id = store.Begin(languageRecipe!.Name, LanguageTaskNames.Of(languageRecipe.Task), LanguageRecipeWriter.Write(languageRecipe, folder), folder, now));
                break;
            case TextTaskRecipeRead read:
                textRecipe = read.Recipe;
                break;
            case ExamplesRead:
                store = RunStore.Open(location);
                Write((store, _, now) => id = store.Begin(textRecipe!.Name, textRecipe.Task.Name, TextTaskRecipeWriter.Write(textRecipe, folder), folder, now));
                break;
            case TextTaskRunFinished finished:
                Write((store, id, now) => Finish(store, id, now, finished.Result));
                break;
            case Learning { Event: StepsFinished steps }:
                Write((store, id, now) => store.AddEpoch(id, new StoredEpoch(steps.Learner, steps.Step, now, steps.Report.TrainLoss, steps.Report.ValidLoss)));
                break;
            case LanguageRunFinished finished:
                Write((store, id, now) => Finish(store, id, now, finished.Result));
                break;
            case Learning { Event: EpochFinished epoch }:
                Write((store, id, now) => store.AddEpoch(id, new StoredEpoch(epoch.Learner, epoch.Report.Epoch, now, epoch.Report.TrainLoss, epoch.Report.ValidLoss)));
                break;
            case RunFinished finished:
                Write((store, id, now) => Finish(store, id, now, finished.Result));
                break;
        }

        listen(happened);
    }

    private static void Finish(RunStore store, string id, DateTimeOffset now, RunResult result)
    {
        RunMetrics metrics = result.Metrics;
        store.Finish(
            id,
            now,
            new StoredBundle(result.Bundle, SizeOf(result.Bundle), result.Architecture, metrics.Targets.Count(t => t.Met), metrics.Targets.Count),
            [.. TargetMetrics.All(metrics.Test).Select(m => new StoredMetric("test", m.Name, m.Value)), .. TargetMetrics.All(metrics.Valid).Select(m => new StoredMetric("valid", m.Name, m.Value))],
            metrics.Targets);
    }

    private static void Finish(RunStore store, string id, DateTimeOffset now, LanguageRunResult result)
    {
        LanguageMetrics metrics = result.Metrics;
        IEnumerable<StoredMetric> Metrics(string part, LanguageScores? scores, PreferenceScores? preference) =>
        [
            .. scores is null ? [] : LanguageScores.Names.Select(name => new StoredMetric(part, name, scores[name]!.Value)),
            .. preference is null ? Array.Empty<StoredMetric>() : [new StoredMetric(part, LanguageRecipeReader.PreferenceName, preference.Accuracy)],
        ];

        store.Finish(id, now, new StoredBundle(result.Bundle, SizeOf(result.Bundle), result.Architecture, metrics.Targets.Count(t => t.Met), metrics.Targets.Count), [.. Metrics("test", metrics.Test, metrics.TestPreference), .. Metrics("valid", metrics.Valid, metrics.ValidPreference)], metrics.Targets);
    }

    private static void Finish(RunStore store, string id, DateTimeOffset now, TextTaskResult result)
    {
        TextTaskMetrics metrics = result.Metrics;
        IEnumerable<StoredMetric> Metrics(string part, TaskScores scores) => scores.All.Select(score => new StoredMetric(part, score.Key, score.Value));
        store.Finish(id, now, new StoredBundle(result.Bundle, SizeOf(result.Bundle), result.Architecture, metrics.Targets.Count(t => t.Met), metrics.Targets.Count), [.. Metrics("test", metrics.Test), .. Metrics("valid", metrics.Valid)], metrics.Targets);
    }

    private static long SizeOf(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    /// <summary>Writes, unless the store is lost: hours of training are not thrown away because a server went down.</summary>
    private void Write(Action<RunStore, string, DateTimeOffset> work)
    {
        if (store is null) return;
        try
        {
            work(store, id, clock.GetUtcNow());
        }
        catch (DbException e)
        {
            store.Dispose();
            store = null;
            listen(new Noticed(StoreMessages.Lost(e.Message)));
        }
    }
}
