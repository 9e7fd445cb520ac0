using Anneal.Tensors.Memory;
using Anneal.Tensors.Tests.Kernels;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Tests.Attention;

[Collection("one pool")]
public sealed class ScaledDotProductAttentionTests
{
    private sealed record Case(int Batch, int Heads, int KeyHeads, int Queries, int Keys, int Size, int ValueSize, bool Causal = false);

    /// <summary>Odd lengths, the borders of tiles (64 queries, 128 keys), more keys than queries and fewer, groups, and too few heads for one part each.</summary>
    private static readonly Case[] Cases =
    [
        new(1, 1, 1, 1, 1, 1, 1), new(2, 2, 2, 5, 5, 3, 3), new(2, 2, 2, 5, 5, 3, 3, true), new(2, 4, 2, 7, 7, 8, 8, true), new(1, 6, 1, 9, 17, 16, 5),
        new(3, 3, 3, 63, 64, 32, 32), new(3, 3, 3, 64, 63, 32, 32, true), new(2, 4, 4, 65, 129, 20, 20, true), new(2, 4, 2, 128, 128, 32, 32, true),
        new(1, 2, 2, 130, 257, 16, 24), new(1, 2, 1, 200, 300, 64, 64, true), new(1, 1, 1, 300, 200, 17, 33, true), new(2, 8, 8, 257, 257, 16, 16, true),
        new(1, 12, 4, 1, 333, 64, 64, true), new(4, 2, 2, 129, 1, 8, 8), new(1, 1, 1, 600, 600, 8, 8),
    ];

    public static TheoryData<int, string> Everything
    {
        get
        {
            var data = new TheoryData<int, string>();
            for (int i = 0; i < Cases.Length; i++)
                foreach (string masks in (ReadOnlySpan<string>)["none", "padding", "hidden", "added", "all"]) data.Add(i, masks);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void AgreesWithTheTextbook(int number, string masks)
    {
        Problem problem = new(Cases[number], masks, number);
        NaiveAttention expected = problem.Expected();
        (Tensor y, Tensor dq, Tensor dk, Tensor dv) = problem.Run(DType.Float32);
        Numbers.ShouldBeNear(y.ToArray<float>(), expected.Output, 2e-5, 2e-5, "result");
        Numbers.ShouldBeNear(dq.ToArray<float>(), expected.QueryGradient, 1e-4, 1e-4, "queries");
        Numbers.ShouldBeNear(dk.ToArray<float>(), expected.KeyGradient, 1e-4, 1e-4, "keys");
        Numbers.ShouldBeNear(dv.ToArray<float>(), expected.ValueGradient, 1e-4, 1e-4, "values");
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void AgreesWithTheTextbookInDouble(int number, string masks)
    {
        if (Cases[number].Queries > 150) return; // the scalar kernels take their time
        Problem problem = new(Cases[number], masks, number);
        NaiveAttention expected = problem.Expected();
        (Tensor y, Tensor dq, Tensor dk, Tensor dv) = problem.Run(DType.Float64);
        Numbers.ShouldBeNear(y.ToArray<double>(), expected.Output, 1e-12, "result");
        Numbers.ShouldBeNear(dq.ToArray<double>(), expected.QueryGradient, 1e-12, "queries");
        Numbers.ShouldBeNear(dk.ToArray<double>(), expected.KeyGradient, 1e-12, "keys");
        Numbers.ShouldBeNear(dv.ToArray<double>(), expected.ValueGradient, 1e-12, "values");
    }

    [Fact]
    public void PackedAgreesWithSeparate()
    {
        foreach ((int heads, int keyHeads) in new[] { (4, 4), (6, 2) })
        {
            const int time = 150, size = 16;
            Tensor packed = Normal([3, time, (heads + (2 * keyHeads)) * size], 1);
            Tensor dy = Normal([3, time, heads * size], 2);
            packed.RequiresGradient = true;
            Tensor y = packed.PackedSelfAttention(heads, keyHeads, causal: true);
            y.Backward(dy);
            float[] gradient = packed.Gradient!.ToArray<float>();

            packed.ClearGradient();
            (Tensor q, Tensor k, Tensor v) = Anneal.Tensors.Operations.PackedSelfAttention.Unpack(packed, heads, keyHeads);
            Tensor apart = Tensor.ScaledDotProductAttention(q, k, v, causal: true).Transpose(1, 2);
            apart.IsContiguous.ShouldBeTrue();
            apart = apart.Reshape(3, time, heads * size);
            apart.Backward(dy);
            Numbers.ShouldHaveSameBits<float>(y.ToArray<float>(), apart.ToArray<float>(), "result");
            Numbers.ShouldHaveSameBits<float>(gradient, packed.Gradient!.ToArray<float>(), "gradient");
        }
    }

    [Theory]
    [InlineData(12, 2)]
    [InlineData(1, 1)]
    public void HasTheSameBitsAtAnyNumberOfThreads(int batch, int heads)
    {
        Problem problem = new(new Case(batch, heads, heads, 300, 300, 16, 16, true), "padding", 3);
        int before = WorkerPool.ThreadCount;
        try
        {
            float[][]? first = null;
            foreach (int threads in (ReadOnlySpan<int>)[1, 2, 3])
            {
                WorkerPool.ThreadCount = threads;
                (Tensor y, Tensor dq, Tensor dk, Tensor dv) = problem.Run(DType.Float32);
                float[][] results = [y.ToArray<float>(), dq.ToArray<float>(), dk.ToArray<float>(), dv.ToArray<float>()];
                first ??= results;
                for (int i = 0; i < results.Length; i++) Numbers.ShouldHaveSameBits<float>(results[i], first[i], $"{threads} threads, result {i}");
            }
        }
        finally
        {
            WorkerPool.ThreadCount = before;
        }
    }

    [Fact]
    public void MemoryGrowsWithTheLengthAlone()
    {
        // All scores of 8,192 positions would take 256 MiB.
        Tensor packed = Normal([1, 8192, 3 * 8], 4);
        packed.RequiresGradient = true;
        long before = BufferPool.AllocatedBytes;
        using (new TensorScope()) packed.PackedSelfAttention(1, causal: true).Sum().Backward();
        (BufferPool.AllocatedBytes - before).ShouldBeLessThan(8 << 20);
    }

    [Fact]
    public void SecondDerivativesAgreeWithDifferences()
    {
        foreach (bool masked in new[] { false, true })
        {
            Tensor packed = Normal([2, 4, 8 * 2], 5).To(DType.Float64);
            packed.RequiresGradient = true;
            Tensor dy = Normal([2, 4, 4 * 2], 6).To(DType.Float64), direction = Normal([2, 4, 16], 7).To(DType.Float64);
            Tensor? padding = masked ? Tensor.From([false, true, false, false, true, true, true, true], [2, 4]) : null;
            Tensor First(Tensor x, bool createGraph) => Gradients.Of((x.PackedSelfAttention(4, 2, causal: true, keyPadding: padding) * dy).Sum(), [x], createGraph: createGraph)[0];

            Tensor second = Gradients.Of((First(packed, true) * direction).Sum(), [packed])[0];
            const double step = 1e-5;
            Tensor Moved(double by)
            {
                Tensor x = packed.Detach() + (direction * by);
                x.RequiresGradient = true;
                return First(x, false);
            }

            // The Hessian is symmetric: its product with the direction is the change of the gradient along it.
            Tensor expected = (Moved(step) - Moved(-step)) / (2 * step);
            Numbers.ShouldBeNear(second.ToArray<double>(), expected.ToArray<double>(), 1e-8, $"masked {masked}");
            Numbers.ShouldBeNear(First(packed, true).ToArray<double>(), First(packed, false).ToArray<double>(), 1e-12, "first");
        }
    }

    [Fact]
    public void MistakesAreNamed()
    {
        Tensor q = Normal([2, 4, 5, 8], 1), k = Normal([2, 3, 5, 8], 2);
        Should.Throw<ArgumentException>(() => Tensor.ScaledDotProductAttention(q, k, k)).Message.ShouldContain("4 query heads");
        Should.Throw<ArgumentException>(() => Tensor.ScaledDotProductAttention(q, q, k)).Message.ShouldContain("[2, 3, 5, 8]");
        Should.Throw<ArgumentException>(() => Tensor.ScaledDotProductAttention(q, q, q, keyPadding: Tensor.Zeros([2, 4], DType.Bool))).Message.ShouldContain("[2, 5]");
        Should.Throw<ArgumentException>(() => Normal([2, 5, 7], 3).PackedSelfAttention(2)).Message.ShouldContain("6 heads");
    }

    private static Tensor Normal(Shape shape, int seed) => Tensor.From(Numbers.Normal((int)shape.ElementCount, seed), shape);

    private sealed class Problem
    {
        private readonly Case c;
        private readonly float[] q, k, v, dy;
        private readonly bool[]? padding, hidden;
        private readonly float[]? added;

        public Problem(Case c, string masks, int seed)
        {
            this.c = c;
            q = Numbers.Normal(c.Batch * c.Heads * c.Queries * c.Size, seed);
            k = Numbers.Normal(c.Batch * c.KeyHeads * c.Keys * c.Size, seed + 1);
            v = Numbers.Normal(c.Batch * c.KeyHeads * c.Keys * c.ValueSize, seed + 2);
            dy = Numbers.Normal(c.Batch * c.Heads * c.Queries * c.ValueSize, seed + 3);
            var random = new System.Random(seed);
            bool all = masks is "all";
            if (all || masks is "padding") padding = [.. Enumerable.Range(0, c.Batch * c.Keys).Select(i => i / c.Keys == 1 || random.Next(3) == 0)]; // batch 1 sees nothing at all
            if (all || masks is "hidden") hidden = [.. Enumerable.Range(0, c.Queries * c.Keys).Select(_ => random.Next(4) == 0)];
            if (masks is "added") added = Numbers.Normal(c.Heads * c.Queries * c.Keys, seed + 4);
        }

        public NaiveAttention Expected() => new NaiveAttention(c.Batch, c.Heads, c.KeyHeads, c.Queries, c.Keys, c.Size, c.ValueSize)
        {
            Q = Numbers.Widen(q), K = Numbers.Widen(k), V = Numbers.Widen(v), OutputGradient = Numbers.Widen(dy), Scale = 0.3,
            Bias = (b, h, i, j) =>
                (c.Causal && j > i + c.Keys - c.Queries) || (padding is not null && padding[(b * c.Keys) + j]) || (hidden is not null && hidden[(i * c.Keys) + j])
                    ? double.NegativeInfinity
                    : added is null ? 0 : added[(((h * c.Queries) + i) * c.Keys) + j],
        }.Compute();

        public (Tensor Y, Tensor Q, Tensor K, Tensor V) Run(DType dtype)
        {
            Tensor tq = Leaf(q, [c.Batch, c.Heads, c.Queries, c.Size]), tk = Leaf(k, [c.Batch, c.KeyHeads, c.Keys, c.Size]), tv = Leaf(v, [c.Batch, c.KeyHeads, c.Keys, c.ValueSize]);
            Tensor? mask = hidden is not null ? Tensor.From(hidden, [c.Queries, c.Keys]) : added is not null ? Tensor.From(added, [c.Heads, c.Queries, c.Keys]).To(dtype) : null;
            Tensor y = Tensor.ScaledDotProductAttention(tq, tk, tv, c.Causal, 0.3, padding is null ? null : Tensor.From(padding, [c.Batch, c.Keys]), mask);
            y.Backward(Tensor.From(dy, [c.Batch, c.Heads, c.Queries, c.ValueSize]).To(dtype));
            return (y, tq.Gradient!, tk.Gradient!, tv.Gradient!);

            Tensor Leaf(float[] values, Shape shape)
            {
                Tensor leaf = Tensor.From(values, shape).To(dtype);
                leaf.RequiresGradient = true;
                return leaf;
            }
        }
    }
}
