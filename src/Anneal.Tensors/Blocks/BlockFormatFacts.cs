using System.Runtime.CompilerServices;
using Anneal.Tensors.Kernels;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors;

/// <summary>Sizes of each <see cref="BlockFormat"/>, and the way into it and out of it.</summary>
public static unsafe class BlockFormatFacts
{
    /// <summary>Numbers that a part of a parallel job takes.</summary>
    private const long PartNumbers = 1 << 16;

    /// <summary>Numbers in a block; the length of a row must be a multiple.</summary>
    public static int BlockLength(this BlockFormat format) => format switch
    {
        BlockFormat.F32 or BlockFormat.F16 or BlockFormat.BF16 => 1,
        BlockFormat.Q8_0 or BlockFormat.Q4_0 or BlockFormat.Q4_1 or BlockFormat.Q5_0 or BlockFormat.Q5_1 => 32,
        _ => 256,
    };

    /// <summary>Bytes of a block.</summary>
    public static int BlockBytes(this BlockFormat format) => format switch
    {
        BlockFormat.F32 => 4,
        BlockFormat.F16 or BlockFormat.BF16 => 2,
        BlockFormat.Q8_0 => Q8_0.Bytes,
        BlockFormat.Q4_0 => Q4_0.Bytes,
        BlockFormat.Q4_1 => Q4_1.Bytes,
        BlockFormat.Q5_0 => Q5_0.Bytes,
        BlockFormat.Q5_1 => Q5_1.Bytes,
        BlockFormat.Q2_K => Q2_K.Bytes,
        BlockFormat.Q3_K => Q3_K.Bytes,
        BlockFormat.Q4_K => Q4_K.Bytes,
        BlockFormat.Q5_K => Q5_K.Bytes,
        BlockFormat.Q6_K => Q6_K.Bytes,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown block format."),
    };

    /// <summary>Bytes of this many numbers.</summary>
    /// <exception cref="ArgumentException">They don't make whole blocks.</exception>
    /// <exception cref="OverflowException">More bytes than a number can tell.</exception>
    public static long BytesOf(this BlockFormat format, long numbers)
    {
        int length = format.BlockLength();
        if (numbers < 0 || numbers % length != 0) throw new ArgumentException($"{format} stores blocks of {length}: {numbers} numbers don't make whole ones.");
        return checked(numbers / length * format.BlockBytes());
    }

    /// <summary>Numbers into blocks.</summary>
    /// <param name="format">The format of the blocks.</param>
    /// <param name="numbers">Whole blocks of finite numbers.</param>
    /// <param name="blocks">As many bytes as <see cref="BytesOf"/> says.</param>
    /// <exception cref="ArgumentException">The lengths don't fit each other.</exception>
    public static void Quantize(this BlockFormat format, ReadOnlySpan<float> numbers, Span<byte> blocks)
    {
        Check(format, numbers.Length, blocks.Length);
        fixed (float* x = numbers)
        fixed (byte* y = blocks) WorkerPool.ForRange(numbers.Length, PartNumbers, new QuantizeJob(format, x, y));
    }

    /// <summary>Blocks into numbers.</summary>
    /// <param name="format">The format of the blocks.</param>
    /// <param name="blocks">As many bytes as <see cref="BytesOf"/> says.</param>
    /// <param name="numbers">Whole blocks.</param>
    /// <exception cref="ArgumentException">The lengths don't fit each other.</exception>
    public static void Dequantize(this BlockFormat format, ReadOnlySpan<byte> blocks, Span<float> numbers)
    {
        Check(format, numbers.Length, blocks.Length);
        fixed (float* x = numbers)
        fixed (byte* y = blocks) DequantizeAll(format, y, x, numbers.Length);
    }

    internal static void DequantizeAll(BlockFormat format, byte* blocks, float* numbers, long count) =>
        WorkerPool.ForRange(count, PartNumbers, new DequantizeJob(format, blocks, numbers));

    /// <summary>A run of whole blocks on the calling thread.</summary>
    internal static void DequantizeRow(BlockFormat format, byte* from, float* to, long count)
    {
        switch (format)
        {
            case BlockFormat.F32: Unsafe.CopyBlockUnaligned(to, from, checked((uint)(count * sizeof(float)))); break;
            case BlockFormat.F16: HalfRows.Widen(from, to, count); break;
            case BlockFormat.BF16: BFloat16Rows.Widen(from, to, count); break;
            case BlockFormat.Q8_0: BlockRows.Dequantize<Q8_0>(from, to, count); break;
            case BlockFormat.Q4_0: BlockRows.Dequantize<Q4_0>(from, to, count); break;
            case BlockFormat.Q4_1: BlockRows.Dequantize<Q4_1>(from, to, count); break;
            case BlockFormat.Q5_0: BlockRows.Dequantize<Q5_0>(from, to, count); break;
            case BlockFormat.Q5_1: BlockRows.Dequantize<Q5_1>(from, to, count); break;
            case BlockFormat.Q2_K: BlockRows.Dequantize<Q2_K>(from, to, count); break;
            case BlockFormat.Q3_K: BlockRows.Dequantize<Q3_K>(from, to, count); break;
            case BlockFormat.Q4_K: BlockRows.Dequantize<Q4_K>(from, to, count); break;
            case BlockFormat.Q5_K: BlockRows.Dequantize<Q5_K>(from, to, count); break;
            case BlockFormat.Q6_K: BlockRows.Dequantize<Q6_K>(from, to, count); break;
            default: throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown block format.");
        }
    }

    private static void QuantizeRow(BlockFormat format, float* from, byte* to, long count)
    {
        switch (format)
        {
            case BlockFormat.F32: Unsafe.CopyBlockUnaligned(to, from, checked((uint)(count * sizeof(float)))); break;
            case BlockFormat.F16: HalfRows.Narrow(from, to, count); break;
            case BlockFormat.BF16: BFloat16Rows.Narrow(from, to, count); break;
            case BlockFormat.Q8_0: BlockRows.Quantize<Q8_0>(from, to, count); break;
            case BlockFormat.Q4_0: BlockRows.Quantize<Q4_0>(from, to, count); break;
            case BlockFormat.Q4_1: BlockRows.Quantize<Q4_1>(from, to, count); break;
            case BlockFormat.Q5_0: BlockRows.Quantize<Q5_0>(from, to, count); break;
            case BlockFormat.Q5_1: BlockRows.Quantize<Q5_1>(from, to, count); break;
            case BlockFormat.Q2_K: BlockRows.Quantize<Q2_K>(from, to, count); break;
            case BlockFormat.Q3_K: BlockRows.Quantize<Q3_K>(from, to, count); break;
            case BlockFormat.Q4_K: BlockRows.Quantize<Q4_K>(from, to, count); break;
            case BlockFormat.Q5_K: BlockRows.Quantize<Q5_K>(from, to, count); break;
            case BlockFormat.Q6_K: BlockRows.Quantize<Q6_K>(from, to, count); break;
            default: throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown block format.");
        }
    }

    private static void Check(BlockFormat format, int numbers, int bytes)
    {
        if (format.BytesOf(numbers) != bytes) throw new ArgumentException($"{numbers} numbers are {format.BytesOf(numbers)} bytes of {format}, not {bytes}.");
    }

    private readonly struct QuantizeJob(BlockFormat format, float* numbers, byte* blocks) : IRangeJob
    {
        private readonly float* numbers = numbers;
        private readonly byte* blocks = blocks;

        public void Run(long start, long end) => QuantizeRow(format, numbers + start, blocks + format.BytesOf(start), end - start);
    }

    private readonly struct DequantizeJob(BlockFormat format, byte* blocks, float* numbers) : IRangeJob
    {
        private readonly byte* blocks = blocks;
        private readonly float* numbers = numbers;

        public void Run(long start, long end) => DequantizeRow(format, blocks + format.BytesOf(start), numbers + start, end - start);
    }
}
