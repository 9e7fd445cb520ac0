using Anneal.Models.Language;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Tests.Language;

public sealed class SequenceWriterTests
{
    [Fact]
    public void A_small_model_learns_to_write_what_it_reads_in_another_alphabet()
    {
        var generator = new Generator(3);
        EncoderDecoderConfig config = EncoderDecoderConfig.Bart(vocabulary: 13, positions: 10, size: 32, layers: 1, heads: 4, feedForward: 64, startId: 0, endId: 1, padId: 0) with { Dropout = 0 };
        var model = new EncoderDecoder(config, generator);
        var optimizer = new AdamW(model.Parameters(), 3e-3);
        var random = new Random(1);
        float loss = 0;
        for (int step = 0; step < 600; step++)
        {
            using var scope = new TensorScope();
            (Tensor source, Tensor padding, Tensor target, _) = Batch(random, 32);
            optimizer.ZeroGradient();
            Tensor result = model.Loss(source, padding, target);
            result.Backward();
            optimizer.Step();
            loss = result.Item();
        }
        model.Eval();
        (Tensor asked, Tensor hidden, _, int[][] wanted) = Batch(new Random(99), 20);
        foreach (int beams in (int[])[1, 3])
        {
            int[][] written = new SequenceWriter(model, 12, beams).Write(asked, hidden);
            written.Zip(wanted).Count(p => p.First.SequenceEqual(p.Second)).ShouldBeGreaterThanOrEqualTo(18, $"{beams} beams, loss {loss}, such as {string.Join(' ', written[0])} for {string.Join(' ', wanted[0])}");
        }
    }

    [Fact]
    public void T5_begins_with_its_published_weights_and_learns()
    {
        var model = new EncoderDecoder(EncoderDecoderConfig.T5(vocabulary: 13, size: 32, layers: 2, heads: 4, feedForward: 64) with { Dropout = 0 }, new Generator(3));
        var optimizer = new AdamW(model.Parameters(), 3e-3);
        var random = new Random(1);
        double first = 0, last = 0;
        for (int step = 0; step < 150; step++)
        {
            using var scope = new TensorScope();
            (Tensor source, Tensor padding, Tensor target, _) = Batch(random, 32);
            optimizer.ZeroGradient();
            Tensor loss = model.Loss(source, padding, target);
            loss.Backward();
            optimizer.Step();
            last = loss.Item();
            if (step == 0) first = last;
        }
        first.ShouldBeLessThan(6);
        last.ShouldBeLessThan(1.5);
    }

    [Fact]
    public void Answers_end_at_the_most_tokens_and_begin_as_asked()
    {
        EncoderDecoderConfig config = EncoderDecoderConfig.Bart(vocabulary: 12, positions: 10, size: 16, layers: 1, heads: 2, feedForward: 16);
        var model = (EncoderDecoder)new EncoderDecoder(config, new Generator(1)).Eval();
        Tensor ids = Tensor.From<long>([3, 4, 5, 6], [2, 2]);
        foreach (int[] answer in new SequenceWriter(model, 4).Write(ids)) answer.Length.ShouldBeLessThanOrEqualTo(4);
        foreach (int[] answer in new SequenceWriter(model, 100, beams: 2).Write(ids, null, 5, 6)) answer.Length.ShouldBeLessThanOrEqualTo(7);
        Should.Throw<ArgumentOutOfRangeException>(() => new SequenceWriter(model, 0));
    }

    private static (Tensor Source, Tensor Padding, Tensor Target, int[][] Wanted) Batch(Random random, int rows)
    {
        const int Time = 8;
        long[] source = new long[rows * Time], target = new long[rows * (Time + 1)];
        var padding = new bool[rows * Time];
        var wanted = new int[rows][];
        for (int r = 0; r < rows; r++)
        {
            int length = random.Next(3, Time + 1);
            int[] ids = [.. Enumerable.Range(0, length).Select(_ => random.Next(3, 13))];
            wanted[r] = [.. ids.Select(id => id == 12 ? 3 : id + 1)];
            for (int t = 0; t < Time; t++)
            {
                padding[(r * Time) + t] = t >= length;
                source[(r * Time) + t] = t < length ? ids[t] : 0;
            }
            for (int t = 0; t <= Time; t++) target[(r * (Time + 1)) + t] = t < length ? wanted[r][t] : t == length ? 1 : -100;
        }
        return (Tensor.From(source, [rows, Time]), Tensor.From(padding, [rows, Time]), Tensor.From(target, [rows, Time + 1]), wanted);
    }
}
