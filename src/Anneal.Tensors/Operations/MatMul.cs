using System.Numerics;
using Anneal.Tensors.Autograd;

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

        Tensor y = a.DType == DType.Float32 ? Multiply<float>(a, b) : Multiply<double>(a, b);
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
        if (Wants(0)) Send(0, gradient.MatMul(b.T).SumTo(a.Shape));
        if (!Wants(1)) return;
        if (b.Rank == 2 && a.Rank > 2) Send(1, a.Reshape(-1, a.Shape[-1]).T.MatMul(gradient.Reshape(-1, gradient.Shape[-1])));
        else Send(1, a.T.MatMul(gradient).SumTo(b.Shape));
    }

    private static unsafe Tensor Multiply<T>(Tensor a, Tensor b)
        where T : unmanaged, INumber<T>
    {
        int m = a.Shape[-2], k = a.Shape[-1], n = b.Shape[-1];
        Shape batch = Shape.Broadcast(Shape.Of(a.Shape.Dims[..^2]), Shape.Of(b.Shape.Dims[..^2]));
        Tensor left = a.Expand([.. batch.Dims, m, k]).Contiguous(), right = b.Expand([.. batch.Dims, k, n]).Contiguous();
        Tensor y = Tensor.Zeros([.. batch.Dims, m, n], a.DType);
        for (long i = 0; i < batch.ElementCount; i++)
        {
            T* pa = left.Pointer<T>() + (i * m * k), pb = right.Pointer<T>() + (i * k * n), py = y.Pointer<T>() + (i * m * n);
            for (long r = 0; r < m; r++)
                for (long p = 0; p < k; p++)
                    for (long c = 0; c < n; c++)
                        py[(r * n) + c] += pa[(r * k) + p] * pb[(p * n) + c];
        }
        GC.KeepAlive(left);
        GC.KeepAlive(right);
        return y;
    }
}
