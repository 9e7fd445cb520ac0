using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Operations;

/// <summary>The logarithm of softmax along an axis, without the rounding of either.</summary>
internal sealed class LogSoftmax : Node
{
    public static Tensor Apply(Tensor x, int axis)
    {
        axis = x.Rank == 0 ? throw new ArgumentException("LogSoftmax needs at least one axis.") : x.Shape.Axis(axis);
        if (axis != x.Rank - 1) return Apply(x.Transpose(axis, -1), -1).Transpose(axis, -1);
        if (x.DType is DType.Float16 or DType.BFloat16) return Apply(x.To(DType.Float32), axis).To(x.DType);
        Tensor y = SoftmaxRows.Forward(x, log: true);
        if (Gradients.Needed(x))
        {
            var node = new LogSoftmax();
            node.Save(y);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor y = Load(0);
        Send(0, Gradients.Enabled
            ? gradient - (y.Exp() * gradient.Sum(-1, keepAxis: true))
            : SoftmaxRows.Backward(gradient, y, log: true));
    }
}
