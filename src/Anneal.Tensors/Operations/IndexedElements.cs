using System.Numerics;
using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Operations;

/// <summary>The walk that gather and scatter share: over every element of an index tensor, beside the element that it points at.</summary>
internal static unsafe class IndexedElements
{
    internal enum Way
    {
        /// <summary>small[i] = large[index[i]].</summary>
        Gather,

        /// <summary>large[index[i]] = small[i].</summary>
        Scatter,

        /// <summary>large[index[i]] += small[i].</summary>
        ScatterAdd,
    }

    /// <param name="large">What the index points into, along <paramref name="axis"/>; any layout.</param>
    /// <param name="index">int64 or int32. In the other axes it is no longer than <paramref name="large"/>.</param>
    /// <param name="small">Contiguous, shaped as the index.</param>
    public static void Run(Way way, Tensor large, Tensor index, Tensor small, int axis, string name)
    {
        Check(large.Shape, index, axis, name);
        Tensor places = index.To(DType.Int64).Packed();
        switch (way, large.DType)
        {
            case (Way.ScatterAdd, DType.Float32): Add<float>(large, places, small, axis, name); break;
            case (Way.ScatterAdd, DType.Float64): Add<double>(large, places, small, axis, name); break;
            case (Way.ScatterAdd, DType.Int64): Add<long>(large, places, small, axis, name); break;
            case (Way.ScatterAdd, DType.Int32): Add<int>(large, places, small, axis, name); break;
            case (Way.ScatterAdd, _): throw new NotSupportedException($"{name} doesn't work on {large.DType}: convert with To().");
            default:
                switch (large.DType.Size())
                {
                    case 1: Copy(way, (byte*)large.Address, (byte*)small.Address, large, places, axis, name); break;
                    case 2: Copy(way, (ushort*)large.Address, (ushort*)small.Address, large, places, axis, name); break;
                    case 4: Copy(way, (uint*)large.Address, (uint*)small.Address, large, places, axis, name); break;
                    default: Copy(way, (ulong*)large.Address, (ulong*)small.Address, large, places, axis, name); break;
                }
                break;
        }
        GC.KeepAlive(places);
        GC.KeepAlive(large);
        GC.KeepAlive(small);
    }

    private static void Check(Shape large, Tensor index, int axis, string name)
    {
        if (index.DType is not (DType.Int64 or DType.Int32)) throw new ArgumentException($"{name}: the index must be int64 or int32, not {index.DType}.");
        bool fits = index.Rank == large.Rank && large.Rank > 0;
        for (int i = 0; fits && i < large.Rank; i++) fits = i == axis || index.Shape.Dims[i] <= large.Dims[i];
        if (!fits) throw new ArgumentException($"{name} along axis {axis}: an index of shape {index.Shape} doesn't fit a tensor of shape {large}: the other axes must not be longer.");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add<T>(Tensor large, Tensor index, Tensor small, int axis, string name)
        where T : unmanaged, INumber<T>
    {
        var walk = new Walk(large, index, axis, name);
        T* from = small.Pointer<T>();
        for (long* places = walk.Places; walk.TryNext(out long offset); places += walk.RowLength, from += walk.RowLength)
        {
            T* to = large.Pointer<T>() + offset;
            for (long i = 0; i < walk.RowLength; i++) to[walk.Place(places[i]) + (i * walk.RowStride)] += from[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy<T>(Way way, T* large, T* small, Tensor layout, Tensor index, int axis, string name)
        where T : unmanaged
    {
        var walk = new Walk(layout, index, axis, name);
        for (long* places = walk.Places; walk.TryNext(out long offset); places += walk.RowLength, small += walk.RowLength)
        {
            T* row = large + offset;
            if (way == Way.Gather)
                for (long i = 0; i < walk.RowLength; i++) small[i] = row[walk.Place(places[i]) + (i * walk.RowStride)];
            else
                for (long i = 0; i < walk.RowLength; i++) row[walk.Place(places[i]) + (i * walk.RowStride)] = small[i];
        }
    }

    /// <summary>Goes through the rows of an index: runs along its last axis.</summary>
    private struct Walk
    {
        private readonly string name;
        private readonly long length, axisStride, rows;
        private readonly int rank;
        private fixed long strides[Shape.MaxRank];
        private fixed long lengths[Shape.MaxRank];
        private fixed long digits[Shape.MaxRank];
        private long offset, row;

        public Walk(Tensor layout, Tensor index, int axis, string name)
        {
            this.name = name;
            Places = index.Pointer<long>();
            rank = index.Rank;
            length = layout.Shape.Dims[axis];
            axisStride = layout.Strides[axis];
            for (int i = 0; i < rank; i++)
            {
                strides[i] = i == axis ? 0 : layout.Strides[i];
                lengths[i] = index.Shape.Dims[i];
            }
            RowLength = lengths[rank - 1];
            RowStride = strides[rank - 1];
            rows = index.ElementCount / Math.Max(1, RowLength);
        }

        public long* Places { get; }

        public long RowLength { get; }

        /// <summary>From one element of a row to the next in the large tensor, beside what the index says.</summary>
        public long RowStride { get; }

        /// <summary>Where the next row starts in the large tensor.</summary>
        public bool TryNext(out long start)
        {
            start = offset;
            if (row++ >= rows) return false;
            for (int axis = rank - 2; axis >= 0; axis--)
            {
                offset += strides[axis];
                if (++digits[axis] < lengths[axis]) break;
                offset -= strides[axis] * lengths[axis];
                digits[axis] = 0;
            }
            return true;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly long Place(long index)
        {
            if (index < 0) index += length;
            if ((ulong)index >= (ulong)length) ThrowOutside(index);
            return index * axisStride;
        }

        private readonly void ThrowOutside(long index) =>
            throw new ArgumentOutOfRangeException(nameof(index), $"{name}: index {index} is outside an axis of length {length}.");
    }
}
