using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>Fills weights with random numbers before training. Layouts as PyTorch's: <c>[out, in, kernel…]</c>.</summary>
/// <remarks>Every method takes a generator; without one, <see cref="Generator.Default"/> draws. All return the tensor they filled.</remarks>
public static class Initialize
{
    /// <summary>Uniform between two bounds.</summary>
    public static Tensor Uniform(Tensor weight, double low, double high, Generator? generator = null)
    {
        System.Random random = Draws(weight, generator);
        return Fill(weight, () => low + ((high - low) * random.NextDouble()));
    }

    /// <summary>Normal with a mean and a standard deviation.</summary>
    public static Tensor Normal(Tensor weight, double mean = 0, double deviation = 1, Generator? generator = null)
    {
        System.Random random = Draws(weight, generator);
        return Fill(weight, () => mean + (deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())));
    }

    /// <summary>What PyTorch gives linear and convolution weights: uniform within 1 / sqrt(inputs).</summary>
    public static Tensor FanInUniform(Tensor weight, Generator? generator = null)
    {
        double bound = 1 / Math.Sqrt(Math.Max(1, Fans(weight).In));
        return Uniform(weight, -bound, bound, generator);
    }

    /// <summary>Uniform within 1 / sqrt(inputs) of the weight that a bias belongs to.</summary>
    public static Tensor Bias(Tensor bias, Tensor weight, Generator? generator = null)
    {
        double bound = 1 / Math.Sqrt(Math.Max(1, Fans(weight).In));
        return Uniform(bias, -bound, bound, generator);
    }

    /// <summary>Kaiming (He) uniform: keeps the variance of activations through ReLU layers.</summary>
    /// <remarks>He et al., "Delving Deep into Rectifiers", 2015.</remarks>
    public static Tensor KaimingUniform(Tensor weight, Generator? generator = null)
    {
        double bound = Math.Sqrt(6.0 / Math.Max(1, Fans(weight).In));
        return Uniform(weight, -bound, bound, generator);
    }

    /// <summary>Kaiming (He) normal.</summary>
    /// <inheritdoc cref="KaimingUniform" path="/remarks"/>
    public static Tensor KaimingNormal(Tensor weight, Generator? generator = null) =>
        Normal(weight, 0, Math.Sqrt(2.0 / Math.Max(1, Fans(weight).In)), generator);

    /// <summary>Xavier (Glorot) uniform: keeps the variance both ways through layers that are linear near zero.</summary>
    /// <remarks>Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.</remarks>
    public static Tensor XavierUniform(Tensor weight, double gain = 1, Generator? generator = null)
    {
        (long inputs, long outputs) = Fans(weight);
        double bound = gain * Math.Sqrt(6.0 / Math.Max(1, inputs + outputs));
        return Uniform(weight, -bound, bound, generator);
    }

    /// <summary>Xavier (Glorot) normal.</summary>
    /// <inheritdoc cref="XavierUniform" path="/remarks"/>
    public static Tensor XavierNormal(Tensor weight, double gain = 1, Generator? generator = null)
    {
        (long inputs, long outputs) = Fans(weight);
        return Normal(weight, 0, gain * Math.Sqrt(2.0 / Math.Max(1, inputs + outputs)), generator);
    }

    /// <summary>Numbers that flow into and out of one unit.</summary>
    private static (long In, long Out) Fans(Tensor weight)
    {
        if (weight.Rank < 2) throw new ArgumentException($"Only a weight with two or more axes has inputs and outputs, not one of shape {weight.Shape}.");
        long field = 1;
        for (int axis = 2; axis < weight.Rank; axis++) field *= weight.Shape[axis];
        return (weight.Shape[1] * field, weight.Shape[0] * field);
    }

    private static System.Random Draws(Tensor weight, Generator? generator)
    {
        generator ??= Generator.Default;
        ulong position = generator.Take(weight.ElementCount);
        return new System.Random((int)((generator.Seed * 0x9E3779B97F4A7C15UL) ^ (position * 0xD1342543DE82EF95UL) >> 32));
    }

    private static Tensor Fill(Tensor weight, Func<double> next)
    {
        using (Gradients.NoGrad())
        {
            var values = new double[weight.ElementCount];
            for (int i = 0; i < values.Length; i++) values[i] = next();
            using Tensor drawn = Tensor.From(values, weight.Shape);
            weight.CopyFrom(drawn);
        }
        return weight;
    }
}
