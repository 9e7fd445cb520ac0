using Anneal.Models.Text;
using Anneal.Tensors;

namespace Anneal.Bench;

/// <summary>The forward pass of BERT base on one text.</summary>
internal static class BertBench
{
    private const int Time = 128;

    public static void Run(BenchOptions options)
    {
        var sizes = new TextEncoderOptions();
        var model = new TextEncoder(sizes);
        model.Eval();
        Tensor ids = Ids.Draw(sizes.Vocabulary, 1, Time);
        StepBench.Run(
            "bert-base", $"1x{Time}x{sizes.Size}", options,
            () =>
            {
                using (Gradients.NoGrad()) model.Forward(ids);
            },
            "bert_fwd");
    }
}
