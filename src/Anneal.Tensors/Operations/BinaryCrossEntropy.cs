using System.Runtime.CompilerServices;
using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>Binary cross-entropy of logits: (1 - t) x + (1 + (p - 1) t) ln(1 + e^-x), element by element; p weighs the positives.</summary>
/// <remarks>Computed as max(x, 0) and ln(1 + e^-|x|), so that nothing overflows. The targets get no gradient.</remarks>
internal sealed class BinaryCrossEntropy : Node
{
    /// <param name="x">Logits.</param>
    /// <param name="target">As the logits, from 0 to 1.</param>
    /// <param name="positiveWeight">As the logits, or null for ones.</param>
    public static Tensor Apply(Tensor x, Tensor target, Tensor? positiveWeight)
    {
        x = x.Contiguous();
        target = target.Contiguous();
        positiveWeight = positiveWeight?.Contiguous();
        Tensor y = Tensor.Uninitialized(x.Shape, x.DType);
        if (x.DType == DType.Float32) Run<float>(x, target, positiveWeight, null, y);
        else Run<double>(x, target, positiveWeight, null, y);
        if (Gradients.Needed(x))
        {
            var node = new BinaryCrossEntropy();
            node.Save(x, target, positiveWeight);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor x = Load(0), target = Load(1);
        Tensor? weight = LoadOptional(2);
        if (Gradients.Enabled)
        {
            // d/dx = (1 - t) - (1 + (p - 1) t) (1 - sigmoid(x))
            Tensor positives = weight is null ? Tensor.Ones(target.Shape, target.DType) : ((weight - 1) * target) + 1;
            Send(0, gradient * ((1 - target) - (positives * (1 - x.Sigmoid()))));
            return;
        }
        Tensor dx = Tensor.Uninitialized(x.Shape, x.DType);
        gradient = gradient.Contiguous();
        if (x.DType == DType.Float32) Run<float>(x, target, weight, gradient, dx);
        else Run<double>(x, target, weight, gradient, dx);
        Send(0, dx);
    }

    private static unsafe void Run<T>(Tensor x, Tensor target, Tensor? weight, Tensor? gradient, Tensor result)
        where T : unmanaged
    {
        var kernel = new Kernel(
            x.Pointer<T>(), target.Pointer<T>(), weight is null ? null : weight.Pointer<T>(), gradient is null ? null : gradient.Pointer<T>(), result.Pointer<T>());
        Wide<Kernel, T>.ForRange(x.ElementCount, Elementwise.Grain, kernel);
        GC.KeepAlive(x);
        GC.KeepAlive(target);
        GC.KeepAlive(weight);
        GC.KeepAlive(gradient);
    }

    /// <summary>The loss, or with a gradient its derivative times that.</summary>
    private readonly unsafe struct Kernel(void* x, void* target, void* weight, void* gradient, void* result) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            V one = L.Constant(1);
            for (long i = start; i < end; i += L.Count)
            {
                int count = (int)Math.Min(L.Count, end - i);
                V logit = L.LoadPartial((T*)x + i, count, L.Zero), t = L.LoadPartial((T*)target + i, count, L.Zero);
                V positives = weight is null ? one : L.MultiplyAdd(L.Subtract(L.LoadPartial((T*)weight + i, count, L.Zero), one), t, one);
                V y;
                if (gradient is null)
                {
                    // ln(1 + e^-x) = max(-x, 0) + ln(1 + e^-|x|) = softplus(-x)
                    y = L.MultiplyAdd(positives, Functions<L, V, T>.Softplus(L.Negate(logit)), L.Multiply(L.Subtract(one, t), logit));
                }
                else
                {
                    V wrong = Functions<L, V, T>.Sigmoid(L.Negate(logit));
                    y = L.Multiply(L.LoadPartial((T*)gradient + i, count, L.Zero), L.Subtract(L.Subtract(one, t), L.Multiply(positives, wrong)));
                }
                L.StorePartial((T*)result + i, y, count);
            }
        }
    }
}
