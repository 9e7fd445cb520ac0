using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Tests.Kernels;

public sealed unsafe class RandomTests
{
    [Fact]
    public void Philox_gives_the_known_answers()
    {
        // Counter, key and answer from the test vectors of the Random123 library.
        Check([0, 0, 0, 0], 0, 0, [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
        Check([~0u, ~0u, ~0u, ~0u], ~0u, ~0u, [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]);
        Check([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], 0xa4093822, 0x299f31d0, [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]);

        static void Check(uint[] counter, uint key0, uint key1, uint[] expected)
        {
            fixed (uint* block = counter) Philox.Block(block, key0, key1);
            counter.ShouldBe(expected);
        }
    }

    [Fact]
    public void Words_do_not_depend_on_how_they_are_cut()
    {
        const int Length = 400;
        ulong start = (1UL << 34) - 100; // the block's number passes 2^32 on the way
        for (uint stream = 0; stream < 2; stream++)
        {
            uint[] all = [.. Enumerable.Range(0, Length).Select(i => Philox.Word(0x123456789ABCDEF0, start + (ulong)i, stream))];
            foreach (int offset in new[] { 0, 1, 4, 15, 16, 31, 100 })
            {
                foreach (int count in new[] { 0, 1, 15, 16, 33, 47, 64, 200, 300 })
                {
                    using var words = new Block<uint>(count);
                    Philox.Fill(0x123456789ABCDEF0, start + (ulong)offset, words.Pointer, count, stream);
                    Numbers.ShouldHaveSameBits<uint>(words.Span, all.AsSpan(offset, count));
                }
            }
        }
    }

    [Fact]
    public void Uniform_and_normal_have_their_moments()
    {
        const int Length = 200_000;
        using var y = new Block<float>(Length);
        RandomFill.Uniform(y.Pointer, Length, -1, 3, 7, 0);
        y.Span.ToArray().Average(v => (double)v).ShouldBe(1, 0.01);
        y.Span.ToArray().Average(v => Math.Pow(v - 1.0, 2)).ShouldBe(16 / 12.0, 0.01);
        y.Span.ToArray().Min().ShouldBeGreaterThanOrEqualTo(-1);
        y.Span.ToArray().Max().ShouldBeLessThan(3);

        RandomFill.Normal(y.Pointer, Length, 2, 0.5, 7, 0);
        double[] z = [.. y.Span.ToArray().Select(v => (v - 2.0) / 0.5)];
        z.Average().ShouldBe(0, 0.01);
        z.Average(v => v * v).ShouldBe(1, 0.01);
        z.Average(v => v * v * v).ShouldBe(0, 0.03);
        z.Average(v => v * v * v * v).ShouldBe(3, 0.06);
        Enumerable.Range(1, Length - 1).Average(i => z[i] * z[i - 1]).ShouldBe(0, 0.01);
        (z.Count(v => v < -1) / (double)Length).ShouldBe(0.158655, 0.003);

        using var wide = new Block<double>(1000);
        RandomFill.Normal(wide.Pointer, 1000, 2, 0.5, 7, 0);
        Numbers.ShouldBeNear(y.Span[..1000], wide.Span, 1e-6, 2e-6, "normal");
    }

    [Fact]
    public void Numbers_do_not_depend_on_threads_or_pieces()
    {
        const int Length = 50_003;
        using var all = new Block<float>(Length);
        using var part = new Block<float>(1000);
        RandomFill.Normal(all.Pointer, Length, 0, 1, 3, 160);
        RandomFill.Normal(part.Pointer, 1000, 0, 1, 3, 160 + 20_000);
        Numbers.ShouldHaveSameBits<float>(part.Span, all.Span.Slice(20_000, 1000));
        ElementwiseTests.AtEveryThreadCount(() =>
        {
            using var y = new Block<float>(Length);
            RandomFill.Normal(y.Pointer, Length, 0, 1, 3, 160);
            Numbers.ShouldHaveSameBits<float>(y.Span, all.Span);
        });
    }

    [Fact]
    public void Dropout_keeps_its_share_and_repeats_its_mask()
    {
        foreach (int n in Numbers.Lengths)
        {
            using var x = new Block<float>(n);
            x.Span.Fill(2);
            using var y = new Block<float>(n);
            using var again = new Block<double>(n);
            again.Span.Fill(2);
            Dropout.Run(x.Pointer, y.Pointer, n, 0.25, 5, 32);
            Dropout.Run(again.Pointer, again.Pointer, n, 0.25, 5, 32);
            for (int i = 0; i < n; i++)
            {
                if (y[i] != 0) y[i].ShouldBe(2f / 0.75f, 1e-6f);
                (again[i] == 0).ShouldBe(y[i] == 0);
            }
            if (n > 10_000) (y.Span.ToArray().Count(v => v == 0) / (double)n).ShouldBe(0.25, 0.012);
        }
        using var all = new Block<float>([1f, 2, 3]);
        Dropout.Run(all.Pointer, all.Pointer, 3, 1, 0, 0);
        all.Span.ToArray().ShouldBe([0f, 0, 0]);
        using var share = new Block<float>(40_000);
        RandomFill.Bernoulli(share.Pointer, share.Length, 0.3, 1, 0);
        share.Span.ToArray().Average().ShouldBe(0.3f, 0.01f);
        share.Span.ToArray().ShouldAllBe(v => v == 0 || v == 1);
    }
}
