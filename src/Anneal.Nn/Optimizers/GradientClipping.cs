using System.Numerics.Tensors;
using Anneal.Tensors;
using Tensor = Anneal.Tensors.Tensor;

namespace Anneal.Nn;

/// <summary>Keeps gradients small, between the backward pass and the optimizer's step.</summary>
public static class GradientClipping
{
    /// <summary>Scales all gradients together so that the norm over all their elements is at most <paramref name="limit"/>.</summary>
    /// <param name="parameters">Those without a gradient are passed over.</param>
    /// <param name="limit">The largest norm.</param>
    /// <param name="norm">2 for the length of the vector, 1 for the sum of sizes, infinity for the largest size, or any other order above zero.</param>
    /// <returns>The norm before.</returns>
    /// <remarks>Pascanu et al., "On the difficulty of training recurrent neural networks", 2013.</remarks>
    public static double ClipByNorm(IEnumerable<Tensor> parameters, double limit, double norm = 2)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(norm);
        List<Tensor> gradients = [.. parameters.Select(p => p.Gradient).OfType<Tensor>()];
        double total = 0;
        foreach (Tensor gradient in gradients)
        {
            double part = PowerSum(gradient, norm);
            total = double.IsPositiveInfinity(norm) ? Math.Max(total, part) : total + part;
        }
        if (!double.IsPositiveInfinity(norm)) total = Math.Pow(total, 1 / norm);
        double scale = limit / (total + 1e-6);
        if (scale < 1)
        {
            foreach (Tensor gradient in gradients) Scale(gradient, scale);
        }
        return total;
    }

    /// <summary>Cuts every element of every gradient to between -limit and limit.</summary>
    public static void ClipByValue(IEnumerable<Tensor> parameters, double limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        foreach (Tensor parameter in parameters)
        {
            if (parameter.Gradient is not { } gradient) continue;
            if (gradient.DType == DType.Float32)
            {
                Span<float> values = gradient.AsSpan<float>();
                TensorPrimitives.Clamp(values, -(float)limit, (float)limit, values);
            }
            else
            {
                Span<double> values = gradient.AsSpan<double>();
                TensorPrimitives.Clamp(values, -limit, limit, values);
            }
        }
    }

    private static double PowerSum(Tensor gradient, double norm)
    {
        double sum = 0;
        foreach (double x in gradient.ToArray<double>())
            sum = double.IsPositiveInfinity(norm) ? Math.Max(sum, Math.Abs(x)) : sum + Math.Pow(Math.Abs(x), norm);
        return sum;
    }

    private static void Scale(Tensor gradient, double scale)
    {
        if (gradient.DType == DType.Float32)
        {
            Span<float> values = gradient.AsSpan<float>();
            TensorPrimitives.Multiply(values, (float)scale, values);
        }
        else
        {
            Span<double> values = gradient.AsSpan<double>();
            TensorPrimitives.Multiply(values, scale, values);
        }
    }
}
