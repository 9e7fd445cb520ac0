using System.Globalization;
using Anneal.Tensors;

namespace Anneal.Bench;

/// <summary>Attention alone, forward and backward, in GFLOP/s of its matrix products against the register ceiling.</summary>
internal static class AttentionBench
{
    private sealed record Shape(int Batch, int Heads, int Time, int Size, bool Causal)
    {
        /// <summary>Multiply-adds of one product of all queries with all keys; causal attention needs half of it.</summary>
        public double Product => 2.0 * Batch * Heads * Time * Time * Size * (Causal ? 0.5 : 1);

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Batch}x{Heads}x{Time}x{Size}{(Causal ? ":causal" : "")}");
    }

    private static readonly Shape[] Shapes =
    [
        new(32, 4, 128, 32, false), new(12, 6, 256, 64, true), new(4, 12, 64, 64, true), new(1, 12, 128, 64, false), new(1, 12, 2048, 64, true), new(1, 2, 2048, 64, true),
    ];

    public static void Run(BenchOptions options)
    {
        double limit = Enumerable.Range(0, 5).Max(_ => FmaCeiling.Sample(options.Threads));
        foreach (Shape shape in Shapes)
        {
            Tensor packed = Tensor.Full([shape.Batch, shape.Time, 3 * shape.Heads * shape.Size], 0.1);
            Tensor dy = Tensor.Full([shape.Batch, shape.Time, shape.Heads * shape.Size], 0.1);
            double[] forward = Stopper.Time(() =>
            {
                using var scope = new TensorScope();
                packed.PackedSelfAttention(shape.Heads, causal: shape.Causal);
            });
            packed.RequiresGradient = true;
            double[] both = Stopper.Time(() =>
            {
                using var scope = new TensorScope();
                packed.PackedSelfAttention(shape.Heads, causal: shape.Causal).Backward(dy);
                packed.ClearGradient();
            });
            JsonLines.Print("attention", shape.ToString(), options.Threads, [.. forward.Select(s => 2e-9 * shape.Product / s)], "GFLOP/s", limit, ("pass", "forward"), ("ms", JsonLines.Short(1e3 * forward.Min())));
            JsonLines.Print("attention", shape.ToString(), options.Threads, [.. both.Select(s => 7e-9 * shape.Product / s)], "GFLOP/s", limit, ("pass", "forward and backward"), ("ms", JsonLines.Short(1e3 * both.Min())));
        }
    }
}
