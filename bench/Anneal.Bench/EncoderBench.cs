using Anneal.Models.Language;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Bench;

/// <summary>A training step of a small text encoder with a head of two classes.</summary>
internal static class EncoderBench
{
    private const int Batch = 32, Time = 128, Vocabulary = 10_000, Size = 128, Classes = 2;

    public static void Run(BenchOptions options)
    {
        var encoder = new TextEncoder(new TextEncoderOptions(Vocabulary, Time, Layers: 2, Heads: 4, Size, FeedForward: 512) { Dropout = 0 });
        var head = new Linear(Size, Classes);
        var loss = new CrossEntropyLoss();
        var optimizer = new AdamW(encoder.Parameters().Concat(head.Parameters()));
        Tensor ids = Ids.Draw(Vocabulary, Batch, Time), labels = Ids.Draw(Classes, Batch);
        StepBench.Run(
            "encoder", $"{Batch}x{Time}x{Size}", options,
            () =>
            {
                optimizer.ZeroGradient();
                using Tensor features = encoder.Forward(ids);
                loss.Forward(head.Forward(features.Mean(1)), labels).Backward();
                optimizer.Step();
            },
            "tfenc");
    }
}
