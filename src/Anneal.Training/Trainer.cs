using Anneal.Data.Batches;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Training;

/// <summary>Trains a classifier: AdamW on cross-entropy, stopped when the validation loss no longer falls, best weights kept.</summary>
/// <param name="options">How.</param>
/// <param name="report">Hears of every epoch, on the calling thread.</param>
public sealed class Trainer(TrainerOptions options, Action<EpochReport>? report = null)
{
    private readonly CrossEntropyLoss loss = new();

    /// <summary>Trains the model in place.</summary>
    /// <param name="model">Takes [batch, features], gives logits [batch, classes].</param>
    /// <param name="train">Rows to learn from.</param>
    /// <param name="valid">Rows to choose the epoch by.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="OperationCanceledException">The training was stopped.</exception>
    public TrainingOutcome Fit(Module model, LabelledRows train, LabelledRows valid, CancellationToken cancellation = default)
    {
        AdamW optimizer = new(model.Parameters(), options.LearningRate, weightDecay: options.WeightDecay);
        BatchOrder batches = new(train, options.BatchSize, (ulong)options.Seed);
        BestWeights best = new(model);
        int epoch = 0;
        while (epoch < options.Epochs && epoch - best.Epoch < options.Patience)
        {
            epoch++;
            double trainLoss = RunEpoch(model, optimizer, batches, cancellation) / train.Labels.Length;
            double validLoss = Measure(model, valid);
            bool isBest = best.Offer(epoch, validLoss);
            report?.Invoke(new EpochReport(epoch, options.Epochs, trainLoss, validLoss, isBest));
        }

        best.Restore();
        model.Eval();
        return new TrainingOutcome(epoch, best.Epoch, best.Loss, epoch < options.Epochs);
    }

    /// <summary>One pass over the training rows.</summary>
    /// <returns>The losses of all rows, added up.</returns>
    private double RunEpoch(Module model, AdamW optimizer, BatchOrder batches, CancellationToken cancellation)
    {
        model.Train();
        double sum = 0;
        foreach (LabelledRows batch in batches.NextEpoch())
        {
            cancellation.ThrowIfCancellationRequested();
            using TensorScope scope = new();
            Tensor mean = Loss(model, batch);
            model.ZeroGradient();
            mean.Backward();
            optimizer.Step();
            sum += mean.Item() * batch.Labels.Length;
        }

        return sum;
    }

    private double Measure(Module model, LabelledRows rows)
    {
        model.Eval();
        using Gradients.NoGradScope noGradients = Gradients.NoGrad();
        using TensorScope scope = new();
        return Loss(model, rows).Item();
    }

    private Tensor Loss(Module model, LabelledRows rows)
    {
        Tensor features = Tensor.From(rows.Features.Values, [rows.Features.Rows, rows.Features.Width]);
        return loss.Forward(model.Forward(features), Tensor.From(rows.Labels, [rows.Labels.Length]));
    }
}
