using Anneal.Models.Language;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Tests.Language;

/// <summary>What is kept of a text must give the same logits as reading the text whole.</summary>
public sealed class DecoderCacheTests
{
    private const int Vocabulary = 31;

    public static TheoryData<string> Forms => ["gpt2", "llama", "window", "capped", "joined", "normed", "odd heads"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Tokens_one_by_one_give_what_the_whole_text_gives(string form)
    {
        Decoder model = Model(form);
        int[] text = Text(300, 1);
        float[] whole = Whole(model, text);
        var cache = new KeyValueCache(model.Config);
        int at = 0;
        foreach (int count in (int[])[1, 1, 5, 17, 1, 120, 3, 1, 100, 1, 1])
        {
            float[] logits = model.Forward(Tensor.From(text.AsSpan(at, count).ToArray(), [1, count]), cache).ToArray();
            Near(logits, whole.AsSpan(at * Vocabulary, count * Vocabulary), form);
            at += count;
        }
    }

    /// <summary>The error of the logits, as a part of their deviation.</summary>
    [Theory]
    [MemberData(nameof(Forms))]
    public void Keys_and_values_of_fewer_bits_change_the_logits_by_little(string form)
    {
        Decoder model = Model(form);
        int[] text = Text(300, 1);
        float[] whole = Whole(model, text);
        double deviation = Math.Sqrt(whole.Select(v => (double)v * v).Average());
        foreach ((BlockFormat format, double most) in new[] { (BlockFormat.F16, 1e-3), (BlockFormat.Q8_0, 0.02) })
        {
            var cache = new KeyValueCache(model.Config, format: format);
            var logits = new List<float>();
            int at = 0;
            foreach (int count in (int[])[1, 1, 5, 17, 1, 120, 3, 1, 100, 1, 50])
            {
                logits.AddRange(model.Forward(Tensor.From(text.AsSpan(at, count).ToArray(), [1, count]), cache).ToArray());
                at += count;
            }
            Math.Sqrt(logits.Zip(whole, (a, b) => Math.Pow((double)a - b, 2)).Average()).ShouldBeLessThan(most * deviation, $"{form} {format}");
            cache[0].Fork().Format.ShouldBe(format);
        }
    }

    [Fact]
    public void Formats_that_do_not_go_together_are_refused()
    {
        Decoder model = Model("llama");
        Should.Throw<ArgumentException>(() => new KeyValueSequence(model.Config, BlockFormat.Q4_0)).Message.ShouldContain("F32, F16 or Q8_0");
        SequenceStep[] steps = [new(new KeyValueSequence(model.Config), new[] { 1 }), new(new KeyValueSequence(model.Config, BlockFormat.F16), new[] { 1 })];
        Should.Throw<ArgumentException>(() => model.Extend(steps)).Message.ShouldContain("one format");
        var (wide, half, bytes) = (new KeyValueSequence(model.Config), new KeyValueSequence(model.Config, BlockFormat.F16), new KeyValueSequence(model.Config, BlockFormat.Q8_0));
        foreach (KeyValueSequence sequence in new[] { wide, half, bytes }) model.Extend([new SequenceStep(sequence, new[] { 1, 2, 3 })]);
        (half.Bytes * 2).ShouldBe(wide.Bytes);
        bytes.Bytes.ShouldBeLessThan(half.Bytes);
    }

    [Fact]
    public void Sequences_of_a_batch_go_their_own_ways()
    {
        Decoder model = Model("llama");
        int[][] texts = [Text(40, 1), Text(150, 2), Text(9, 3)];
        KeyValueSequence[] sequences = [new(model.Config), new(model.Config), new(model.Config)];
        int[] done = [0, 0, 0];
        var random = new Random(5);
        while (texts.Zip(done).Any(t => t.First.Length > t.Second))
        {
            int[] chosen = [.. Enumerable.Range(0, 3).Where(i => done[i] < texts[i].Length && random.Next(3) > 0)];
            SequenceStep[] steps = [.. chosen.Select(i => new SequenceStep(sequences[i], texts[i].AsMemory(done[i], Math.Min(random.Next(1, 30), texts[i].Length - done[i]))))];
            if (steps.Length == 0) continue;
            float[] logits = model.Extend(steps).ToArray();
            for (int s = 0; s < steps.Length; s++)
            {
                int i = chosen[s];
                done[i] += steps[s].Ids.Length;
                Near(logits.AsSpan(s * Vocabulary, Vocabulary), Whole(model, texts[i][..done[i]]).AsSpan((done[i] - 1) * Vocabulary), "row");
            }
        }
    }

    [Fact]
    public void A_fork_and_its_origin_do_not_disturb_each_other()
    {
        Decoder model = Model("gpt2");
        int[] begin = Text(140, 1), one = [.. begin, .. Text(20, 2)], two = [.. begin, .. Text(20, 3)];
        var first = new KeyValueSequence(model.Config);
        model.Extend([new SequenceStep(first, begin)]);
        KeyValueSequence second = first.Fork();
        float[] ofOne = model.Extend([new SequenceStep(first, one.AsMemory(140))]).ToArray(), ofTwo = model.Extend([new SequenceStep(second, two.AsMemory(140))]).ToArray();
        Near(ofOne, Whole(model, one).AsSpan(159 * Vocabulary), "origin");
        Near(ofTwo, Whole(model, two).AsSpan(159 * Vocabulary), "fork");

        // Taken back and written anew.
        second.Truncate(130);
        int[] three = [.. begin[..130], .. Text(10, 4)];
        Near(model.Extend([new SequenceStep(second, three.AsMemory(130))]).ToArray(), Whole(model, three).AsSpan(139 * Vocabulary), "truncated");
        Near(model.Extend([new SequenceStep(first, new[] { 7 })]).ToArray(), Whole(model, [.. one, 7]).AsSpan(160 * Vocabulary), "origin again");
    }

    [Fact]
    public void The_same_bits_at_any_thread_count()
    {
        Decoder model = Model("llama");
        int threads = Tensors.Threading.WorkerPool.ThreadCount;
        try
        {
            float[][] results = [.. new[] { 1, 2, 5 }.Select(count =>
            {
                Tensors.Threading.WorkerPool.ThreadCount = count;
                var sequence = new KeyValueSequence(model.Config);
                model.Extend([new SequenceStep(sequence, Text(200, 1))]);
                return model.Extend([new SequenceStep(sequence, new[] { 3 })]).ToArray();
            })];
            results[1].ShouldBe(results[0]);
            results[2].ShouldBe(results[0]);
        }
        finally
        {
            Tensors.Threading.WorkerPool.ThreadCount = threads;
        }
    }

    [Fact]
    public void Mistakes_are_named_and_change_nothing()
    {
        Decoder model = Model("llama");
        var sequence = new KeyValueSequence(model.Config);
        model.Extend([new SequenceStep(sequence, new[] { 1, 2 })]);
        Should.Throw<ArgumentException>(() => model.Extend([new SequenceStep(sequence, new int[400])])).Message.ShouldContain("400 positions");
        Should.Throw<ArgumentException>(() => model.Extend([new SequenceStep(sequence, new[] { 99 })])).Message.ShouldContain("99");
        Should.Throw<ArgumentException>(() => model.Extend([new SequenceStep(sequence, ReadOnlyMemory<int>.Empty)]));
        Should.Throw<ArgumentException>(() => model.Extend([new SequenceStep(sequence, new[] { 1 }), new SequenceStep(sequence, new[] { 1 })])).Message.ShouldContain("twice");
        sequence.Length.ShouldBe(2);
    }

    private static Decoder Model(string form)
    {
        DecoderConfig llama = DecoderConfig.Llama(Vocabulary, 400, layers: 2, heads: 4, size: 32, keyHeads: 2);
        DecoderConfig config = form switch
        {
            "gpt2" => DecoderConfig.Gpt2(Vocabulary, 400, layers: 2, heads: 2, size: 32),
            "window" => llama with { Architecture = DecoderArchitecture.Mistral, Window = 20 },
            "capped" => llama with { Architecture = DecoderArchitecture.Gemma2, Window = 20, WindowPattern = 2, AttentionCap = 2, LogitCap = 3, Activation = FeedForwardActivation.GeluTanh },
            "joined" => llama with { Architecture = DecoderArchitecture.Phi3 },
            "normed" => llama with { Architecture = DecoderArchitecture.Qwen3, QueryKeyNorm = true, HeadSize = 24 },
            "odd heads" => llama with { Heads = 6, KeyHeads = 1, HeadSize = 10 },
            _ => llama,
        };
        var model = new Decoder(config, new Generator(11));
        using (Gradients.NoGrad())
        {
            foreach (Tensor p in model.Parameters()) Initialize.Normal(p, p.Rank == 1 ? 1 : 0, 0.2, new Generator(13));
        }
        model.Eval();
        return model;
    }

    private static int[] Text(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => random.Next(Vocabulary))];
    }

    private static float[] Whole(Decoder model, int[] text)
    {
        using (Gradients.NoGrad()) return model.Forward(Tensor.From(text, [1, text.Length])).ToArray();
    }

    private static void Near(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected, string what)
    {
        actual.Length.ShouldBe(expected.Length, what);
        float worst = 0;
        for (int i = 0; i < actual.Length; i++) worst = Math.Max(worst, Math.Abs(actual[i] - expected[i]));
        worst.ShouldBeLessThan(1e-4f, what);
    }
}
