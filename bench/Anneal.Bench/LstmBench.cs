using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Bench;

/// <summary>Training steps of a sentence classifier: embedding, one LSTM layer, one logit.</summary>
internal static class LstmBench
{
    private const int Steps = 100;

    public static void RunSmall(BenchOptions options) => Run("lstm-small", "lstm_small", options, vocabulary: 1000, features: 16, hidden: 16, batch: 32);

    public static void RunBig(BenchOptions options) => Run("lstm-big", "lstm_big", options, vocabulary: 20000, features: 128, hidden: 128, batch: 64);

    private static void Run(string name, string peerCase, BenchOptions options, int vocabulary, int features, int hidden, int batch)
    {
        Generator.Default.Seed = 0;
        var embedding = new Embedding(vocabulary, features);
        var lstm = new Lstm(features, hidden);
        var head = new Linear(hidden, 1);
        var optimizer = new Adam([.. embedding.Parameters(), .. lstm.Parameters(), .. head.Parameters()]);
        var loss = new BinaryCrossEntropyWithLogitsLoss();
        Tensor ids = Tensor.RandInt(0, vocabulary, [batch, Steps]);
        Tensor labels = Tensor.RandInt(0, 2, [batch]).To(DType.Float32);
        StepBench.Run(name, $"{vocabulary}/{features}/{hidden} T {Steps} batch {batch}", options, Step, peerCase);

        void Step()
        {
            optimizer.ZeroGradient();
            (_, Tensor last, _) = lstm.Run(embedding.Forward(ids));
            loss.Forward(head.Forward(last.Select(0, 0)).Squeeze(-1), labels).Backward();
            optimizer.Step();
        }
    }
}
