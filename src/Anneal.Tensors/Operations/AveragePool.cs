using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>The mean of each window.</summary>
internal sealed class AveragePool : Node
{
    private PoolShape shape;

    public static unsafe Tensor Apply(Tensor x, in PoolShape shape)
    {
        x = x.Contiguous();
        Tensor y = Tensor.Uninitialized(PoolShapes.Output(in shape), x.DType);
        if (x.DType == DType.Float32) AveragePooling.Run(in shape, x.Pointer<float>(), y.Pointer<float>());
        else AveragePooling.Run(in shape, x.Pointer<double>(), y.Pointer<double>());
        GC.KeepAlive(x);
        if (Gradients.Needed(x)) new AveragePool { shape = shape }.Record(y, x);
        return y;
    }

    protected override void Backward(Tensor gradient) => Send(0, Spread.Apply(gradient, in shape));

    /// <summary>Each window's number, spread evenly over the window.</summary>
    private sealed class Spread : Node
    {
        private PoolShape shape;

        public static unsafe Tensor Apply(Tensor gradient, in PoolShape shape)
        {
            gradient = gradient.Contiguous();
            Tensor dx = Tensor.Uninitialized(PoolShapes.Input(in shape), gradient.DType);
            if (gradient.DType == DType.Float32) AveragePooling.Spread(in shape, gradient.Pointer<float>(), dx.Pointer<float>());
            else AveragePooling.Spread(in shape, gradient.Pointer<double>(), dx.Pointer<double>());
            GC.KeepAlive(gradient);
            if (Gradients.Needed(gradient)) new Spread { shape = shape }.Record(dx, gradient);
            return dx;
        }

        protected override void Backward(Tensor gradient) => Send(0, AveragePool.Apply(gradient, in shape));
    }
}
