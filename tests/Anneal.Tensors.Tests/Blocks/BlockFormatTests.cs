using System.Runtime.InteropServices;
using Anneal.Tests;

namespace Anneal.Tensors.Tests.Blocks;

public sealed class BlockFormatTests
{
    private const int Numbers = 512;

    /// <summary>
    /// What a format may lose on normally distributed weights: the root of the mean squared error as a part of the weights' spread.
    /// About 1.5 times what the reference implementation loses, and for K formats what it loses plus a tenth.
    /// </summary>
    public static readonly TheoryData<BlockFormat, double> Budgets = new()
    {
        { BlockFormat.F32, 0 },
        { BlockFormat.F16, 0.0003 },
        { BlockFormat.BF16, 0.002 },
        { BlockFormat.Q8_0, 0.006 },
        { BlockFormat.Q4_0, 0.10 },
        { BlockFormat.Q4_1, 0.09 },
        { BlockFormat.Q5_0, 0.05 },
        { BlockFormat.Q5_1, 0.045 },
        { BlockFormat.Q2_K, 0.33 },
        { BlockFormat.Q3_K, 0.17 },
        { BlockFormat.Q4_K, 0.08 },
        { BlockFormat.Q5_K, 0.04 },
        { BlockFormat.Q6_K, 0.02 },
    };

    [Theory]
    [MemberData(nameof(Budgets))]
    public void WhatIsLostStaysWithinTheBudget(BlockFormat format, double budget)
    {
        float[] x = Normal(1 << 16, 7);
        (_, float[] back) = RoundTrip(format, x);
        double error = Math.Sqrt(x.Zip(back, (a, b) => (double)(a - b) * (a - b)).Average()) / 0.02;
        error.ShouldBeLessThanOrEqualTo(budget);
        if (format != BlockFormat.F32) error.ShouldBeGreaterThan(budget / 3); // or the table says too little
    }

    [Theory]
    [MemberData(nameof(Budgets))]
    public void QuantisingOnceMoreChangesLittle(BlockFormat format, double budget)
    {
        (_, float[] once) = RoundTrip(format, Normal(4096, 3));
        (_, float[] twice) = RoundTrip(format, once);
        double error = Math.Sqrt(once.Zip(twice, (a, b) => (double)(a - b) * (a - b)).Average()) / 0.02;
        error.ShouldBeLessThanOrEqualTo(budget / 2);
    }

    [Theory]
    [MemberData(nameof(Budgets))]
    public void ZerosStayZeros(BlockFormat format, double budget)
    {
        _ = budget;
        RoundTrip(format, new float[512]).Back.ShouldAllBe(v => v == 0);
    }

    [Fact]
    public void LengthsThatDoNotFitAreRefused()
    {
        Should.Throw<ArgumentException>(() => BlockFormat.Q4_0.BytesOf(31)).Message.ShouldContain("blocks of 32");
        Should.Throw<ArgumentException>(() => BlockFormat.Q4_K.Quantize(new float[256], new byte[143])).Message.ShouldContain("144 bytes");
        Should.Throw<OverflowException>(() => BlockFormat.F32.BytesOf(long.MaxValue));
    }

    /// <summary>tests/fixtures/gguf_blocks.py wrote what ggml makes of the same rows and blocks.</summary>
    [Fact]
    public void BlocksAreThoseOfGgmlBitForBit()
    {
        ReadOnlySpan<byte> rest = File.ReadAllBytes(TestData.Fixture("formats", "gguf_blocks.bin"));
        foreach (BlockFormat format in Enum.GetValues<BlockFormat>().Where(f => f >= BlockFormat.Q8_0))
        {
            int bytes = (int)format.BytesOf(Numbers);
            ReadOnlySpan<float> row = Take<float>(ref rest, Numbers);
            ReadOnlySpan<byte> blocks = Take<byte>(ref rest, bytes);
            ReadOnlySpan<float> numbers = Take<float>(ref rest, Numbers);
            ReadOnlySpan<byte> wild = Take<byte>(ref rest, bytes);
            ReadOnlySpan<float> wildNumbers = Take<float>(ref rest, Numbers);
            var back = new float[Numbers];
            format.Dequantize(blocks, back);
            back.AsSpan().SequenceEqual(numbers).ShouldBeTrue($"{format}: numbers of ggml's blocks");
            format.Dequantize(wild, back);
            back.AsSpan().SequenceEqual(wildNumbers).ShouldBeTrue($"{format}: numbers of random blocks");

            (byte[] own, float[] ours) = RoundTrip(format, row.ToArray());
            if (format < BlockFormat.Q2_K) own.AsSpan().SequenceEqual(blocks).ShouldBeTrue($"{format}: blocks");
            else Error(row, ours).ShouldBeLessThanOrEqualTo(Error(row, numbers) * 1.1, $"{format}: ours may lose a tenth more than ggml's");
        }
        rest.IsEmpty.ShouldBeTrue();
    }

    private static double Error(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += (double)(a[i] - b[i]) * (a[i] - b[i]);
        return Math.Sqrt(sum / a.Length);
    }

    private static ReadOnlySpan<T> Take<T>(ref ReadOnlySpan<byte> rest, int count)
        where T : unmanaged
    {
        ReadOnlySpan<T> taken = MemoryMarshal.Cast<byte, T>(rest)[..count];
        rest = rest[(count * Marshal.SizeOf<T>())..];
        return taken;
    }

    private static (byte[] Blocks, float[] Back) RoundTrip(BlockFormat format, float[] x)
    {
        var blocks = new byte[format.BytesOf(x.Length)];
        var back = new float[x.Length];
        format.Quantize(x, blocks);
        format.Dequantize(blocks, back);
        return (blocks, back);
    }

    private static float[] Normal(int count, int seed) => Tensor.Randn([count], deviation: 0.02, generator: new Generator((ulong)seed)).ToArray();
}
