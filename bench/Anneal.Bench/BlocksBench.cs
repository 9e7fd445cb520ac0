using System.Text.Json.Nodes;
using Anneal.Tensors;

namespace Anneal.Bench;

/// <summary>Products with stored weights of each format: one row of activations in GB/s of weights, 256 rows in GFLOP/s.</summary>
internal static class BlocksBench
{
    public static void Run(BenchOptions options)
    {
        string part = options.Extra.GetValueOrDefault("name", "");
        using var noGradients = Gradients.NoGrad();
        foreach (BlockFormat format in Enum.GetValues<BlockFormat>())
        {
            if (!format.ToString().Contains(part, StringComparison.Ordinal)) continue;
            foreach ((int outputs, int inputs) in new[] { (768, 768), (3072, 768), (768, 3072), (32000, 768) })
            {
                QuantizedMatrix w = QuantizedMatrix.From(Tensor.Randn([outputs, inputs], deviation: 0.02), format);
                foreach (int rows in new[] { 1, 4, 256 })
                {
                    if (rows > 1 && outputs > 4000) continue;
                    Tensor x = Tensor.Randn([rows, inputs]);
                    double[] seconds = Stopper.Time(() => w.Multiply(x).Dispose(), runs: 7, seconds: 0.02);
                    double scale = rows == 1 ? w.Bytes * 1e-9 : 2e-9 * rows * outputs * inputs;
                    JsonLines.Print(
                        "blocks", $"{format} {rows}x{inputs}x{outputs}", options.Threads, [.. seconds.Select(s => scale / s)], rows == 1 ? "GB/s" : "GFLOP/s", double.NaN,
                        ("us", JsonValue.Create(JsonLines.Short(seconds.Order().ElementAt(3) * 1e6))));
                }
            }
        }
    }
}
