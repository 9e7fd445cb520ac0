using System.Text.Json.Nodes;
using Anneal.Models.Language;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Bench;

/// <summary>The forward pass of BERT base on one text, against PyTorch and ONNX Runtime.</summary>
internal static class BertBench
{
    private const int Time = 128;

    /// <param name="options"><c>--packed yes</c> packs the weights for inference first: more speed for more memory.</param>
    public static void Run(BenchOptions options)
    {
        var sizes = new TextEncoderOptions();
        Module model = new TextEncoder(sizes).Eval();
        bool packed = options.Extra.ContainsKey("packed");
        if (packed) model.PackForInference();
        Tensor ids = Ids.Draw(sizes.Vocabulary, 1, Time);
        string shape = $"1x{Time}x{sizes.Size}{(packed ? " packed" : "")}";
        StepBench.Run("bert-base", shape, options, Step, "bert_fwd");
        if (!options.Against) return;
        for (int pair = 1; pair <= 3; pair++)
        {
            double[] ours = [.. Stopper.Time(Scoped, runs: 5, seconds: 0.5).Select(s => 1e3 * s).Order()];
            if (OnnxRuntimeScript.Run("bert_base", options.Threads) is not { } peer) return;
            JsonLines.Print(new JsonObject
            {
                ["bench"] = "bert-base", ["shape"] = shape, ["threads"] = options.Threads, ["pair"] = pair, ["ours"] = JsonLines.Short(ours[2]), ["onnxRuntime"] = peer.Median,
                ["unit"] = "ms", ["timesFaster"] = Math.Round(peer.Median / ours[2], 2), ["ourPeakMiB"] = StepBench.PeakMiB(), ["onnxRuntimePeakMiB"] = peer.PeakMiB,
            });
        }

        void Step()
        {
            using (Gradients.NoGrad()) model.Forward(ids);
        }

        void Scoped()
        {
            using var scope = new TensorScope();
            Step();
        }
    }
}
