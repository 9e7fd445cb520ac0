using Anneal.Models.Language;
using Anneal.Nn;
using Anneal.Tensors;
using Anneal.Tensors.Threading;

namespace Anneal.Models.Tests.Language;

/// <summary>A few rows go through all layers in one go where the matrices are in panels: with the same bits as the operations one by one.</summary>
public sealed class DecoderStepTests
{
    private const int Vocabulary = 40;

    public static TheoryData<string, BlockFormat, BlockFormat> Forms
    {
        get
        {
            var all = new TheoryData<string, BlockFormat, BlockFormat>();
            foreach (string form in (string[])["gpt2", "llama", "neighbours", "phi3", "qwen3", "gemma2", "gemma3"])
                foreach ((BlockFormat weights, BlockFormat kept) in new[] { (BlockFormat.Q8_0, BlockFormat.F32), (BlockFormat.Q4_0, BlockFormat.F16), (BlockFormat.Q4_0, BlockFormat.Q8_0) }) all.Add(form, weights, kept);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Few_rows_have_the_bits_of_many(string form, BlockFormat weights, BlockFormat kept)
    {
        Decoder model = Model(form, weights);
        int[] text = [.. Enumerable.Range(0, 60).Select(i => (i * 7 % 37) + 1)];
        float[] many = Logits(model, kept, text, 30, 30);
        FirstDifference(Logits(model, kept, text, [.. Enumerable.Repeat(1, 60)]), many).ShouldBe(-1);
        FirstDifference(Logits(model, kept, text, 3, 1, 16, 10, 30), many).ShouldBe(-1);
    }

    [Fact]
    public void Threads_change_no_bit()
    {
        int before = WorkerPool.ThreadCount;
        try
        {
            Decoder model = Model("llama", BlockFormat.Q4_0);
            int[] text = [.. Enumerable.Range(0, 40).Select(i => (i * 11 % 37) + 1)];
            float[][] results = [.. new[] { 1, 2, 3, 5 }.Select(threads =>
            {
                WorkerPool.ThreadCount = threads;
                return Logits(model, BlockFormat.F32, text, [.. Enumerable.Repeat(1, 10), 5, 15, 10]);
            })];
            foreach (float[] result in results) FirstDifference(result, results[0]).ShouldBe(-1);
        }
        finally
        {
            WorkerPool.ThreadCount = before;
        }
    }

    [Fact]
    public void Sequences_beside_each_other_have_the_bits_that_they_have_alone()
    {
        Decoder model = Model("qwen3", BlockFormat.Q8_0);
        int[][] texts = [.. Enumerable.Range(0, 4).Select(t => Enumerable.Range(0, 30).Select(i => ((i + 1) * (t + 3) % 37) + 1).ToArray())];
        KeyValueSequence[] sequences = [.. texts.Select(_ => new KeyValueSequence(model.Config))];
        var together = new List<float>();
        for (int i = 0; i < 30; i++) together.AddRange(model.Extend([.. texts.Select((t, s) => new SequenceStep(sequences[s], t.AsMemory(i, 1), true))]).ToArray<float>());
        for (int t = 0; t < 4; t++)
        {
            float[] alone = Logits(model, BlockFormat.F32, texts[t], [.. Enumerable.Repeat(1, 30)]);
            for (int i = 0; i < 30; i++) FirstDifference([.. together.Slice(((i * 4) + t) * Vocabulary, Vocabulary)], alone.AsSpan(i * Vocabulary, Vocabulary)).ShouldBe(-1);
        }
    }

    private static int FirstDifference(float[] actual, ReadOnlySpan<float> expected)
    {
        actual.Length.ShouldBe(expected.Length);
        int same = actual.AsSpan().CommonPrefixLength(expected);
        return same == expected.Length ? -1 : same;
    }

    private static float[] Logits(Decoder model, BlockFormat kept, int[] text, params int[] counts)
    {
        var sequence = new KeyValueSequence(model.Config, kept);
        var all = new List<float>();
        int at = 0;
        foreach (int count in counts)
        {
            all.AddRange(model.Extend([new SequenceStep(sequence, text.AsMemory(at, count), true)]).ToArray<float>());
            at += count;
        }
        return [.. all];
    }

    private static Decoder Model(string form, BlockFormat format)
    {
        DecoderConfig llama = DecoderConfig.Llama(Vocabulary, 64, 2, 4, 64, keyHeads: 2, feedForward: 96) with { TiedHead = false };
        DecoderConfig config = form switch
        {
            "gpt2" => DecoderConfig.Gpt2(Vocabulary, 64, 2, 4, 64),
            "neighbours" => llama with { Rotary = llama.Rotary with { Interleaved = true } },
            "phi3" => llama with { Architecture = DecoderArchitecture.Phi3 },
            "qwen3" => llama with { Architecture = DecoderArchitecture.Qwen3, QueryKeyNorm = true, HeadSize = 32 },
            "gemma2" => llama with { Architecture = DecoderArchitecture.Gemma2, Activation = FeedForwardActivation.GeluTanh, AttentionCap = 20, Window = 8, WindowPattern = 2, TiedHead = true },
            "gemma3" => llama with { Architecture = DecoderArchitecture.Gemma3, Activation = FeedForwardActivation.GeluTanh, QueryKeyNorm = true, Window = 8, WindowPattern = 2, TiedHead = true },
            _ => llama,
        };
        var model = new Decoder(config, new Generator(3));
        foreach (Nn.Linear layer in model.NamedModules().Select(m => m.Value).OfType<Nn.Linear>()) layer.Quantize(QuantizedMatrix.From(layer.Weight, format));
        Nn.Embedding words = model.NamedModules().Select(m => m.Value).OfType<Nn.Embedding>().First();
        words.Quantize(QuantizedMatrix.From(words.Weight, format)); // a head that shares it is to have the same bits for any number of rows too
        model.Eval();
        return model;
    }
}
