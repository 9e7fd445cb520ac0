using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>Sums and means along axes.</summary>
internal sealed class Sum : Node
{
    private Shape from = Shape.Scalar;
    private ReducedAxes axes;
    private double scale = 1;

    /// <param name="axes">Which axes; none means all.</param>
    public static Tensor Apply(Tensor x, ReadOnlySpan<int> axes, bool keepAxes) =>
        Apply(x, new ReducedAxes(x.Shape, axes, keepAxes, nameof(Sum)), 1);

    public static Tensor Mean(Tensor x, ReadOnlySpan<int> axes, bool keepAxes)
    {
        var reduced = new ReducedAxes(x.Shape, axes, keepAxes, nameof(Mean));
        return Apply(x.DType.IsFloat() ? x : x.To(DType.Float32), reduced, 1.0 / reduced.Count(x.Shape));
    }

    protected override void Backward(Tensor gradient)
    {
        if (scale == 1) Send(0, axes.Stretch(gradient, from));
        else Send(0, axes.Stretch(gradient * scale, from));
    }

    private static Tensor Apply(Tensor x, ReducedAxes axes, double scale)
    {
        if (x.DType is DType.Float16 or DType.BFloat16) return Apply(x.To(DType.Float32), axes, scale).To(x.DType);
        Tensor y = Tensor.Uninitialized(axes.ResultShape(x.Shape), x.DType.IsFloat() ? x.DType : DType.Int64);
        if (x.DType == DType.Float32) Reduce<float>(x, y, axes, scale);
        else if (x.DType == DType.Float64) Reduce<double>(x, y, axes, scale);
        else ReduceIntegers(x, y, axes);
        if (Gradients.Needed(x)) new Sum { from = x.Shape, axes = axes, scale = scale }.Record(y, x);
        return y;
    }

    /// <summary>Neighbouring axes are summed together, the last ones first; what is left between goes to scratch memory.</summary>
    private static unsafe void Reduce<T>(Tensor x, Tensor y, ReducedAxes axes, double scale)
        where T : unmanaged
    {
        Tensor source = x.Packed();
        var from = (T*)source.Address;
        var to = (T*)y.Address;
        Tensor? between = null;
        long inner = 1;
        int last = x.Rank - 1;
        if (axes.Count(x.Shape) == 1)
        {
            Buffer.MemoryCopy(from, to, x.ElementCount * sizeof(T), x.ElementCount * sizeof(T));
            if (scale != 1) Pointwise.ScalarInPlace(default(MultiplyOperator), y, scale, "Mean");
            return;
        }
        while (last >= 0)
        {
            while (last >= 0 && !axes.IsReduced(last)) inner *= x.Shape.Dims[last--];
            if (last < 0) break;
            int first = last;
            long count = x.Shape.Dims[last];
            while (first > 0 && axes.IsReduced(first - 1)) count *= x.Shape.Dims[--first];
            long outer = 1;
            bool more = false;
            for (int i = 0; i < first; i++)
            {
                outer *= x.Shape.Dims[i];
                more |= axes.IsReduced(i);
            }
            Tensor? part = more ? Tensor.Uninitialized(Shape.Of(checked((int)(outer * inner))), x.DType) : null;
            T* target = part is null ? to : (T*)part.Address;
            Run(from, target, outer, count, inner, part is null ? scale : 1);
            between?.Dispose();
            between = part;
            from = target;
            last = first - 1;
        }
        between?.Dispose();
        GC.KeepAlive(source);
    }

    /// <summary>To int64 in one pass where the axes are neighbours, else by way of an int64 copy.</summary>
    private static void ReduceIntegers(Tensor x, Tensor y, ReducedAxes axes)
    {
        bool oneRun = true;
        for (int i = 1, runs = 0; i <= x.Rank; i++)
        {
            if (axes.IsReduced(i - 1) && (i == x.Rank || !axes.IsReduced(i))) runs++;
            oneRun = runs <= 1;
        }
        if (x.DType == DType.Int64) Reduce<long>(x, y, axes, 1);
        else if (!oneRun || axes.Count(x.Shape) == 1) Reduce<long>(x.To(DType.Int64), y, axes, 1);
        else if (x.DType == DType.Int32) Reduce<int>(x, y, axes, 1);
        else Reduce<byte>(x, y, axes, 1);
    }

    private static unsafe void Run<T>(T* x, T* y, long outer, long n, long inner, double scale)
        where T : unmanaged
    {
        // Sums of integers are int64, whatever the type of the elements.
        if (typeof(T) == typeof(long)) Kernels.Reduce.AxisToInt64((long*)x, (long*)y, outer, n, inner);
        else if (typeof(T) == typeof(int)) Kernels.Reduce.AxisToInt64((int*)x, (long*)y, outer, n, inner);
        else if (typeof(T) == typeof(byte)) Kernels.Reduce.AxisToInt64((byte*)x, (long*)y, outer, n, inner);
        else Kernels.Reduce.Axis(Kernels.Reduce.Kind.Sum, x, y, outer, n, inner, scale);
    }
}
