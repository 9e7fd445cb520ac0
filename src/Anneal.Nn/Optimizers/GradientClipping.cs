using Anneal.Tensors;
using Anneal.Tensors.Kernels;

namespace Anneal.Nn;

/// <summary>Keeps gradients small, between the backward pass and the optimizer's step.</summary>
/// <remarks><see cref="Optimizer.MaxGradientNorm"/> does the same to the norm in the step itself, one pass over memory cheaper.</remarks>
public static class GradientClipping
{
    /// <summary>Scales all gradients together so that the norm over all their elements is at most <paramref name="limit"/>.</summary>
    /// <param name="parameters">Those without a gradient are passed over.</param>
    /// <param name="limit">The largest norm.</param>
    /// <param name="norm">2 for the length of the vector, 1 for the sum of sizes, infinity for the largest size, or any other order above zero.</param>
    /// <returns>The norm before.</returns>
    /// <remarks>Pascanu et al., "On the difficulty of training recurrent neural networks", 2013.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative, or the order isn't above zero.</exception>
    public static double ClipByNorm(IEnumerable<Tensor> parameters, double limit, double norm = 2)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(norm);
        List<Tensor> gradients = [.. parameters.Select(p => p.Gradient).OfType<Tensor>()];
        double total = Norm(gradients, norm), scale = ScaleFor(total, limit);
        if (scale >= 1) return total;
        using (Gradients.NoGrad())
        {
            foreach (Tensor gradient in gradients) gradient.MultiplyInPlace(scale);
        }
        return total;
    }

    /// <summary>Cuts every element of every gradient to between -limit and limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative.</exception>
    public static void ClipByValue(IEnumerable<Tensor> parameters, double limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        using var scope = new TensorScope();
        using (Gradients.NoGrad())
        {
            foreach (Tensor parameter in parameters) parameter.Gradient?.CopyFrom(parameter.Gradient.Clamp(-limit, limit));
        }
    }

    /// <summary>The norm over all elements of all gradients, added up in their order.</summary>
    internal static double Norm(IEnumerable<Tensor> gradients, double norm)
    {
        double total = 0;
        foreach (Tensor gradient in gradients)
        {
            if (norm == 2)
            {
                total += SumOfSquares(gradient);
            }
            else
            {
                using var scope = new TensorScope();
                Tensor sizes = gradient.Detach().Abs();
                if (double.IsPositiveInfinity(norm)) total = Math.Max(total, sizes.Max().Item<double>());
                else total += (norm == 1 ? sizes : sizes.Pow(norm)).Sum().Item<double>();
            }
        }
        return double.IsPositiveInfinity(norm) ? total : Math.Pow(total, 1 / norm);
    }

    /// <summary>What gradients are multiplied by to come down to the limit; PyTorch adds 1e-6 to the norm.</summary>
    internal static double ScaleFor(double norm, double limit) => Math.Min(1, limit / (norm + 1e-6));

    internal static unsafe double SumOfSquares(Tensor gradient)
    {
        Tensor source = gradient.Contiguous();
        double sum = source.DType == DType.Float32
            ? Reduce.All(Reduce.Kind.SumOfSquares, source.Pointer<float>(), source.ElementCount)
            : Reduce.All(Reduce.Kind.SumOfSquares, source.Pointer<double>(), source.ElementCount);
        GC.KeepAlive(source);
        return sum;
    }
}
