using Anneal.Data.Batches;
using Anneal.Data.Schemas;
using Anneal.Models;
using Anneal.Tensors;

namespace Anneal.Training.Learners;

/// <summary>A learner whose model is a neural network: what differs is how the network is made.</summary>
public abstract class NetworkLearner : Learner
{
    /// <inheritdoc/>
    public abstract override TrainerOptions TrainerDefaults(TaskKind task);

    /// <summary>Fits the preprocessing to the training rows and makes a network with random weights.</summary>
    /// <param name="task">The task.</param>
    /// <param name="link">From the network's outputs to answers.</param>
    /// <param name="generator">Draws the weights, and dropout later.</param>
    protected abstract NetworkModel Create(LearningTask task, OutputLink link, Generator generator);

    /// <inheritdoc/>
    protected sealed override FittedModel Fit(LearningTask task)
    {
        TrainerOptions options = task.Train.Over(TrainerDefaults(task.Kind));
        Generator generator = new((ulong)options.Seed);
        Labels labels = task.TrainLabels;
        OutputLink link = OutputLink.Of(labels);
        NetworkModel model = Create(task, link, generator);
        LabelledSamples train = new(model.SamplesOf(task.Table, task.Split.Train), labels, task.TrainWeights);
        LabelledSamples valid = new(model.SamplesOf(task.Table, task.Split.Valid), task.ValidLabels);
        Trainer trainer = new(options, epoch => task.Report(new EpochFinished(Name, epoch)), task.CheckpointFile(Name + ".safetensors"));
        TrainingOutcome outcome = trainer.Fit(model.Network, link, generator, train, valid, task.Cancellation);
        task.Report(new TrainingFinished(Name, outcome));
        if (outcome.OutOfTime) task.Report(new LearningCutShort(Name));
        return model;
    }
}
