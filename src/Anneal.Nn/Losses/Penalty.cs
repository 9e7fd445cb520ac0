using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>What is added to a loss to keep parameters small.</summary>
/// <example>
/// <code>
/// Tensor total = loss.Forward(model.Forward(x), y) + Penalty.L2(model.Parameters(), 1e-4);
/// total.Backward();
/// </code>
/// </example>
public static class Penalty
{
    /// <summary>strength times the sum of all sizes: parameters that matter little go to zero.</summary>
    /// <remarks>Tibshirani, "Regression Shrinkage and Selection via the Lasso", 1996.</remarks>
    /// <exception cref="ArgumentException">There are no parameters.</exception>
    public static Tensor L1(IEnumerable<Tensor> parameters, double strength) => Total(parameters, p => p.Abs().Sum()) * strength;

    /// <summary>strength times the sum of all squares.</summary>
    /// <exception cref="ArgumentException">There are no parameters.</exception>
    public static Tensor L2(IEnumerable<Tensor> parameters, double strength) => Total(parameters, p => p.Square().Sum()) * strength;

    private static Tensor Total(IEnumerable<Tensor> parameters, Func<Tensor, Tensor> one)
    {
        Tensor? total = null;
        foreach (Tensor parameter in parameters) total = total is null ? one(parameter) : total + one(parameter);
        return total ?? throw new ArgumentException("There are no parameters to keep small.", nameof(parameters));
    }
}
