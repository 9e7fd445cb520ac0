using System.Numerics;
using System.Numerics.Tensors;
using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Operations;

/// <summary>Sums along axes.</summary>
internal sealed class Sum : Node
{
    private Shape from = Shape.Scalar, kept = Shape.Scalar;

    /// <param name="axes">Which axes; none means all.</param>
    public static Tensor Apply(Tensor x, ReadOnlySpan<int> axes, bool keepAxes)
    {
        Span<bool> reduced = stackalloc bool[x.Rank];
        reduced.Fill(axes.IsEmpty);
        foreach (int axis in axes) reduced[x.Shape.Axis(axis)] = true;

        Tensor source = x.Detach();
        if (!x.DType.IsFloat()) source = source.To(DType.Int64);
        Span<int> keptDims = stackalloc int[x.Rank];
        for (int i = 0; i < x.Rank; i++) keptDims[i] = reduced[i] ? 1 : x.Shape.Dims[i];
        Shape kept = Shape.Of(keptDims);

        // Neighbouring reduced axes are summed together, innermost run first.
        Tensor y = source.Contiguous();
        for (int last = x.Rank - 1; last >= 0; last--)
        {
            if (!reduced[last]) continue;
            int first = last;
            while (first > 0 && reduced[first - 1]) first--;
            y = Along(y, first, last);
            last = first;
        }
        if (ReferenceEquals(y, x)) y = x.Clone();
        Shape result = kept;
        if (!keepAxes)
        {
            Span<int> rest = stackalloc int[x.Rank];
            int count = 0;
            for (int i = 0; i < x.Rank; i++)
                if (!reduced[i]) rest[count++] = x.Shape.Dims[i];
            result = Shape.Of(rest[..count]);
        }
        y = y.Reshape(result);
        if (Gradients.Needed(x)) new Sum { from = x.Shape, kept = kept }.Record(y, x);
        return y;
    }

    protected override void Backward(Tensor gradient) => Send(0, gradient.Reshape(kept).Expand(from));

    /// <summary>Sums over the axes first..last, which stay with length 1.</summary>
    private static unsafe Tensor Along(Tensor x, int first, int last)
    {
        long outer = 1, count = 1, inner = 1;
        Span<int> dims = stackalloc int[x.Rank];
        for (int i = 0; i < x.Rank; i++)
        {
            int d = x.Shape.Dims[i];
            dims[i] = i >= first && i <= last ? 1 : d;
            if (i < first) outer *= d;
            else if (i > last) inner *= d;
            else count *= d;
        }
        Tensor y = Tensor.Zeros(Shape.Of(dims), x.DType);
        switch (x.DType)
        {
            case DType.Float32: Run(x.Pointer<float>(), y.Pointer<float>(), outer, count, inner); break;
            case DType.Float64: Run(x.Pointer<double>(), y.Pointer<double>(), outer, count, inner); break;
            case DType.Int64: Run(x.Pointer<long>(), y.Pointer<long>(), outer, count, inner); break;
            default: throw new NotSupportedException($"Sum doesn't work on {x.DType}: convert with To().");
        }
        GC.KeepAlive(x);
        return y;
    }

    private static unsafe void Run<T>(T* x, T* y, long outer, long count, long inner)
        where T : unmanaged, INumber<T>
    {
        for (long o = 0; o < outer; o++)
        {
            if (inner == 1)
            {
                y[o] = TensorPrimitives.Sum(new ReadOnlySpan<T>(x + (o * count), checked((int)count)));
                continue;
            }
            var sum = new Span<T>(y + (o * inner), checked((int)inner));
            for (long i = 0; i < count; i++) TensorPrimitives.Add(sum, new ReadOnlySpan<T>(x + (((o * count) + i) * inner), (int)inner), sum);
        }
    }
}
