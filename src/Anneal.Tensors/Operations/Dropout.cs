using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Operations;

/// <summary>Zero at random, else x / (1 - p) (Srivastava et al., 2014). What is dropped follows from seed and position, so no mask is kept.</summary>
internal sealed class Dropout : Node
{
    private double probability;
    private ulong seed, position;

    public static Tensor Apply(Tensor x, double probability, Generator generator) =>
        Apply(x, probability, generator.Seed, generator.Take(x.ElementCount));

    // Linear in x: the gradient goes through the same mask, and so does its gradient.
    protected override void Backward(Tensor gradient) => Send(0, Apply(gradient, probability, seed, position));

    private static Tensor Apply(Tensor x, double probability, ulong seed, ulong position)
    {
        if (!x.DType.IsDifferentiable()) throw new NotSupportedException($"Dropout works on float32 and float64, not on {x.DType}: convert with To().");
        Tensor source = x.Contiguous();
        Tensor y = Tensor.Uninitialized(x.Shape, x.DType);
        if (x.DType == DType.Float32) Run<float>(source, y, probability, seed, position);
        else Run<double>(source, y, probability, seed, position);
        if (Gradients.Needed(x)) new Dropout { probability = probability, seed = seed, position = position }.Record(y, x);
        return y;
    }

    private static unsafe void Run<T>(Tensor x, Tensor y, double probability, ulong seed, ulong position)
        where T : unmanaged
    {
        Kernels.Dropout.Run(x.Pointer<T>(), y.Pointer<T>(), x.ElementCount, probability, seed, position);
        GC.KeepAlive(x);
    }
}
