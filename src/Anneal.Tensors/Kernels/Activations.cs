using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>The activations by name: alone, their gradients, and the gradient fused with the sums that a bias needs.</summary>
internal static unsafe class Activations
{
    /// <summary>True when the forward pass keeps the slope f', which it has half worked out; false when the backward pass finds it in the output y.</summary>
    public static bool KeepsSlope(Activation activation) => activation is Activation.Gelu or Activation.GeluTanh or Activation.Silu;

    /// <summary>y = f(x); in place is fine.</summary>
    public static void Forward<T>(Activation activation, T* x, T* y, long length)
        where T : unmanaged
    {
        switch (activation)
        {
            case Activation.Relu: Elementwise.Unary<ReluOperator, T>(default, x, y, length); break;
            case Activation.Gelu: Elementwise.Unary<GeluOperator, T>(default, x, y, length); break;
            case Activation.GeluTanh: Elementwise.Unary<GeluTanhOperator, T>(default, x, y, length); break;
            case Activation.Silu: Elementwise.Unary<SiluOperator, T>(default, x, y, length); break;
            case Activation.Sigmoid: Elementwise.Unary<SigmoidOperator, T>(default, x, y, length); break;
            case Activation.Tanh: Elementwise.Unary<TanhOperator, T>(default, x, y, length); break;
            default: Buffer.MemoryCopy(x, y, length * sizeof(T), length * sizeof(T)); break;
        }
    }

    /// <summary>y = f(x) and slope = f'(x), for an activation that <see cref="KeepsSlope"/>; y or slope may be x.</summary>
    public static void ForwardWithSlope<T>(Activation activation, T* x, T* y, T* slope, long length)
        where T : unmanaged
    {
        switch (activation)
        {
            case Activation.Gelu: new Wide<SlopeKernel<GeluWithSlope>, T>(new SlopeKernel<GeluWithSlope>(x, y, slope)).Run(0, length); break;
            case Activation.GeluTanh: new Wide<SlopeKernel<GeluTanhWithSlope>, T>(new SlopeKernel<GeluTanhWithSlope>(x, y, slope)).Run(0, length); break;
            case Activation.Silu: new Wide<SlopeKernel<SiluWithSlope>, T>(new SlopeKernel<SiluWithSlope>(x, y, slope)).Run(0, length); break;
            default: throw new NotSupportedException($"{activation} keeps no slope.");
        }
    }

    /// <summary>dx = dy * f'; <paramref name="saved"/> is the slope or the output: see <see cref="KeepsSlope"/>. In place is fine.</summary>
    public static void Backward<T>(Activation activation, T* dy, T* saved, T* dx, long length)
        where T : unmanaged
    {
        switch (activation)
        {
            case Activation.Gelu or Activation.GeluTanh or Activation.Silu: Elementwise.Binary<MultiplyOperator, T>(default, dy, saved, dx, length); break;
            case Activation.Relu: Elementwise.Binary<ReluGradient, T>(default, dy, saved, dx, length); break;
            case Activation.Sigmoid: Elementwise.Binary<SigmoidGradient, T>(default, dy, saved, dx, length); break;
            case Activation.Tanh: Elementwise.Binary<TanhGradient, T>(default, dy, saved, dx, length); break;
            default: Buffer.MemoryCopy(dy, dx, length * sizeof(T), length * sizeof(T)); break;
        }
    }

    /// <summary>dz[r, c] = dy[r, c] * f' and dbias[c] = the sum of dz over r, in one pass.</summary>
    public static void BackwardWithBias<T>(Activation activation, T* dy, T* saved, T* dz, T* dbias, long rows, long columns)
        where T : unmanaged
    {
        switch (activation)
        {
            case Activation.Gelu or Activation.GeluTanh or Activation.Silu: BackwardWithBias<MultiplyOperator, T>(dy, saved, dz, dbias, rows, columns); break;
            case Activation.Relu: BackwardWithBias<ReluGradient, T>(dy, saved, dz, dbias, rows, columns); break;
            case Activation.Sigmoid: BackwardWithBias<SigmoidGradient, T>(dy, saved, dz, dbias, rows, columns); break;
            case Activation.Tanh: BackwardWithBias<TanhGradient, T>(dy, saved, dz, dbias, rows, columns); break;
            default:
                if (dy != dz) Buffer.MemoryCopy(dy, dz, rows * columns * sizeof(T), rows * columns * sizeof(T));
                ColumnSums.Run(dy, dbias, rows, columns);
                break;
        }
    }

    private static void BackwardWithBias<TGradient, T>(T* dy, T* saved, T* dz, T* dbias, long rows, long columns)
        where TGradient : unmanaged, IBinaryOperator
        where T : unmanaged
    {
        long perBlock = ColumnSums.RowsPerBlock(rows, columns);
        long blocks = Math.Max(1, (rows + perBlock - 1) / perBlock);
        using Scratch.Lease scratch = Scratch.Rent(blocks * columns * sizeof(T));
        T* partial = (T*)scratch.Pointer;
        new Span<byte>(partial, checked((int)(blocks * columns * sizeof(T)))).Clear();
        Wide<BiasKernel<TGradient>, T>.ForRange(rows, perBlock, new BiasKernel<TGradient>(dy, saved, dz, partial, columns, perBlock));
        ColumnSums.Join(partial, dbias, blocks, columns);
    }

    private readonly struct SlopeKernel<TFunction>(void* x, void* y, void* slope) : ILaneKernel
        where TFunction : unmanaged, IFunctionWithSlope
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            long i = start;
            for (; i <= end - L.Count; i += L.Count) Step<L, V, T>(i, L.Count);
            if (i < end) Step<L, V, T>(i, (int)(end - i));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Step<L, V, T>(long at, int count)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            V value = default(TFunction).Apply<L, V, T>(Part<L, V, T>.Load((T*)x + at, count), out V derivative);
            Part<L, V, T>.Store((T*)y + at, value, count);
            Part<L, V, T>.Store((T*)slope + at, derivative, count);
        }
    }

    private readonly struct BiasKernel<TGradient>(void* dy, void* saved, void* dz, void* partial, long columns, long perBlock) : ILaneKernel
        where TGradient : unmanaged, IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            T* sums = (T*)partial + (start / perBlock * columns);
            for (long r = start; r < end; r++)
            {
                T* g = (T*)dy + (r * columns);
                T* s = (T*)saved + (r * columns);
                T* d = (T*)dz + (r * columns);
                long c = 0;
                for (; c <= columns - L.Count; c += L.Count) Step<L, V, T>(g + c, s + c, d + c, sums + c, L.Count);
                if (c < columns) Step<L, V, T>(g + c, s + c, d + c, sums + c, (int)(columns - c));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Step<L, V, T>(T* g, T* s, T* d, T* sums, int count)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            V gradient = default(TGradient).Apply<L, V, T>(Part<L, V, T>.Load(g, count), Part<L, V, T>.Load(s, count));
            Part<L, V, T>.Store(d, gradient, count);
            Part<L, V, T>.Store(sums, L.Add(Part<L, V, T>.Load(sums, count), gradient), count);
        }
    }
}
