using Anneal.Tensors.Operations;

namespace Anneal.Tensors;

/// <content>Arithmetic. Shapes broadcast; types promote as in <see cref="DTypeFacts.Promote"/>.</content>
public sealed unsafe partial class Tensor
{
    /// <summary>Element-wise sum.</summary>
    public static Tensor operator +(Tensor a, Tensor b) => Add.Apply(a, b);

    /// <summary>Element-wise difference.</summary>
    public static Tensor operator -(Tensor a, Tensor b) => Subtract.Apply(a, b);

    /// <summary>Element-wise product; see <see cref="MatMul"/> for the matrix product.</summary>
    public static Tensor operator *(Tensor a, Tensor b) => Multiply.Apply(a, b);

    /// <summary>Element-wise quotient.</summary>
    public static Tensor operator /(Tensor a, Tensor b) => Divide.Apply(a, b);

    /// <summary>Element-wise sum with a number.</summary>
    public static Tensor operator +(Tensor a, double b) => Add.Apply(a, a.Constant(b));

    /// <summary>Element-wise sum with a number.</summary>
    public static Tensor operator +(double a, Tensor b) => Add.Apply(b.Constant(a), b);

    /// <summary>Element-wise difference with a number.</summary>
    public static Tensor operator -(Tensor a, double b) => Subtract.Apply(a, a.Constant(b));

    /// <summary>Element-wise difference with a number.</summary>
    public static Tensor operator -(double a, Tensor b) => Subtract.Apply(b.Constant(a), b);

    /// <summary>Element-wise product with a number.</summary>
    public static Tensor operator *(Tensor a, double b) => Multiply.Apply(a, a.Constant(b));

    /// <summary>Element-wise product with a number.</summary>
    public static Tensor operator *(double a, Tensor b) => Multiply.Apply(b.Constant(a), b);

    /// <summary>Element-wise quotient with a number.</summary>
    public static Tensor operator /(Tensor a, double b) => Divide.Apply(a, a.Constant(b));

    /// <summary>Element-wise quotient with a number.</summary>
    public static Tensor operator /(double a, Tensor b) => Divide.Apply(b.Constant(a), b);

    /// <summary>Every sign changed.</summary>
    public static Tensor operator -(Tensor x) => Negate.Apply(x);

    /// <summary>e to the power of every element.</summary>
    public Tensor Exp() => Operations.Exp.Apply(this);

    /// <summary>Natural logarithm of every element.</summary>
    public Tensor Log() => Operations.Log.Apply(this);

    /// <summary>Square root of every element.</summary>
    public Tensor Sqrt() => Operations.Sqrt.Apply(this);

    /// <summary>Every element times itself.</summary>
    public Tensor Square() => this * this;

    /// <summary>Sine of every element, in radians.</summary>
    public Tensor Sin() => Operations.Sin.Apply(this);

    /// <summary>Cosine of every element, in radians.</summary>
    public Tensor Cos() => Operations.Cos.Apply(this);

    /// <summary>Hyperbolic tangent of every element.</summary>
    public Tensor Tanh() => Operations.Tanh.Apply(this);

    /// <summary>1 / (1 + e^-x) of every element.</summary>
    public Tensor Sigmoid() => Operations.Sigmoid.Apply(this);

    /// <summary>Absolute value of every element.</summary>
    public Tensor Abs() => Operations.Abs.Apply(this);

    /// <summary>-1, 0 or 1 for every element. Its gradient is zero.</summary>
    public Tensor Sign() => Operations.Sign.Apply(this);

    /// <summary>max(x, 0) of every element.</summary>
    public Tensor Relu() => Operations.Relu.Apply(this);

    /// <summary>The sum of all elements, as a single number; integers add up to int64.</summary>
    public Tensor Sum() => Operations.Sum.Apply(this, [], keepAxes: false);

    /// <summary>Sums along axes, which disappear or stay with length 1.</summary>
    public Tensor Sum(ReadOnlySpan<int> axes, bool keepAxes = false) => Operations.Sum.Apply(this, axes, keepAxes);

    /// <summary>Sums along an axis, which disappears or stays with length 1.</summary>
    public Tensor Sum(int axis, bool keepAxis = false) => Operations.Sum.Apply(this, [axis], keepAxis);

    /// <summary>The mean of all elements.</summary>
    public Tensor Mean() => Sum() / ElementCount;

    /// <summary>Means along axes, which disappear or stay with length 1.</summary>
    public Tensor Mean(ReadOnlySpan<int> axes, bool keepAxes = false)
    {
        long count = 1;
        foreach (int axis in axes) count *= Shape[axis];
        return Sum(axes, keepAxes) / count;
    }

    /// <summary>Means along an axis, which disappears or stays with length 1.</summary>
    public Tensor Mean(int axis, bool keepAxis = false) => Mean([axis], keepAxis);

    /// <summary>The matrix product of the last two axes, broadcast over the others: <c>[…, m, k] x [.., k, n] = [.., m, n]</c>. An operand with one axis is a row on the left and a column on the right.</summary>
    /// <exception cref="ArgumentException">The inner lengths differ.</exception>
    public Tensor MatMul(Tensor other) => Operations.MatMul.Apply(this, other);

    /// <summary>A number in the type that arithmetic with this tensor runs in.</summary>
    private Tensor Constant(double value) => Full(Shape.Scalar, value, DType.IsFloat() || value != Math.Floor(value) ? (DType.IsFloat() ? DType : DType.Float32) : DType);
}
