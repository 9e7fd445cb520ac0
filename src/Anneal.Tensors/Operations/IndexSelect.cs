using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>Chosen indices of an axis, in any order and any number.</summary>
internal sealed class IndexSelect : Node
{
    private Shape from = Shape.Scalar;
    private int axis;

    public static unsafe Tensor Apply(Tensor x, int axis, Tensor index)
    {
        axis = x.Shape.Axis(axis);
        Tensor places = Places(index, x.Shape.Dims[axis], nameof(IndexSelect)), source = x.Packed();
        int count = places.Shape.Dims[0];
        Tensor y = Tensor.Uninitialized(x.Shape.With(axis, count), x.DType);
        long outer = 1, inner = x.DType.Size(), n = x.Shape.Dims[axis];
        for (int i = 0; i < axis; i++) outer *= x.Shape.Dims[i];
        for (int i = axis + 1; i < x.Rank; i++) inner *= x.Shape.Dims[i];
        long* chosen = places.Pointer<long>();
        for (long o = 0; o < outer; o++)
            for (long i = 0; i < count; i++)
                Buffer.MemoryCopy(source.Address + (((o * n) + chosen[i]) * inner), y.Address + (((o * count) + i) * inner), inner, inner);
        GC.KeepAlive(source);
        GC.KeepAlive(places);
        if (Gradients.Needed(x))
        {
            var node = new IndexSelect { from = x.Shape, axis = axis };
            node.Save(places);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient) => Send(0, Placed.Apply(gradient, from, axis, Load(0)));

    /// <summary>The index as int64 from 0.</summary>
    private static Tensor Places(Tensor index, int length, string name)
    {
        if (index.DType is not (DType.Int64 or DType.Int32) || index.Rank != 1)
            throw new ArgumentException($"{name}: the index must be int64 or int32 with one axis, not {index.DType} of shape {index.Shape}.");
        Tensor places = index.To(DType.Int64, copy: true);
        Span<long> values = places.AsSpan<long>();
        for (int i = 0; i < values.Length; i++)
        {
            long place = values[i] < 0 ? values[i] + length : values[i];
            if ((ulong)place >= (ulong)length) throw new ArgumentOutOfRangeException(nameof(index), $"{name}: index {values[i]} is outside an axis of length {length}.");
            values[i] = place;
        }
        return places;
    }

    /// <summary>The part of a source that an index uses, in the type of what it is put into.</summary>
    internal static Tensor Fitting(Tensor source, Tensor x, Tensor index, string name)
    {
        bool fits = source.Rank == index.Rank;
        for (int i = 0; fits && i < index.Rank; i++) fits = index.Shape.Dims[i] <= source.Shape.Dims[i];
        if (!fits) throw new ArgumentException($"{name}: a source of shape {source.Shape} has not an element for each of an index of shape {index.Shape}.");
        for (int i = 0; i < index.Rank; i++) source = source.Slice(i, 0, index.Shape.Dims[i]);
        return source.To(x.DType);
    }

    /// <summary>The other way: zeros to which each part is added at its index.</summary>
    internal sealed class Placed : Node
    {
        private int axis;

        public static unsafe Tensor Apply(Tensor part, Shape full, int axis, Tensor places)
        {
            Tensor y = Tensor.Zeros(full, part.DType), source = part.Packed();
            long outer = 1, inner = 1, n = full.Dims[axis], count = places.ElementCount;
            for (int i = 0; i < axis; i++) outer *= full.Dims[i];
            for (int i = axis + 1; i < full.Rank; i++) inner *= full.Dims[i];
            long* chosen = places.Pointer<long>();
            for (long o = 0; o < outer; o++)
            {
                for (long i = 0; i < count; i++)
                {
                    long from = ((o * count) + i) * inner, to = ((o * n) + chosen[i]) * inner;
                    if (part.DType == DType.Float32) Elementwise.Binary(default(AddOperator), y.Pointer<float>() + to, source.Pointer<float>() + from, y.Pointer<float>() + to, inner);
                    else Elementwise.Binary(default(AddOperator), y.Pointer<double>() + to, source.Pointer<double>() + from, y.Pointer<double>() + to, inner);
                }
            }
            GC.KeepAlive(source);
            GC.KeepAlive(places);
            if (Gradients.Needed(part))
            {
                var node = new Placed { axis = axis };
                node.Save(places);
                node.Record(y, part);
            }
            return y;
        }

        protected override void Backward(Tensor gradient) => Send(0, gradient.IndexSelect(axis, Load(0)));
    }
}
