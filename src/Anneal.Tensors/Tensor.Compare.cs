using Anneal.Tensors.Kernels;
using Anneal.Tensors.Operations;

namespace Anneal.Tensors;

/// <content>Comparisons, whose results are masks (tensors of truth values), and what masks are good for. Shapes broadcast.</content>
public sealed unsafe partial class Tensor
{
    /// <summary>Where a is above b.</summary>
    public static Tensor operator >(Tensor a, Tensor b) => Comparison.Apply(default(GreaterOperator), a, b, "Greater");

    /// <summary>Where a is below b.</summary>
    public static Tensor operator <(Tensor a, Tensor b) => Comparison.Apply(default(LessOperator), a, b, "Less");

    /// <summary>Where a is b or above.</summary>
    public static Tensor operator >=(Tensor a, Tensor b) => Comparison.Apply(default(GreaterOrEqualOperator), a, b, "GreaterOrEqual");

    /// <summary>Where a is b or below.</summary>
    public static Tensor operator <=(Tensor a, Tensor b) => Comparison.Apply(default(LessOrEqualOperator), a, b, "LessOrEqual");

    /// <summary>Where a is above a number.</summary>
    public static Tensor operator >(Tensor a, double b) => Comparison.Apply(default(GreaterOperator), a, b);

    /// <summary>Where a is below a number.</summary>
    public static Tensor operator <(Tensor a, double b) => Comparison.Apply(default(LessOperator), a, b);

    /// <summary>Where a is a number or above.</summary>
    public static Tensor operator >=(Tensor a, double b) => Comparison.Apply(default(GreaterOrEqualOperator), a, b);

    /// <summary>Where a is a number or below.</summary>
    public static Tensor operator <=(Tensor a, double b) => Comparison.Apply(default(LessOrEqualOperator), a, b);

    /// <summary>Where both masks are set.</summary>
    public static Tensor operator &(Tensor a, Tensor b) => Logical.Apply(Logical.Kind.And, a, b);

    /// <summary>Where either mask is set.</summary>
    public static Tensor operator |(Tensor a, Tensor b) => Logical.Apply(Logical.Kind.Or, a, b);

    /// <summary>Where exactly one mask is set.</summary>
    public static Tensor operator ^(Tensor a, Tensor b) => Logical.Apply(Logical.Kind.ExclusiveOr, a, b);

    /// <summary>Where the mask isn't set.</summary>
    public static Tensor operator !(Tensor x) => Logical.Not(x);

    /// <summary>Where elements are equal. NaN equals nothing.</summary>
    public Tensor EqualTo(Tensor other) => Comparison.Apply(default(EqualOperator), this, other, "EqualTo");

    /// <summary>Where elements equal a number.</summary>
    public Tensor EqualTo(double value) => Comparison.Apply(default(EqualOperator), this, value);

    /// <summary>Where elements differ. NaN differs from everything.</summary>
    public Tensor NotEqualTo(Tensor other) => Comparison.Apply(default(NotEqualOperator), this, other, "NotEqualTo");

    /// <summary>Where elements differ from a number.</summary>
    public Tensor NotEqualTo(double value) => Comparison.Apply(default(NotEqualOperator), this, value);

    /// <summary>Where elements are not a number.</summary>
    public Tensor IsNaN() => Comparison.Apply(default(IsNaNOperator), this, 0);

    /// <summary>Where elements are infinite.</summary>
    public Tensor IsInfinite() => DType.IsFloat() ? Comparison.Apply(default(IsInfiniteOperator), this, 0) : Zeros(Shape, DType.Bool);

    /// <summary>Where elements are neither infinite nor NaN.</summary>
    public Tensor IsFinite() => DType.IsFloat() ? Comparison.Apply(default(IsFiniteOperator), this, 0) : Ones(Shape, DType.Bool);

    /// <summary>Elements of <paramref name="whenSet"/> where the mask is set and of <paramref name="otherwise"/> where it isn't.</summary>
    public static Tensor Where(Tensor mask, Tensor whenSet, Tensor otherwise) => Operations.Where.Apply(mask, whenSet, otherwise);

    /// <summary>This tensor with <paramref name="value"/> where the mask is set.</summary>
    public Tensor MaskedFill(Tensor mask, double value) => Operations.MaskedFill.Apply(this, mask, value);
}
