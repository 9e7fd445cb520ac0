using System.Diagnostics;
using Anneal.Data.Schemas;
using Anneal.Models;

namespace Anneal.Training.Learners;

/// <summary>One way to learn: from a task to a fitted model. A recipe names it as <c>model.architecture</c>.</summary>
public abstract class Learner
{
    /// <summary>Its name in a recipe.</summary>
    public abstract string Name { get; }

    /// <summary>What it can learn.</summary>
    public abstract IReadOnlyList<TaskKind> Tasks { get; }

    /// <summary>What a recipe can say about its model.</summary>
    public virtual IReadOnlyList<LearnerOption> Options => [];

    /// <summary>How its network is trained unless the recipe says otherwise; null when it trains none, so that <c>train.epochs</c> and the like would mean nothing.</summary>
    public virtual TrainerOptions? TrainerDefaults(TaskKind task) => null;

    /// <summary>Learns, or takes up what an earlier, stopped run of the same task had finished.</summary>
    /// <exception cref="OperationCanceledException">The learning was stopped.</exception>
    public FittedModel Learn(LearningTask task)
    {
        long started = Stopwatch.GetTimestamp();
        task.Report(new LearningStarted(Name));
        string? finished = task.CheckpointFile(Name);
        bool resumed = finished is not null && Directory.Exists(finished);
        FittedModel model = resumed ? ModelFiles.Read(finished!) : Fit(task);
        if (finished is not null && !resumed) Keep(model, finished);
        double validLoss = ValidationLoss.Measure(model, task);
        task.Report(new LearningFinished(Name, model.ParameterCount, validLoss, Stopwatch.GetElapsedTime(started), resumed));
        return model;
    }

    /// <summary>Learns from the training rows, choosing by the validation rows.</summary>
    protected abstract FittedModel Fit(LearningTask task);

    private static void Keep(FittedModel model, string folder)
    {
        string part = folder + ".part";
        if (Directory.Exists(part)) Directory.Delete(part, recursive: true);
        Directory.CreateDirectory(part);
        ModelFiles.Write(part, model);
        Directory.Move(part, folder);
    }
}
