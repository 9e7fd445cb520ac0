using System.Numerics;
using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>The largest number of each window. For the backward pass the place of each is kept, four bytes an output.</summary>
internal sealed class MaxPool : Node
{
    private PoolShape shape;

    public static unsafe Tensor Apply(Tensor x, in PoolShape shape)
    {
        x = x.Contiguous();
        Tensor y = Tensor.Uninitialized(PoolShapes.Output(in shape), x.DType);
        if (!Gradients.Needed(x))
        {
            if (x.DType == DType.Float32) MaxPooling.Run(in shape, x.Pointer<float>(), y.Pointer<float>());
            else MaxPooling.Run(in shape, x.Pointer<double>(), y.Pointer<double>());
            GC.KeepAlive(x);
            return y;
        }
        Tensor places = Tensor.Uninitialized(y.Shape, DType.Int32);
        if (x.DType == DType.Float32) MaxPooling.Run(in shape, x.Pointer<float>(), y.Pointer<float>(), places.Pointer<int>());
        else MaxPooling.Run(in shape, x.Pointer<double>(), y.Pointer<double>(), places.Pointer<int>());
        var node = new MaxPool { shape = shape };
        node.Save(places);
        node.Record(y, x);
        return y;
    }

    protected override void Backward(Tensor gradient) => Send(0, Spread.Apply(gradient.Contiguous(), Load(0), in shape));

    /// <summary>Gradients of windows, at the places of the largest numbers.</summary>
    private sealed class Spread : Node
    {
        private PoolShape shape;

        public static unsafe Tensor Apply(Tensor gradient, Tensor places, in PoolShape shape)
        {
            Tensor dx = Tensor.Uninitialized(PoolShapes.Input(in shape), gradient.DType);
            if (gradient.DType == DType.Float32) MaxPooling.Scatter(in shape, gradient.Pointer<float>(), places.Pointer<int>(), dx.Pointer<float>());
            else MaxPooling.Scatter(in shape, gradient.Pointer<double>(), places.Pointer<int>(), dx.Pointer<double>());
            GC.KeepAlive(gradient);
            if (Gradients.Needed(gradient))
            {
                var node = new Spread { shape = shape };
                node.Save(places);
                node.Record(dx, gradient);
            }
            return dx;
        }

        protected override void Backward(Tensor gradient) => Send(0, Pick.Apply(gradient.Contiguous(), Load(0), in shape));
    }

    /// <summary>What lies at the places of the largest numbers: the reverse of <see cref="Spread"/>, needed for second derivatives alone.</summary>
    private sealed class Pick : Node
    {
        private PoolShape shape;

        public static Tensor Apply(Tensor x, Tensor places, in PoolShape shape)
        {
            Tensor y = Tensor.Uninitialized(PoolShapes.Output(in shape), x.DType);
            if (x.DType == DType.Float32) Run<float>(x, places, y, in shape);
            else Run<double>(x, places, y, in shape);
            if (Gradients.Needed(x))
            {
                var node = new Pick { shape = shape };
                node.Save(places);
                node.Record(y, x);
            }
            return y;
        }

        protected override void Backward(Tensor gradient) => Send(0, Spread.Apply(gradient.Contiguous(), Load(0), in shape));

        private static unsafe void Run<T>(Tensor x, Tensor places, Tensor y, in PoolShape shape)
            where T : unmanaged, INumber<T>
        {
            MaxPooling.Gather(in shape, x.Pointer<T>(), places.Pointer<int>(), y.Pointer<T>());
            GC.KeepAlive(x);
        }
    }
}
