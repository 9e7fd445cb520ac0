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
            Keys(rows, r * length, length, descending, keys);
            if (few)
            {
                Best(keys, length, places, count);
            }
            else
            {
                for (int i = 0; i < length; i++) places[i] = i;
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

    /// <summary>The first few in order: those so far, kept sorted at the front, take in each element that comes before their last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Best(long[] keys, int length, int[] places, int count)
    {
        if (count == 0) return;
        int found = 0;
        long last = long.MaxValue;
        for (int i = 0; i < length; i++)
        {
            long key = keys[i];
            if (key >= last && found == count) continue;
            int at = found < count ? found++ : count - 1;
            for (; at > 0 && keys[at - 1] > key; at--)
            {
                keys[at] = keys[at - 1];
                places[at] = places[at - 1];
            }
            keys[at] = key;
            places[at] = i;
            last = keys[found - 1];
        }
    }

    /// <summary>Integers that sort as the elements of a row do.</summary>
    /// <remarks>The bits of floats order as integers once those of negative numbers are turned round; adding 0 makes both zeros one; NaN becomes the largest.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Keys(Tensor rows, long start, int length, bool descending, long[] keys)
    {
        long turn = descending ? -1 : 0; // x ^ -1 is ~x: the order turned round
        if (rows.DType == DType.Float32)
        {
            float* x = rows.Pointer<float>() + start;
            for (int i = 0; i < length; i++)
            {
                int bits = BitConverter.SingleToInt32Bits(x[i] + 0f);
                keys[i] = (float.IsNaN(x[i]) ? long.MaxValue : bits >= 0 ? bits : int.MinValue - (long)bits) ^ turn;
            }
        }
        else if (rows.DType == DType.Float64)
        {
            double* x = rows.Pointer<double>() + start;
            for (int i = 0; i < length; i++)
            {
                long bits = BitConverter.DoubleToInt64Bits(x[i] + 0.0);
                keys[i] = (double.IsNaN(x[i]) ? long.MaxValue : bits >= 0 ? bits : long.MinValue - bits) ^ turn;
            }
        }
        else
        {
            long* x = rows.Pointer<long>() + start;
            for (int i = 0; i < length; i++) keys[i] = x[i] ^ turn;
        }
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
