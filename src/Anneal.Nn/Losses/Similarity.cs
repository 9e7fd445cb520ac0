using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>How alike vectors are.</summary>
public static class Similarity
{
    /// <summary>The cosine of the angle between vectors along an axis, which disappears.</summary>
    /// <param name="first">Vectors.</param>
    /// <param name="second">Vectors, of the same shape or one that broadcasts.</param>
    /// <param name="axis">The axis along which they lie.</param>
    /// <param name="epsilon">The smallest length that is divided by.</param>
    /// <exception cref="ArgumentException">The shapes don't broadcast.</exception>
    public static Tensor Cosine(Tensor first, Tensor second, int axis = -1, double epsilon = 1e-8)
    {
        Tensor product = (first * second).Sum(axis), a = first.Square().Sum(axis), b = second.Square().Sum(axis);
        double least = epsilon * epsilon;
        return product / (a.Clamp(least, double.PositiveInfinity) * b.Clamp(least, double.PositiveInfinity)).Sqrt();
    }
}
