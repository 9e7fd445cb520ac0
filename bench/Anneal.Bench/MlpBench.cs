using Anneal.Nn;
using Anneal.Tensors;
using Anneal.Tensors.Operations;

namespace Anneal.Bench;

/// <summary>An epoch of 60,000 rows through 784-128-10 with Adam, in shuffled batches gathered row by row.</summary>
internal static class MlpBench
{
    private const int Rows = 60_000, Inputs = 784, Classes = 10;

    public static void Run(BenchOptions options)
    {
        Tensor images = Initialize.Uniform(Tensor.Zeros([Rows, Inputs]), 0, 1, new Generator(1));
        foreach (int batch in (ReadOnlySpan<int>)[32, 128])
        {
            var job = new Job(images, batch);
            int steps = (Rows + batch - 1) / batch;
            StepBench.Run("mlp", $"784-128-10 batch {batch}", options, job.Step, $"mlp{batch}", scale: steps / 1000.0, unit: "s", peerKey: "epoch_s");
        }
    }

    private sealed class Job
    {
        private static readonly long[] Labels = [.. Enumerable.Range(0, Rows).Select(i => (long)(i * 7919L % Classes))];

        private readonly Sequential net = new(
            new Nn.Linear(Inputs, 128, generator: new Generator(2)), new Nn.Relu(), new Nn.Linear(128, Classes, generator: new Generator(3)));

        private readonly CrossEntropyLoss loss = new();
        private readonly Adam optimizer;
        private readonly System.Random random = new(4);
        private readonly long[] order = [.. Enumerable.Range(0, Rows).Select(i => (long)i)];
        private readonly Tensor images;
        private readonly long[] labels;
        private readonly int batch;
        private int next;

        public Job(Tensor images, int batch)
        {
            this.images = images;
            this.batch = batch;
            labels = new long[batch];
            next = Rows - (Rows % batch == 0 ? batch : Rows % batch); // the odd batch first, so that the warm-up meets every size
            optimizer = new Adam(net.Parameters());
        }

        public void Step()
        {
            if (next >= Rows)
            {
                random.Shuffle(order);
                next = 0;
            }
            ReadOnlySpan<long> rows = order.AsSpan(next, Math.Min(batch, Rows - next));
            for (int i = 0; i < rows.Length; i++) labels[i] = Labels[rows[i]];
            next += rows.Length;

            Tensor x = EmbeddingLookup.Apply(images, Tensor.From(rows, [rows.Length])), y = Tensor.From(labels.AsSpan(0, rows.Length), [rows.Length]);
            optimizer.ZeroGradient();
            loss.Forward(net.Forward(x), y).Backward();
            optimizer.Step();
        }
    }
}
