using Anneal.Data.Batches;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Training;

/// <summary>Finds a learning rate: it rises from step to step until the loss runs away (Smith, "Cyclical Learning Rates for Training Neural Networks", 2017).</summary>
internal static class LearningRateFinder
{
    private const int Steps = 100;
    private const double Lowest = 1e-6;
    private const double Highest = 1;

    /// <summary>How fast the shown loss follows the measured one.</summary>
    private const double Smoothing = 0.1;

    /// <summary>The rate a tenth below the one where the smoothed loss is lowest: steep, and safely away from where it runs away.</summary>
    /// <param name="network">Comes back with the weights that it had.</param>
    /// <param name="loss">The loss of a batch.</param>
    /// <param name="createOptimizer">Makes the optimizer that is to be used, at a rate of 1.</param>
    /// <param name="generator">Comes back at the position that it had.</param>
    /// <param name="train">Rows to try on.</param>
    /// <param name="options">Batch size and seed.</param>
    public static double Find(Module network, Func<int[], Tensor> loss, Func<Optimizer> createOptimizer, Generator generator, LabelledSamples train, TrainerOptions options)
    {
        Dictionary<string, Tensor> weights = network.StateDict().ToDictionary(p => p.Key, p => p.Value.Clone(), StringComparer.Ordinal);
        ulong position = generator.Position;
        Optimizer optimizer = createOptimizer();
        network.Train();
        double smoothed = 0;
        double lowestLoss = double.PositiveInfinity;
        double best = Lowest;
        int step = 0;
        foreach (int[] batch in Enumerable.Range(1, Steps).SelectMany(epoch => EpochOrder.Batches(train.Inputs, options.BatchSize, options.Seed, -epoch)).Take(Steps))
        {
            double rate = Lowest * Math.Pow(Highest / Lowest, step / (double)(Steps - 1));
            optimizer.LearningRate = rate;
            using TensorScope scope = new();
            Tensor mean = loss(batch);
            optimizer.ZeroGradient();
            mean.Backward();
            optimizer.Step();
            step++;

            smoothed += Smoothing * (mean.Item() - smoothed);
            double shown = smoothed / (1 - Math.Pow(1 - Smoothing, step));
            if (double.IsNaN(shown) || shown > 4 * lowestLoss) break;
            if (shown < lowestLoss) (lowestLoss, best) = (shown, rate);
        }

        network.LoadStateDict(weights);
        generator.Position = position;
        return best / 10;
    }
}
