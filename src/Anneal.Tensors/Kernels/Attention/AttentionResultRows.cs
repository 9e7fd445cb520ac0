using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>The end of the online softmax: divides the sums by the totals, and keeps the logarithm that backward needs.</summary>
internal readonly unsafe struct AttentionResultRows : ILaneKernel
{
    /// <summary>[rows, size].</summary>
    public required void* Sums { get; init; }

    public required int Size { get; init; }

    public required void* Maxima { get; init; }

    public required void* Totals { get; init; }

    /// <summary>[rows, size].</summary>
    public required void* Output { get; init; }

    public required nint OutputStride { get; init; }

    /// <summary>[rows]; or null.</summary>
    public required void* LogSumExp { get; init; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<L, V, T>(long start, long end)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        for (long r = start; r < end; r++)
        {
            T* sums = (T*)Sums + (r * Size);
            T* output = (T*)Output + (r * OutputStride);
            V total = L.Broadcast(((T*)Totals)[r]);

            // Nothing was seen: the result is zero, and an infinite logarithm makes every weight zero in the backward pass too.
            V empty = L.EqualTo(total, L.Zero);
            V factor = L.Select(empty, L.Zero, L.Divide(L.Constant(1), total));
            for (int c = 0; c < Size; c += L.Count)
            {
                int lanes = Math.Min(L.Count, Size - c);
                L.StorePartial(output + c, L.Multiply(factor, L.LoadPartial(sums + c, lanes, L.Zero)), lanes);
            }
            if (LogSumExp is null) continue;
            V log = L.Add(L.Broadcast(((T*)Maxima)[r]), Functions<L, V, T>.Log(total));
            L.StorePartial((T*)LogSumExp + r, L.Select(empty, L.Constant(double.PositiveInfinity), log), 1);
        }
    }
}
