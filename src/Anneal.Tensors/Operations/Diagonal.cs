using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>The elements whose two indices are equal, along a new last axis: a view.</summary>
internal sealed class Diagonal : Node
{
    private Shape from = Shape.Scalar;
    private int first, second;

    public static Tensor Apply(Tensor x, int first, int second)
    {
        first = x.Shape.Axis(first);
        second = x.Shape.Axis(second);
        if (first == second) throw new ArgumentException($"Diagonal of shape {x.Shape} needs two different axes, not {first} twice.");
        Tensor y = View(x, first, second);
        if (Gradients.Needed(x)) new Diagonal { from = x.Shape, first = first, second = second }.Record(y, x);
        return y;
    }

    protected override void Backward(Tensor gradient) => Send(0, Placed.Apply(gradient, from, first, second));

    private static Tensor View(Tensor x, int first, int second)
    {
        Span<int> dims = stackalloc int[x.Rank - 1];
        Span<long> strides = stackalloc long[x.Rank - 1];
        int j = 0;
        for (int i = 0; i < x.Rank; i++)
        {
            if (i == first || i == second) continue;
            dims[j] = x.Shape.Dims[i];
            strides[j++] = x.Strides[i];
        }
        dims[j] = Math.Min(x.Shape.Dims[first], x.Shape.Dims[second]);
        strides[j] = x.Strides[first] + x.Strides[second];
        return x.ViewOf(Shape.Of(dims), strides, x.Offset);
    }

    /// <summary>The other way: zeros with the diagonal put in its place.</summary>
    internal sealed class Placed : Node
    {
        private int first, second;

        public static unsafe Tensor Apply(Tensor diagonal, Shape full, int first, int second)
        {
            Tensor y = Tensor.Zeros(full, diagonal.DType);
            using (Tensor target = View(y, first, second))
                StridedCopy.Run(diagonal.Address, diagonal.Strides, target.Address, target.Strides, diagonal.Shape.Dims, diagonal.DType.Size());
            GC.KeepAlive(diagonal);
            if (Gradients.Needed(diagonal)) new Placed { first = first, second = second }.Record(y, diagonal);
            return y;
        }

        protected override void Backward(Tensor gradient) => Send(0, gradient.Diagonal(first, second));
    }
}
