using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>The matrix product of the last two axes, broadcast over the others.</summary>
internal sealed class MatMul : Node
{
    public static Tensor Apply(Tensor a, Tensor b)
    {
        if (a.Rank == 0 || b.Rank == 0) throw new ArgumentException($"MatMul needs at least one axis on each side, not {a.Shape} and {b.Shape}.");
        if (a.Rank == 1) return b.Rank == 1 ? Apply(a.Unsqueeze(0), b.Unsqueeze(1)).Reshape(Shape.Scalar) : Apply(a.Unsqueeze(0), b).Squeeze(-2);
        if (b.Rank == 1) return Apply(a, b.Unsqueeze(1)).Squeeze(-1);
        if (a.Shape[-1] != b.Shape[-2]) throw new ArgumentException($"MatMul of {a.Shape} and {b.Shape}: the inner lengths {a.Shape[-1]} and {b.Shape[-2]} differ.");
        if (a.DType != b.DType || !a.DType.IsDifferentiable()) throw new NotSupportedException($"MatMul works on two float32 or two float64 tensors, not on {a.DType} and {b.DType}: convert with To().");

        Tensor y = Product(a, false, b, false, ResultShape(a.Shape, b.Shape));
        if (Gradients.Needed(a, b))
        {
            var node = new MatMul();
            node.Save(a, b);
            node.Record(y, a, b);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor a = Load(0), b = Load(1);
        if (Gradients.Enabled)
        {
            if (Wants(0)) Send(0, gradient.MatMul(b.T).SumTo(a.Shape));
            if (Wants(1)) Send(1, b.Rank == 2 ? Rows(a).T.MatMul(Rows(gradient)) : a.T.MatMul(gradient).SumTo(b.Shape));
            return;
        }
        if (Wants(0)) Send(0, Product(gradient, false, b, true, Stretched(gradient.Shape, a.Shape)).SumTo(a.Shape));
        if (!Wants(1)) return;

        // A matrix that all rows of a batch were multiplied with: the sum over the batch is one product.
        if (b.Rank == 2) Send(1, Product(Rows(a), true, Rows(gradient), false, b.Shape));
        else Send(1, Product(a, true, gradient, false, Stretched(gradient.Shape, b.Shape)).SumTo(b.Shape));
    }

    private static Tensor Rows(Tensor x) => x.Rank == 2 ? x : x.Reshape(-1, x.Shape[-1]);

    private static Shape ResultShape(Shape a, Shape b)
    {
        int m = a[-2], n = b[-1];
        if (b.Rank == 2) return n == a[-1] ? a : a.With(-1, n);
        Shape batch;
        try
        {
            batch = Shape.Broadcast(Shape.Of(a.Dims[..^2]), Shape.Of(b.Dims[..^2]));
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"MatMul of {a} and {b}: the batch axes don't broadcast.", e);
        }
        return Shape.Of([.. batch.Dims, m, n]);
    }

    /// <summary>The batch of one shape with the matrix of the other.</summary>
    private static Shape Stretched(Shape batch, Shape matrix)
    {
        if (matrix.Rank == batch.Rank && matrix.Dims[..^2].SequenceEqual(batch.Dims[..^2])) return matrix;
        return Shape.Of([.. batch.Dims[..^2], matrix[-2], matrix[-1]]);
    }

    /// <summary>a · b with either transposed, by strides alone. Not recorded.</summary>
    /// <param name="shape">The shape of the result, batch included.</param>
    private static Tensor Product(Tensor a, bool transposeA, Tensor b, bool transposeB, Shape shape) =>
        a.DType == DType.Float32 ? Product<float>(a, transposeA, b, transposeB, shape) : Product<double>(a, transposeA, b, transposeB, shape);

    private static unsafe Tensor Product<T>(Tensor a, bool transposeA, Tensor b, bool transposeB, Shape shape)
        where T : unmanaged
    {
        Tensor y = Tensor.Uninitialized(shape, a.DType);
        if (shape.ElementCount == 0) return y;
        a = Dense(a);
        b = Dense(b);
        MatrixView<T> left = View<T>(a, transposeA), right = View<T>(b, transposeB);
        int m = shape.Dims[^2], n = shape.Dims[^1], k = transposeA ? a.Shape.Dims[^2] : a.Shape.Dims[^1], batchRank = shape.Rank - 2;

        // Rows of a batch times one matrix: all rows together are one tall matrix, if one stride leads through them.
        if (b.Rank == 2 && !transposeA && a.Rank == shape.Rank && RowsAreOneAxis(a))
        {
            Gemm.Run(checked((int)(shape.ElementCount / n)), n, k, left, right, y.Pointer<T>(), n);
            GC.KeepAlive(a);
            GC.KeepAlive(b);
            return y;
        }

        // The batch axes, neighbours joined where one stride serves both operands. The last one is the kernel's batch.
        Span<long> lengths = stackalloc long[Shape.MaxRank], aStrides = stackalloc long[Shape.MaxRank], bStrides = stackalloc long[Shape.MaxRank];
        int rank = 0;
        for (int i = 0; i < batchRank; i++)
        {
            int length = shape.Dims[i];
            if (length == 1) continue;
            long aStride = BatchStride(a, i, batchRank), bStride = BatchStride(b, i, batchRank);
            bool joins = rank > 0 && aStrides[rank - 1] == aStride * length && bStrides[rank - 1] == bStride * length;
            if (joins) lengths[--rank] *= length;
            else lengths[rank] = length;
            aStrides[rank] = aStride;
            bStrides[rank++] = bStride;
        }
        int batch = rank == 0 ? 1 : checked((int)lengths[rank - 1]);
        long matrix = (long)m * n, outer = 1;
        for (int i = 0; i < rank - 1; i++) outer *= lengths[i];
        for (long o = 0; o < outer; o++)
        {
            long rest = o, aMove = 0, bMove = 0;
            for (int i = rank - 2; i >= 0; i--)
            {
                aMove += rest % lengths[i] * aStrides[i];
                bMove += rest % lengths[i] * bStrides[i];
                rest /= lengths[i];
            }
            T* to = y.Pointer<T>() + (o * batch * matrix);
            if (batch == 1) Gemm.Run(m, n, k, left.Moved((nint)aMove), right.Moved((nint)bMove), to, n);
            else Gemm.RunBatch(batch, m, n, k, left.Moved((nint)aMove), aStrides[rank - 1], right.Moved((nint)bMove), bStrides[rank - 1], to, n, matrix);
        }
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        return y;
    }

    /// <summary>Itself if one of the two matrix axes is dense, as the kernel needs, else a copy.</summary>
    private static Tensor Dense(Tensor x) =>
        x.IsContiguous || x.Strides[^1] == 1 || x.Strides[^2] == 1 || (x.Shape.Dims[^1] == 1 && x.Shape.Dims[^2] == 1) ? x : x.Packed();

    private static unsafe MatrixView<T> View<T>(Tensor x, bool transpose)
        where T : unmanaged
    {
        var view = new MatrixView<T>(x.Pointer<T>(), x.Strides[^2], x.Strides[^1]);
        return transpose ? view.Transposed : view;
    }

    private static bool RowsAreOneAxis(Tensor x)
    {
        if (x.IsContiguous) return true;
        long count = x.Shape.Dims[^2];
        for (int i = x.Rank - 3; i >= 0; i--)
        {
            if (x.Shape.Dims[i] == 1) continue;
            if (x.Strides[i] != x.Strides[^2] * count) return false;
            count *= x.Shape.Dims[i];
        }
        return true;
    }

    private static long BatchStride(Tensor x, int axis, int batchRank)
    {
        int own = axis - (batchRank - (x.Rank - 2));
        return own < 0 || x.Shape.Dims[own] == 1 ? 0 : x.Strides[own];
    }
}
