using Anneal.Tensors.Operations;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Tests.Operations;

/// <summary>The fused recurrent sequences against the same steps written with plain operations.</summary>
public class RecurrentTests
{
    private const int Steps = 5, Batch = 3, Inputs = 4, Hidden = 6;

    public static TheoryData<string, bool, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool, bool>();
            foreach (string kind in (string[])["lstm", "gru", "tanh", "relu"])
                foreach (bool reverse in (bool[])[false, true])
                    foreach (bool lengths in (bool[])[false, true]) cases.Add(kind, reverse, lengths);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_fused_sequence_equals_its_steps(string kind, bool reverse, bool withLengths)
    {
        int gates = kind == "lstm" ? 4 : kind == "gru" ? 3 : 1;
        var random = new Random(5);
        Tensor Parameter(params int[] dims)
        {
            var values = new double[Shape.Of(dims).ElementCount];
            for (int i = 0; i < values.Length; i++) values[i] = random.NextDouble() - 0.5;
            Tensor x = Tensor.From(values, dims);
            x.RequiresGradient = true;
            return x;
        }
        Tensor[] p =
        [
            Parameter(Steps, Batch, Inputs), Parameter(Batch, Hidden), Parameter(Batch, Hidden), Parameter(gates * Hidden, Inputs),
            Parameter(gates * Hidden, Hidden), Parameter(gates * Hidden), Parameter(gates * Hidden),
        ];
        Tensor wOut = Parameter(Steps, Batch, Hidden), wLast = Parameter(Batch, Hidden), wCell = Parameter(Batch, Hidden);
        Tensor? lengths = withLengths ? Tensor.From<long>(5, 2, 4) : null;

        (Tensor output, Tensor last, Tensor? cell) = Fused(kind, p, lengths, reverse);
        Tensor mask = Mask(lengths);
        Loss(output * mask, last, cell).Backward();
        double[][] found = Take();
        (Tensor stepOutput, Tensor stepLast, Tensor? stepCell) = Stepwise(kind, p, mask, reverse);
        Close((output * mask).ToArray<double>(), stepOutput.ToArray<double>());
        Close(last.ToArray<double>(), stepLast.ToArray<double>());
        Loss(stepOutput, stepLast, stepCell).Backward();
        double[][] expected = Take();
        for (int i = 0; i < p.Length; i++) Close(found[i], expected[i]);

        Tensor Loss(Tensor o, Tensor h, Tensor? c)
        {
            Tensor loss = (o * wOut).Sum() + (h * wLast).Sum();
            return c is null ? loss : loss + (c * wCell).Sum();
        }

        double[][] Take()
        {
            double[][] gradients = [.. p.Select(t => t.Gradient?.ToArray<double>() ?? [])];
            foreach (Tensor t in p) t.ClearGradient();
            return gradients;
        }
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_number_of_threads()
    {
        float[][] results = [.. new[] { 1, 2, 3 }.Select(Run)];
        results[1].ShouldBe(results[0]);
        results[2].ShouldBe(results[0]);

        static float[] Run(int threads)
        {
            int before = WorkerPool.ThreadCount;
            WorkerPool.ThreadCount = threads;
            try
            {
                var random = new Random(1);
                Tensor Draw(params int[] dims) => Tensor.From([.. Enumerable.Range(0, (int)Shape.Of(dims).ElementCount).Select(_ => (random.NextSingle() - 0.5f) / 4)], dims);
                Tensor x = Draw(20, 37, 24), w = Draw(160, 24), u = Draw(160, 40), b = Draw(160);
                w.RequiresGradient = u.RequiresGradient = b.RequiresGradient = x.RequiresGradient = true;
                LstmSequence.Apply(x, null, null, w, u, b, null, null, false).Output.Square().Sum().Backward();
                return [.. w.Gradient!.ToArray(), .. u.Gradient!.ToArray(), .. b.Gradient!.ToArray(), .. x.Gradient!.ToArray()];
            }
            finally
            {
                WorkerPool.ThreadCount = before;
            }
        }
    }

    private static (Tensor Output, Tensor Last, Tensor? Cell) Fused(string kind, Tensor[] p, Tensor? lengths, bool reverse)
    {
        switch (kind)
        {
            case "lstm":
                return LstmSequence.Apply(p[0], p[1], p[2], p[3], p[4], p[5], p[6], lengths, reverse);
            case "gru":
            {
                (Tensor output, Tensor last) = GruSequence.Apply(p[0], p[1], p[3], p[4], p[5], p[6], lengths, reverse);
                return (output, last, null);
            }
            default:
            {
                (Tensor output, Tensor last) = ElmanSequence.Apply(p[0], p[1], p[3], p[4], p[5], p[6], lengths, reverse, kind == "relu");
                return (output, last, null);
            }
        }
    }

    private static (Tensor Output, Tensor Last, Tensor? Cell) Stepwise(string kind, Tensor[] p, Tensor mask, bool reverse)
    {
        Tensor h = p[1], c = p[2];
        Tensor output = Tensor.Zeros([Steps, Batch, Hidden], DType.Float64);
        for (int s = 0; s < Steps; s++)
        {
            int t = reverse ? Steps - 1 - s : s;
            Tensor a = p[0].Select(0, t).MatMul(p[3].T) + p[5], b = h.MatMul(p[4].T) + p[6], keep = mask.Select(0, t);
            Tensor Gate(Tensor x, int i) => x.Slice(1, i * Hidden, (i + 1) * Hidden);
            Tensor next;
            if (kind == "lstm")
            {
                Tensor z = a + b;
                Tensor cell = (Gate(z, 1).Sigmoid() * c) + (Gate(z, 0).Sigmoid() * Gate(z, 2).Tanh());
                next = Gate(z, 3).Sigmoid() * cell.Tanh();
                c = (cell * keep) + (c * (1 - keep));
            }
            else if (kind == "gru")
            {
                Tensor r = (Gate(a, 0) + Gate(b, 0)).Sigmoid(), z = (Gate(a, 1) + Gate(b, 1)).Sigmoid();
                Tensor n = (Gate(a, 2) + (r * Gate(b, 2))).Tanh();
                next = ((1 - z) * n) + (z * h);
            }
            else
            {
                next = kind == "relu" ? (a + b).Relu() : (a + b).Tanh();
            }
            h = (next * keep) + (h * (1 - keep));
            Tensor here = Tensor.Zeros([Steps, 1, 1], DType.Float64);
            here.AsSpan<double>()[t] = 1;
            output += (h * keep).Unsqueeze(0) * here;
        }
        return (output, h, kind == "lstm" ? c : null);
    }

    private static Tensor Mask(Tensor? lengths)
    {
        Tensor mask = Tensor.Ones([Steps, Batch, 1], DType.Float64);
        if (lengths is null) return mask;
        for (int t = 0; t < Steps; t++)
            for (int row = 0; row < Batch; row++)
                if (t >= lengths.ToArray<long>()[row]) mask.AsSpan<double>()[(t * Batch) + row] = 0;
        return mask;
    }

    private static void Close(double[] found, double[] expected)
    {
        found.Length.ShouldBe(expected.Length);
        for (int i = 0; i < found.Length; i++) found[i].ShouldBe(expected[i], 1e-9);
    }
}
