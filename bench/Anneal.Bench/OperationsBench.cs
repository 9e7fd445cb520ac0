using System.Diagnostics;
using Anneal.Tensors;
using Anneal.Tensors.Autograd;
using Anneal.Tensors.Tests.Operations;

namespace Anneal.Bench;

/// <summary>Every row of the tests' table of operations that has a large shape: forward alone, and forward with backward, in microseconds.</summary>
internal static class OperationsBench
{
    private const int Runs = 5;

    public static void Run(BenchOptions options)
    {
        options.Extra.TryGetValue("name", out string? only);
        foreach (OperationCase row in OperationTable.All)
        {
            if (row.Large is null || (only is not null && !row.Name.Contains(only, StringComparison.OrdinalIgnoreCase))) continue;
            Tensor[] inputs = row.Tensors(row.Inputs(row.Large), DType.Float32);
            string shape = string.Join(',', row.Large.Select(dims => string.Join('x', dims)));
            Measure(row.Name, shape, options.Threads, () => row.Compute(inputs));
            if (!row.IsDifferentiable) continue;
            for (int i = 0; i < inputs.Length; i++) inputs[i].RequiresGradient = row.Operands[i].Fixed is null;
            Tensor upstream = Tensor.Full(row.Compute(inputs).Shape, 0.5);
            Measure(row.Name + " +backward", shape, options.Threads, () =>
            {
                row.Compute(inputs).Backward(upstream);
                foreach (Tensor input in inputs) input.ClearGradient();
            });
        }
    }

    private static void Measure(string name, string shape, int threads, Action step)
    {
        void Once()
        {
            using var scope = new TensorScope();
            step();
        }
        for (int i = 0; i < 30; i++) Once();
        long start = Stopwatch.GetTimestamp();
        Once();
        int times = Math.Clamp((int)(0.005 / Math.Max(Stopwatch.GetElapsedTime(start).TotalSeconds, 1e-6)), 1, 2000);
        for (int i = 0; i < times; i++) Once();

        long operations = Node.LastSequence, bytes = GC.GetTotalAllocatedBytes(precise: true);
        var samples = new double[Runs];
        for (int run = 0; run < Runs; run++)
        {
            start = Stopwatch.GetTimestamp();
            for (int i = 0; i < times; i++) Once();
            samples[run] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / times;
        }
        bytes = (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (Runs * times);
        JsonLines.Print(name, shape, threads, samples, "us", double.NaN, ("bytes", bytes), ("operations", (Node.LastSequence - operations) / (Runs * times)));
    }
}
