using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>A tensor plus, minus, times or divided by a number: no tensor is made of the number.</summary>
internal sealed class Scale : Node
{
    private double factor;
    private bool divides;

    public static Tensor Add(Tensor x, double number) => Apply(default(AddOperator), x, number, 1, divides: false, "Add");

    public static Tensor Subtract(Tensor x, double number) => Apply(default(SubtractOperator), x, number, 1, divides: false, "Subtract");

    public static Tensor SubtractFrom(double number, Tensor x) => Apply(default(Swapped<SubtractOperator>), x, number, -1, divides: false, "Subtract");

    public static Tensor Multiply(Tensor x, double number) => Apply(default(MultiplyOperator), x, number, number, divides: false, "Multiply");

    /// <summary>Integers divide as float32.</summary>
    public static Tensor Divide(Tensor x, double number) =>
        Apply(default(DivideOperator), x.DType.IsFloat() ? x : x.To(DType.Float32), number, number, divides: true, "Divide");

    protected override void Backward(Tensor gradient)
    {
        if (!divides && factor == 1) Send(0, gradient);
        else if (Gradients.Enabled) Send(0, divides ? gradient / factor : gradient * factor);
        else if (divides) Send(0, Pointwise.Chain(default(DivideOperator), gradient, factor, "Divide"));
        else Send(0, Pointwise.Chain(default(MultiplyOperator), gradient, factor, "Multiply"));
    }

    private static Tensor Apply<TOperator>(TOperator f, Tensor x, double number, double factor, bool divides, string name)
        where TOperator : unmanaged, IBinaryOperator
    {
        x = Pointwise.Promote(x, number);
        Tensor y = Pointwise.WithScalar(f, x, number, name);
        if (Gradients.Needed(x)) new Scale { factor = factor, divides = divides }.Record(y, x);
        return y;
    }
}
