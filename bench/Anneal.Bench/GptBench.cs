using Anneal.Models.Language;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Bench;

/// <summary>Training steps of GPTs.</summary>
internal static class GptBench
{
    public static void RunBaby(BenchOptions options) =>
        Run("gpt-baby", options, DecoderConfig.Gpt2(vocabulary: 65, positions: 256, layers: 6, heads: 6, size: 384), batch: 12, time: 256, "gpt_baby");

    public static void Run124M(BenchOptions options) => Run("gpt2-124m", options, DecoderConfig.Gpt2(), batch: 4, time: 64, "gpt2_124m");

    private static void Run(string bench, BenchOptions options, DecoderConfig sizes, int batch, int time, string peerCase)
    {
        // The peer's net has the exact form of GELU.
        var model = new Decoder(sizes with { Activation = FeedForwardActivation.Gelu });
        var optimizer = new AdamW(model.Parameters());
        Tensor ids = Ids.Draw(sizes.Vocabulary, batch, time), next = Ids.Draw(sizes.Vocabulary, batch, time);
        StepBench.Run(
            bench, $"{batch}x{time}x{sizes.Size}", options,
            () =>
            {
                optimizer.ZeroGradient();
                model.Loss(ids, next).Backward();
                optimizer.Step();
            },
            peerCase);
    }
}
