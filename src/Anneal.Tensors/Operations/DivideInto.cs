using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>A number divided by a tensor.</summary>
internal sealed class DivideInto : Node
{
    public static Tensor Apply(double number, Tensor x)
    {
        if (!x.DType.IsFloat()) x = x.To(DType.Float32);
        Tensor y = Pointwise.WithScalar(default(Swapped<DivideOperator>), x, number, "Divide");
        if (Gradients.Needed(x))
        {
            var node = new DivideInto();
            node.Save(x, y);
            node.Record(y, x);
        }
        return y;
    }

    protected override void Backward(Tensor gradient) => Send(0, -(gradient * (Load(1) / Load(0))));
}
