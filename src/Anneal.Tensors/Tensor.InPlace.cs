using Anneal.Tensors.Kernels;
using Anneal.Tensors.Operations;

namespace Anneal.Tensors;

/// <content>Changes in place: for optimizers, running statistics and inference. None is recorded; all refuse a tensor that requires a gradient outside <see cref="Gradients.NoGrad"/>.</content>
public sealed unsafe partial class Tensor
{
    /// <summary>Adds the other tensor, stretched to this shape and converted to this type.</summary>
    /// <returns>This tensor.</returns>
    public Tensor AddInPlace(Tensor other) => ChangeBy(default(AddOperator), other, nameof(AddInPlace));

    /// <summary>Adds <paramref name="factor"/> times the other tensor, in one pass.</summary>
    /// <returns>This tensor.</returns>
    public Tensor AddInPlace(Tensor other, double factor) => ChangeBy(new AddScaledOperator(factor), other, nameof(AddInPlace));

    /// <summary>Adds a number to every element.</summary>
    /// <returns>This tensor.</returns>
    public Tensor AddInPlace(double value) => ChangeBy(default(AddOperator), value, nameof(AddInPlace));

    /// <summary>Subtracts the other tensor, stretched to this shape.</summary>
    /// <returns>This tensor.</returns>
    public Tensor SubtractInPlace(Tensor other) => ChangeBy(default(SubtractOperator), other, nameof(SubtractInPlace));

    /// <summary>Multiplies by the other tensor, stretched to this shape.</summary>
    /// <returns>This tensor.</returns>
    public Tensor MultiplyInPlace(Tensor other) => ChangeBy(default(MultiplyOperator), other, nameof(MultiplyInPlace));

    /// <summary>Multiplies every element by a number.</summary>
    /// <returns>This tensor.</returns>
    public Tensor MultiplyInPlace(double value) => ChangeBy(default(MultiplyOperator), value, nameof(MultiplyInPlace));

    /// <summary>Divides by the other tensor, stretched to this shape.</summary>
    /// <returns>This tensor.</returns>
    public Tensor DivideInPlace(Tensor other) => ChangeBy(default(DivideOperator), other, nameof(DivideInPlace));

    /// <summary>Moves every element towards the other tensor's by a part of the distance: x += weight (other - x). A moving average.</summary>
    /// <returns>This tensor.</returns>
    public Tensor LerpInPlace(Tensor other, double weight) => ChangeBy(new LerpOperator(weight), other, nameof(LerpInPlace));

    private Tensor ChangeBy<TOperator>(TOperator f, Tensor other, string name)
        where TOperator : unmanaged, IBinaryOperator
    {
        RequireChangeable(name);
        using Gradients.NoGradScope pause = Gradients.NoGrad();
        Pointwise.BinaryInPlace(f, this, other, name);
        return this;
    }

    private Tensor ChangeBy<TOperator>(TOperator f, double value, string name)
        where TOperator : unmanaged, IBinaryOperator
    {
        RequireChangeable(name);
        using Gradients.NoGradScope pause = Gradients.NoGrad();
        Pointwise.ScalarInPlace(f, this, value, name);
        return this;
    }
}
