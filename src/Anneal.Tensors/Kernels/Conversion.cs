using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>Elements of one type to another. To a narrower float: rounded to the nearest even; to a whole number: cut off; to bool: whether it isn't zero.</summary>
internal static unsafe class Conversion
{
    /// <summary>y[i] = x[i], both contiguous; they may not overlap.</summary>
    public static void Run(void* x, DType from, void* y, DType to, long length)
    {
        switch (from)
        {
            case DType.Float32: From((float*)x, y, to, length); break;
            case DType.Float64: From((double*)x, y, to, length); break;
            case DType.Float16: From((Half*)x, y, to, length); break;
            case DType.Int64: From((long*)x, y, to, length); break;
            case DType.Int32: From((int*)x, y, to, length); break;
            case DType.UInt8 or DType.Bool: From((byte*)x, y, to, length); break;
            case DType.BFloat16 when to == DType.Float32:
                WorkerPool.ForRange(length, Elementwise.Grain, new WidenJob { From = (ushort*)x, To = (float*)y });
                break;
            case DType.BFloat16 when to == DType.BFloat16: Buffer.MemoryCopy(x, y, length * 2, length * 2); break;
            case DType.BFloat16: ByWayOfFloat((ushort*)x, y, to, length); break;
            default: throw new ArgumentOutOfRangeException(nameof(from), from, "Unknown element type.");
        }
    }

    private static void From<TFrom>(TFrom* x, void* y, DType to, long length)
        where TFrom : unmanaged, INumber<TFrom>
    {
        switch (to)
        {
            case DType.Float32: Numbers(x, (float*)y, length); break;
            case DType.Float64: Numbers(x, (double*)y, length); break;
            case DType.Float16: Numbers(x, (Half*)y, length); break;
            case DType.Int64: Numbers(x, (long*)y, length); break;
            case DType.Int32: Numbers(x, (int*)y, length); break;
            case DType.UInt8: Numbers(x, (byte*)y, length); break;
            case DType.Bool: WorkerPool.ForRange(length, Elementwise.Grain, new TruthJob<TFrom> { From = x, To = (byte*)y }); break;
            case DType.BFloat16 when typeof(TFrom) == typeof(float):
                WorkerPool.ForRange(length, Elementwise.Grain, new NarrowJob { From = (float*)x, To = (ushort*)y });
                break;
            case DType.BFloat16: WorkerPool.ForRange(length, Elementwise.Grain, new RoundJob<TFrom> { From = x, To = (BFloat16*)y }); break;
            default: throw new ArgumentOutOfRangeException(nameof(to), to, "Unknown element type.");
        }
    }

    private static void Numbers<TFrom, TTo>(TFrom* x, TTo* y, long length)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo> =>
        WorkerPool.ForRange(length, Elementwise.Grain, new NumberJob<TFrom, TTo> { From = x, To = y });

    private static void ByWayOfFloat(ushort* x, void* y, DType to, long length)
    {
        const int Batch = 1024;
        float* wide = stackalloc float[Batch];
        for (long i = 0; i < length; i += Batch)
        {
            long count = Math.Min(Batch, length - i);
            new WidenJob { From = x + i, To = wide }.Run(0, count);
            From(wide, (byte*)y + (i * to.Size()), to, count);
        }
    }

    private struct NumberJob<TFrom, TTo> : IRangeJob
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        public TFrom* From;
        public TTo* To;

        public readonly void Run(long start, long end)
        {
            int length = (int)(end - start);
            TensorPrimitives.ConvertTruncating<TFrom, TTo>(new ReadOnlySpan<TFrom>(From + start, length), new Span<TTo>(To + start, length));
        }
    }

    private struct TruthJob<TFrom> : IRangeJob
        where TFrom : unmanaged, INumber<TFrom>
    {
        public TFrom* From;
        public byte* To;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(long start, long end)
        {
            for (long i = start; i < end; i++) To[i] = TFrom.IsZero(From[i]) ? (byte)0 : (byte)1;
        }
    }

    private struct RoundJob<TFrom> : IRangeJob
        where TFrom : unmanaged, INumber<TFrom>
    {
        public TFrom* From;
        public BFloat16* To;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(long start, long end)
        {
            for (long i = start; i < end; i++) To[i] = (BFloat16)float.CreateTruncating(From[i]);
        }
    }

    /// <summary>bfloat16 is the upper half of a float: widening is a shift.</summary>
    private struct WidenJob : IRangeJob
    {
        public ushort* From;
        public float* To;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(long start, long end)
        {
            long i = start;
            for (; i <= end - Vector256<ushort>.Count; i += Vector256<ushort>.Count)
            {
                (Vector256<uint> low, Vector256<uint> high) = Vector256.Widen(Vector256.Load(From + i));
                (low << 16).AsSingle().Store(To + i);
                (high << 16).AsSingle().Store(To + i + Vector256<uint>.Count);
            }
            for (; i < end; i++) To[i] = BitConverter.UInt32BitsToSingle((uint)From[i] << 16);
        }
    }

    private struct NarrowJob : IRangeJob
    {
        public float* From;
        public ushort* To;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(long start, long end)
        {
            long i = start;
            for (; i <= end - Vector256<ushort>.Count; i += Vector256<ushort>.Count)
                Vector256.Narrow(Upper(Vector256.Load(From + i)), Upper(Vector256.Load(From + i + Vector256<float>.Count))).Store(To + i);
            for (; i < end; i++) To[i] = ((BFloat16)From[i]).Bits;
        }

        /// <summary>The rounded upper halves: half a unit is added first, less a hair when the last kept bit is even. NaN is made quiet instead.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<uint> Upper(Vector256<float> x)
        {
            Vector256<uint> bits = x.AsUInt32();
            Vector256<uint> rounded = bits + Vector256.Create(0x7FFFu) + ((bits >>> 16) & Vector256<uint>.One);
            return Vector256.ConditionalSelect(Vector256.IsNaN(x).AsUInt32(), bits | Vector256.Create(0x400000u), rounded) >>> 16;
        }
    }
}
