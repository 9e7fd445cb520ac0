using Anneal.Models.Text;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Bench;

/// <summary>Training steps of GPTs.</summary>
internal static class GptBench
{
    public static void RunBaby(BenchOptions options) =>
        Run("gpt-baby", options, new GptOptions(Vocabulary: 65, Positions: 256, Layers: 6, Heads: 6, Size: 384), batch: 12, time: 256, "gpt_baby");

    public static void Run124M(BenchOptions options) => Run("gpt2-124m", options, new GptOptions(), batch: 4, time: 64, "gpt2_124m");

    private static void Run(string bench, BenchOptions options, GptOptions sizes, int batch, int time, string peerCase)
    {
        // The peer's net has the exact form of GELU.
        var model = new Gpt(sizes with { Activation = FeedForwardActivation.Gelu });
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
