using System.Buffers;
using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Operations;

/// <summary>The order of the elements along an axis. Stable: equal ones keep their order. NaN counts as the largest.</summary>
internal static unsafe class Sorting
{
    /// <summary>The first <paramref name="count"/> places in sorted order along an axis: int64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Tensor Order(Tensor x, int axis, bool descending, int count)
    {
        axis = x.Shape.Axis(axis);
        int length = x.Shape.Dims[axis];
        using Gradients.NoGradScope pause = Gradients.NoGrad();
        Tensor rows = (axis == x.Rank - 1 ? x : x.Transpose(axis, -1)).To(x.DType.IsFloat() ? x.DType == DType.Float64 ? DType.Float64 : DType.Float32 : DType.Int64).Packed();
        Tensor order = Tensor.Uninitialized(rows.Shape.With(-1, count), DType.Int64);
        long[] keys = ArrayPool<long>.Shared.Rent(length);
        int[] places = ArrayPool<int>.Shared.Rent(length);
        bool few = count <= 128 && count < length / 4;
        long rowCount = length == 0 ? 0 : rows.ElementCount / length;
        for (long r = 0; r < rowCount; r++)
        {
            if (few)
            {
                Best(rows, r * length, length, descending, keys, places, count);
            }
            else
            {
                for (int i = 0; i < length; i++)
                {
                    keys[i] = Key(rows, (r * length) + i, descending);
                    places[i] = i;
                }
                Array.Sort(keys, places, 0, length);
                InOrder(keys, places, length);
            }
            long* to = order.Pointer<long>() + (r * count);
            for (int i = 0; i < count; i++) to[i] = places[i];
        }
        ArrayPool<long>.Shared.Return(keys);
        ArrayPool<int>.Shared.Return(places);
        GC.KeepAlive(rows);
        return axis == x.Rank - 1 ? order : order.Transpose(axis, -1).Packed();
    }

    /// <summary>The first few in order: those so far, sorted, take in each element that is before their last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Best(Tensor rows, long start, int length, bool descending, long[] keys, int[] places, int count)
    {
        int found = 0;
        for (int i = 0; i < length && count > 0; i++)
        {
            long key = Key(rows, start + i, descending);
            if (found == count && key >= keys[count - 1]) continue;
            int at = found < count ? found++ : count - 1;
            for (; at > 0 && keys[at - 1] > key; at--)
            {
                keys[at] = keys[at - 1];
                places[at] = places[at - 1];
            }
            keys[at] = key;
            places[at] = i;
        }
    }

    private static long Key(Tensor rows, long at, bool descending)
    {
        long key = rows.DType switch
        {
            DType.Float32 => Key(((float*)rows.Address)[at]),
            DType.Float64 => Key(((double*)rows.Address)[at]),
            _ => ((long*)rows.Address)[at],
        };
        return descending ? ~key : key;
    }

    /// <summary>The bits of a double order as integers once those of negative numbers are turned round; both zeros become one, all NaNs the largest.</summary>
    private static long Key(double value)
    {
        if (double.IsNaN(value)) return long.MaxValue;
        if (value == 0) return 0;
        long bits = BitConverter.DoubleToInt64Bits(value);
        return bits >= 0 ? bits : long.MinValue - bits;
    }

    /// <summary>The runtime's sort leaves equal keys in any order: put their places right.</summary>
    private static void InOrder(long[] keys, int[] places, int length)
    {
        for (int start = 0; start < length;)
        {
            int end = start + 1;
            while (end < length && keys[end] == keys[start]) end++;
            if (end - start > 1) Array.Sort(places, start, end - start);
            start = end;
        }
    }
}
