using Anneal.Tensors.Operations;

namespace Anneal.Tensors;

/// <content>Reductions along axes, and what is made of them. An axis that is reduced disappears, or stays with length 1 when asked to.</content>
public sealed unsafe partial class Tensor
{
    /// <summary>The sum of all elements, as a single number; integers and truth values add up to int64.</summary>
    public Tensor Sum() => Operations.Sum.Apply(this, [], keepAxes: false);

    /// <summary>Sums along axes; none means all.</summary>
    public Tensor Sum(ReadOnlySpan<int> axes, bool keepAxes = false) => Operations.Sum.Apply(this, axes, keepAxes);

    /// <summary>Sums along an axis.</summary>
    public Tensor Sum(int axis, bool keepAxis = false) => Operations.Sum.Apply(this, [axis], keepAxis);

    /// <summary>The mean of all elements; that of integers is a float32.</summary>
    public Tensor Mean() => Operations.Sum.Mean(this, [], keepAxes: false);

    /// <summary>Means along axes; none means all.</summary>
    public Tensor Mean(ReadOnlySpan<int> axes, bool keepAxes = false) => Operations.Sum.Mean(this, axes, keepAxes);

    /// <summary>Means along an axis.</summary>
    public Tensor Mean(int axis, bool keepAxis = false) => Operations.Sum.Mean(this, [axis], keepAxis);

    /// <summary>The mean squared distance from the mean along axes; none means all.</summary>
    /// <param name="correction">Subtracted from the count: 1 estimates the variance of what the elements were drawn from (Bessel), 0 is that of the elements themselves.</param>
    public Tensor Variance(ReadOnlySpan<int> axes = default, int correction = 1, bool keepAxes = false)
    {
        var reduced = new ReducedAxes(Shape, axes, keepAxes, nameof(Variance));
        long count = reduced.Count(Shape);
        return (this - Mean(axes, keepAxes: true)).Square().Sum(axes, keepAxes) / Math.Max(0, count - correction);
    }

    /// <summary>The square root of the <see cref="Variance"/>.</summary>
    public Tensor Std(ReadOnlySpan<int> axes = default, int correction = 1, bool keepAxes = false) => Variance(axes, correction, keepAxes).Sqrt();

    /// <summary>The largest of all elements; NaN when there is one. Equal ones share the gradient.</summary>
    /// <exception cref="ArgumentException">There is no element.</exception>
    public Tensor Max() => ExtremeOfAll.Apply(this, largest: true);

    /// <summary>The smallest of all elements; NaN when there is one. Equal ones share the gradient.</summary>
    /// <exception cref="ArgumentException">There is no element.</exception>
    public Tensor Min() => ExtremeOfAll.Apply(this, largest: false);

    /// <summary>The largest elements along an axis and the places where they stand first. The gradient goes to those.</summary>
    /// <exception cref="ArgumentException">There is no element.</exception>
    public (Tensor Values, Tensor Indices) Max(int axis, bool keepAxis = false) => Extreme.Apply(this, axis, keepAxis, largest: true);

    /// <summary>The smallest elements along an axis and the places where they stand first. The gradient goes to those.</summary>
    /// <exception cref="ArgumentException">There is no element.</exception>
    public (Tensor Values, Tensor Indices) Min(int axis, bool keepAxis = false) => Extreme.Apply(this, axis, keepAxis, largest: false);

    /// <summary>Where the largest elements stand along an axis, the first of equal ones: int64.</summary>
    public Tensor ArgMax(int axis, bool keepAxis = false) => Extreme.Apply(Detach(), axis, keepAxis, largest: true).Indices;

    /// <summary>Where the smallest elements stand along an axis, the first of equal ones: int64.</summary>
    public Tensor ArgMin(int axis, bool keepAxis = false) => Extreme.Apply(Detach(), axis, keepAxis, largest: false).Indices;

    /// <summary>The product along an axis.</summary>
    public Tensor Prod(int axis, bool keepAxis = false) => Operations.Prod.Apply(this, axis, keepAxis);

    /// <summary>The product of all elements.</summary>
    public Tensor Prod() => Operations.Prod.Apply(Reshape(-1), 0, keepAxis: false);

    /// <summary>Sums of all elements up to and with each one along an axis.</summary>
    public Tensor CumSum(int axis) => Operations.CumSum.Apply(this, axis, reverse: false);

    /// <summary>ln(sum(e^x)) along axes (none means all), without overflow.</summary>
    public Tensor LogSumExp(ReadOnlySpan<int> axes = default, bool keepAxes = false)
    {
        var reduced = new ReducedAxes(Shape, axes, keepAxes, nameof(LogSumExp));
        Tensor largest = Detach();
        for (int i = 0; i < Rank; i++)
            if (reduced.IsReduced(i)) largest = largest.Max(i, keepAxis: true).Values;
        largest = largest.MaskedFill(largest.IsInfinite(), 0);
        return (this - largest).Exp().Sum(axes, keepAxes).Log() + largest.Reshape(reduced.ResultShape(Shape));
    }

    /// <summary>(sum(|x|^p))^(1/p) along axes (none means all): for 2 the Euclidean length, for infinity the largest magnitude.</summary>
    public Tensor Norm(ReadOnlySpan<int> axes = default, double p = 2, bool keepAxes = false)
    {
        if (p == 2) return Operations.Norm.Apply(this, axes, keepAxes);
        if (p == 1) return Abs().Sum(axes, keepAxes);
        if (!double.IsPositiveInfinity(p)) return Abs().Pow(p).Sum(axes, keepAxes).Pow(1 / p);
        var reduced = new ReducedAxes(Shape, axes, keepAxes, nameof(Norm));
        Tensor largest = Abs();
        for (int i = 0; i < Rank; i++)
            if (reduced.IsReduced(i)) largest = largest.Max(i, keepAxis: true).Values;
        return largest.Reshape(reduced.ResultShape(Shape));
    }

    /// <summary>True when every element of a mask is set.</summary>
    public bool All()
    {
        Logical.RequireBool(this, nameof(All));
        return Sum().Item<long>() == ElementCount;
    }

    /// <summary>True when an element of a mask is set.</summary>
    public bool Any()
    {
        Logical.RequireBool(this, nameof(Any));
        return Sum().Item<long>() != 0;
    }

    /// <summary>Where every element of a mask along an axis is set.</summary>
    public Tensor All(int axis, bool keepAxis = false)
    {
        Logical.RequireBool(this, nameof(All));
        return Sum(axis, keepAxis).EqualTo(Shape[axis]);
    }

    /// <summary>Where any element of a mask along an axis is set.</summary>
    public Tensor Any(int axis, bool keepAxis = false)
    {
        Logical.RequireBool(this, nameof(Any));
        return Sum(axis, keepAxis) > 0;
    }

    /// <summary>e^x over the sum of e^x along an axis: numbers from 0 to 1 that add up to 1.</summary>
    public Tensor Softmax(int axis = -1) => Operations.Softmax.Apply(this, axis);

    /// <summary>The logarithm of <see cref="Softmax"/>, exact where that rounds to zero.</summary>
    public Tensor LogSoftmax(int axis = -1) => Operations.LogSoftmax.Apply(this, axis);
}
