using Anneal.Tensors.Operations;

namespace Anneal.Tensors;

/// <content>Arithmetic and functions. Shapes broadcast; types promote as in <see cref="DTypeFacts.Promote"/>.</content>
public sealed unsafe partial class Tensor
{
    /// <summary>Element-wise sum.</summary>
    public static Tensor operator +(Tensor a, Tensor b) => Operations.Add.Apply(a, b);

    /// <summary>Element-wise difference.</summary>
    public static Tensor operator -(Tensor a, Tensor b) => Subtract.Apply(a, b);

    /// <summary>Element-wise product; see <see cref="MatMul"/> for the matrix product.</summary>
    public static Tensor operator *(Tensor a, Tensor b) => Multiply.Apply(a, b);

    /// <summary>Element-wise quotient; integers divide as float32.</summary>
    public static Tensor operator /(Tensor a, Tensor b) => Divide.Apply(a, b);

    /// <summary>Element-wise sum with a number.</summary>
    public static Tensor operator +(Tensor a, double b) => Scale.Add(a, b);

    /// <summary>Element-wise sum with a number.</summary>
    public static Tensor operator +(double a, Tensor b) => Scale.Add(b, a);

    /// <summary>Element-wise difference with a number.</summary>
    public static Tensor operator -(Tensor a, double b) => Scale.Subtract(a, b);

    /// <summary>Element-wise difference with a number.</summary>
    public static Tensor operator -(double a, Tensor b) => Scale.SubtractFrom(a, b);

    /// <summary>Element-wise product with a number.</summary>
    public static Tensor operator *(Tensor a, double b) => Scale.Multiply(a, b);

    /// <summary>Element-wise product with a number.</summary>
    public static Tensor operator *(double a, Tensor b) => Scale.Multiply(b, a);

    /// <summary>Element-wise quotient with a number; integers divide as float32.</summary>
    public static Tensor operator /(Tensor a, double b) => Scale.Divide(a, b);

    /// <summary>Element-wise quotient with a number; integers divide as float32.</summary>
    public static Tensor operator /(double a, Tensor b) => DivideInto.Apply(a, b);

    /// <summary>Every sign changed.</summary>
    public static Tensor operator -(Tensor x) => Negate.Apply(x);

    /// <summary>Every element to the power of a number.</summary>
    public Tensor Pow(double exponent) => Operations.Pow.Apply(this, exponent);

    /// <summary>Every element to the power of the other tensor's, with broadcasting.</summary>
    public Tensor Pow(Tensor exponent) => PowTensor.Apply(this, exponent);

    /// <summary>The larger of each pair of elements, with broadcasting; NaN when either is. Equal elements share the gradient.</summary>
    public Tensor Maximum(Tensor other) => Operations.Maximum.Apply(this, other);

    /// <summary>The smaller of each pair of elements, with broadcasting; NaN when either is. Equal elements share the gradient.</summary>
    public Tensor Minimum(Tensor other) => Operations.Minimum.Apply(this, other);

    /// <summary>Every element, but none below <paramref name="low"/> nor above <paramref name="high"/>. An infinite bound is none.</summary>
    /// <exception cref="ArgumentException">The bounds are in the wrong order.</exception>
    public Tensor Clamp(double low, double high) => Operations.Clamp.Apply(this, low, high);

    /// <summary>Absolute value of every element.</summary>
    public Tensor Abs() => Operations.Abs.Apply(this);

    /// <summary>-1, 0 or 1 for every element. Its gradient is zero.</summary>
    public Tensor Sign() => Operations.Sign.Apply(this);

    /// <summary>The largest whole number not above each element. Its gradient is zero.</summary>
    public Tensor Floor() => Operations.Floor.Apply(this);

    /// <summary>The smallest whole number not below each element. Its gradient is zero.</summary>
    public Tensor Ceiling() => Operations.Ceiling.Apply(this);

    /// <summary>The whole number nearest to each element, the even one of two. Its gradient is zero.</summary>
    public Tensor Round() => Operations.Round.Apply(this);

    /// <summary>Every element times itself.</summary>
    public Tensor Square() => Operations.Square.Apply(this);

    /// <summary>Square root of every element.</summary>
    public Tensor Sqrt() => Operations.Sqrt.Apply(this);

    /// <summary>1 / sqrt(x) of every element.</summary>
    public Tensor Rsqrt() => Operations.Rsqrt.Apply(this);

    /// <summary>1 / x of every element.</summary>
    public Tensor Reciprocal() => Operations.Reciprocal.Apply(this);

    /// <summary>e to the power of every element.</summary>
    public Tensor Exp() => Operations.Exp.Apply(this);

    /// <summary>e^x - 1 of every element, exact near zero.</summary>
    public Tensor Expm1() => Operations.Expm1.Apply(this);

    /// <summary>Natural logarithm of every element.</summary>
    public Tensor Log() => Operations.Log.Apply(this);

    /// <summary>ln(1 + x) of every element, exact near zero.</summary>
    public Tensor Log1p() => Operations.Log1p.Apply(this);

    /// <summary>Sine of every element, in radians.</summary>
    public Tensor Sin() => Operations.Sin.Apply(this);

    /// <summary>Cosine of every element, in radians.</summary>
    public Tensor Cos() => Operations.Cos.Apply(this);

    /// <summary>The error function of every element.</summary>
    public Tensor Erf() => Operations.Erf.Apply(this);

    /// <summary>The matrix product of the last two axes, broadcast over the others: <c>[…, m, k] x [.., k, n] = [.., m, n]</c>. An operand with one axis is a row on the left and a column on the right.</summary>
    /// <exception cref="ArgumentException">The inner lengths differ.</exception>
    public Tensor MatMul(Tensor other) => Operations.MatMul.Apply(this, other);
}
