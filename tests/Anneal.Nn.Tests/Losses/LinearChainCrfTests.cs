using Anneal.Tensors;

namespace Anneal.Nn.Tests;

/// <summary>The chain against all rows of tags there are, one by one.</summary>
public sealed class LinearChainCrfTests
{
    private const int Tags = 3, Time = 4;

    [Fact]
    public void The_loss_is_that_of_all_rows_of_tags()
    {
        (LinearChainCrf crf, Tensor emissions) = Make();
        Tensor path = Tensor.From(new long[] { 0, 2, 1, 1, 2, 0, 0, 0 }, [2, Time]);
        double expected = new[] { (Row: 0, Length: 4), (Row: 1, Length: 2) }.Average(one =>
        {
            double all = Paths(one.Length).Sum(p => Math.Exp(Score(crf, emissions, one.Row, p)));
            return Math.Log(all) - Score(crf, emissions, one.Row, [.. path.ToArray<long>().Skip(one.Row * Time).Take(one.Length).Select(tag => (int)tag)]);
        });
        crf.Loss(emissions, path, Tensor.From(new long[] { 4, 2 }, [2])).ToArray<double>()[0].ShouldBe(expected, 1e-9);
    }

    [Fact]
    public void Gradients_are_those_of_small_steps()
    {
        (LinearChainCrf crf, Tensor emissions) = Make();
        emissions.RequiresGradient = true;
        Tensor path = Tensor.From(new long[] { 0, 2, 1, 1, 2, 0, 0, 0 }, [2, Time]), lengths = Tensor.From(new long[] { 4, 2 }, [2]);
        crf.Loss(emissions, path, lengths).Backward();
        foreach (Tensor input in new[] { emissions }.Concat(crf.Parameters()))
        {
            double[] slopes = input.Gradient!.ToArray<double>();
            for (int i = 0; i < slopes.Length; i++)
            {
                const double Step = 1e-5;
                slopes[i].ShouldBe((At(Step) - At(-Step)) / (2 * Step), 1e-7);

                double At(double step)
                {
                    using Gradients.NoGradScope off = Gradients.NoGrad();
                    double kept = input.AsSpan<double>()[i];
                    input.AsSpan<double>()[i] = kept + step;
                    double loss = crf.Loss(emissions, path, lengths).ToArray<double>()[0];
                    input.AsSpan<double>()[i] = kept;
                    return loss;
                }
            }
        }
    }

    [Fact]
    public void Decoding_gives_the_likeliest_row_and_none_that_is_forbidden()
    {
        bool[,] forbidden = new bool[Tags + 1, Tags];
        forbidden[0, 2] = forbidden[Tags, 2] = true;
        for (int seed = 0; seed < 20; seed++)
        {
            foreach (bool[,]? table in new[] { null, forbidden })
            {
                (LinearChainCrf crf, Tensor emissions) = Make(seed, table);
                int[][] told = crf.Decode(emissions, [4, 3]);
                for (int row = 0; row < 2; row++)
                {
                    int[] best = Paths(4 - row).Where(p => table is null || (p[0] != 2 && !p.Zip(p.Skip(1)).Any(pair => pair is (0, 2)))).MaxBy(p => Score(crf, emissions, row, p))!;
                    told[row].ShouldBe(best);
                }
            }
        }
    }

    [Fact]
    public void Long_rows_neither_overflow_nor_vanish()
    {
        Generator generator = new(3);
        LinearChainCrf crf = new(Tags);
        Tensor emissions = Tensor.Randn([1, 3000, Tags], generator: generator) * 20;
        double loss = crf.Loss(emissions, Tensor.Zeros([1, 3000], DType.Int64), Tensor.From(new long[] { 3000 }, [1])).Item();
        double expected = emissions.ToArray().Chunk(Tags).Sum(place => Math.Log(place.Sum(e => Math.Exp(e - (double)place.Max()))) + place.Max() - place[0]);
        loss.ShouldBe(expected, expected * 1e-5);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        LinearChainCrf crf = new(Tags);
        Tensor emissions = Tensor.Zeros([1, 2, Tags]);
        Should.Throw<ArgumentException>(() => crf.Loss(emissions, Tensor.From(new long[] { 0, 3 }, [1, 2]), Tensor.From(new long[] { 2 }, [1])));
        Should.Throw<ArgumentException>(() => crf.Loss(emissions, Tensor.From(new long[] { 0, 1 }, [1, 2]), Tensor.From(new long[] { 3 }, [1])));
        Should.Throw<ArgumentException>(() => crf.Loss(Tensor.Zeros([1, 2, 4]), Tensor.From(new long[] { 0, 1 }, [1, 2]), Tensor.From(new long[] { 2 }, [1])));
    }

    private static (LinearChainCrf Crf, Tensor Emissions) Make(int seed = 1, bool[,]? forbidden = null)
    {
        Generator generator = new((ulong)seed);
        LinearChainCrf crf = new(Tags, forbidden);
        crf.To(DType.Float64);
        using (Gradients.NoGrad())
        {
            foreach (Tensor parameter in crf.Parameters()) parameter.CopyFrom(Tensor.Randn(parameter.Shape, generator: generator, dtype: DType.Float64));
        }

        return (crf, Tensor.Randn([2, Time, Tags], generator: generator, dtype: DType.Float64));
    }

    private static IEnumerable<int[]> Paths(int length) =>
        Enumerable.Range(0, (int)Math.Pow(Tags, length)).Select(n => Enumerable.Range(0, length).Select(i => n / (int)Math.Pow(Tags, i) % Tags).ToArray());

    private static double Score(LinearChainCrf crf, Tensor emissions, int row, int[] path)
    {
        Dictionary<string, double[]> weights = crf.NamedParameters().ToDictionary(p => p.Key, p => p.Value.ToArray<double>());
        double[] all = emissions.ToArray<double>();
        double score = weights["first"][path[0]] + weights["last"][path[^1]];
        for (int t = 0; t < path.Length; t++)
        {
            score += all[(((row * Time) + t) * Tags) + path[t]];
            if (t > 0) score += weights["transitions"][(path[t - 1] * Tags) + path[t]];
        }

        return score;
    }
}
