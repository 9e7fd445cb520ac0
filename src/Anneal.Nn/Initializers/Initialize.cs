using Anneal.Tensors;
using Anneal.Tensors.Kernels;

namespace Anneal.Nn;

/// <summary>Fills weights with random numbers before training. Layouts as PyTorch's: <c>[out, in, kernel…]</c>.</summary>
/// <remarks>Every method takes a generator; without one, <see cref="Generator.Default"/> draws. All return the tensor they filled.</remarks>
public static unsafe class Initialize
{
    [ThreadStatic]
    private static int deferrals;

    /// <summary>True while weights are neither drawn nor given memory: see <see cref="Deferred"/>.</summary>
    internal static bool IsDeferred => deferrals > 0;

    /// <summary>Until the result is disposed, modules that this thread makes have weights of zeros without memory of their own, which <see cref="Module.Adopt"/> replaces.</summary>
    /// <example>
    /// <code>
    /// using (Initialize.Deferred()) layer = new Linear(4096, 4096);
    /// layer.Adopt(state, matrices);
    /// </code>
    /// </example>
    public static IDisposable Deferred()
    {
        deferrals++;
        return new Deferral();
    }

    /// <summary>Memory for a weight, or what stands for it while weights are deferred.</summary>
    internal static Tensor NewWeight(params ReadOnlySpan<int> dims) => NewWeight(Shape.Of(dims), 0);

    /// <summary>Memory for a weight that begins with one number everywhere, or what stands for it while weights are deferred.</summary>
    internal static Tensor NewWeight(Shape shape, float number)
    {
        if (!IsDeferred) return number == 0 ? Tensor.Zeros(shape) : Tensor.Full(shape, number);
        using (Gradients.NoGrad()) return Tensor.Scalar(number).Expand(shape);
    }

    /// <summary>Uniform between two bounds.</summary>
    public static Tensor Uniform(Tensor weight, double low, double high, Generator? generator = null)
    {
        if (IsDeferred) return weight;
        generator ??= Generator.Default;
        ulong position = generator.Take(weight.ElementCount);
        return Fill(weight, (address, isDouble, count) =>
        {
            if (isDouble) RandomFill.Uniform((double*)address, count, low, high, generator.Seed, position);
            else RandomFill.Uniform((float*)address, count, low, high, generator.Seed, position);
        });
    }

    /// <summary>Normal with a mean and a standard deviation.</summary>
    public static Tensor Normal(Tensor weight, double mean = 0, double deviation = 1, Generator? generator = null)
    {
        if (IsDeferred) return weight;
        generator ??= Generator.Default;
        ulong position = generator.Take(weight.ElementCount);
        return Fill(weight, (address, isDouble, count) =>
        {
            if (isDouble) RandomFill.Normal((double*)address, count, mean, deviation, generator.Seed, position);
            else RandomFill.Normal((float*)address, count, mean, deviation, generator.Seed, position);
        });
    }

    /// <summary>Normal, drawn again where a number lies further than two deviations from the mean.</summary>
    public static Tensor TruncatedNormal(Tensor weight, double mean = 0, double deviation = 1, Generator? generator = null)
    {
        if (IsDeferred) return weight;

        // The inverse of the distribution function, between its values at minus and plus two.
        const double Outside = 0.022750131948179207;
        Uniform(weight, Outside, 1 - Outside, generator);
        using (Gradients.NoGrad())
        {
            double[] values = weight.ToArray<double>();
            for (int i = 0; i < values.Length; i++) values[i] = mean + (deviation * NormalQuantile(values[i]));
            using Tensor drawn = Tensor.From(values, weight.Shape);
            weight.CopyFrom(drawn);
        }
        return weight;
    }

    /// <summary>Rows (or columns, if there are fewer) that are orthogonal and of the given length.</summary>
    /// <remarks>Saxe et al., "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks", 2013. Axes after the first count as one.</remarks>
    public static Tensor Orthogonal(Tensor weight, double gain = 1, Generator? generator = null)
    {
        if (weight.Rank < 2) throw new ArgumentException($"Only a weight with two or more axes can be orthogonal, not one of shape {weight.Shape}.");
        if (IsDeferred) return weight;
        Normal(weight, generator: generator);
        int rows = weight.Shape[0], columns = checked((int)(weight.ElementCount / rows));
        double[] values = weight.ToArray<double>();
        bool byRow = rows <= columns;
        int vectors = byRow ? rows : columns, length = byRow ? columns : rows;
        double At(int v, int i) => byRow ? values[(v * columns) + i] : values[(i * columns) + v];
        void Set(int v, int i, double x) => values[byRow ? (v * columns) + i : (i * columns) + v] = x;

        // Gram and Schmidt's method, run twice over each vector, which is as good as exact.
        for (int v = 0; v < vectors; v++)
        {
            for (int u = 0; u < 2 * v; u++)
            {
                double dot = 0;
                for (int i = 0; i < length; i++) dot += At(v, i) * At(u % v, i);
                for (int i = 0; i < length; i++) Set(v, i, At(v, i) - (dot * At(u % v, i)));
            }
            double square = 0;
            for (int i = 0; i < length; i++) square += At(v, i) * At(v, i);
            for (int i = 0; i < length; i++) Set(v, i, At(v, i) / Math.Sqrt(square));
        }
        using (Gradients.NoGrad())
        {
            using Tensor drawn = Tensor.From([.. values.Select(x => gain * x)], weight.Shape);
            weight.CopyFrom(drawn);
        }
        return weight;
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

    /// <summary>The number below which a standard normal one falls with this probability, by Newton's method on the distribution function.</summary>
    private static double NormalQuantile(double probability)
    {
        double x = 0;
        for (int i = 0; i < 40; i++)
        {
            double step = (ScalarNormal(x) - probability) / (Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));
            x -= Math.Clamp(step, -1, 1);
            if (Math.Abs(step) < 1e-12) break;
        }
        return x;
    }

    /// <summary>The distribution function of the normal distribution for |x| up to a little over 2: a series that converges fast there.</summary>
    private static double ScalarNormal(double x)
    {
        double term = x, sum = x;
        for (int i = 1; i < 60 && Math.Abs(term) > 1e-17; i++)
        {
            term *= -x * x / (2 * i);
            sum += term / ((2 * i) + 1);
        }
        return 0.5 + (sum / Math.Sqrt(2 * Math.PI));
    }

    /// <summary>Numbers that flow into and out of one unit.</summary>
    private static (long In, long Out) Fans(Tensor weight)
    {
        if (weight.Rank < 2) throw new ArgumentException($"Only a weight with two or more axes has inputs and outputs, not one of shape {weight.Shape}.");
        long field = 1;
        for (int axis = 2; axis < weight.Rank; axis++) field *= weight.Shape[axis];
        return (weight.Shape[1] * field, weight.Shape[0] * field);
    }

    private static Tensor Fill(Tensor weight, Action<nint, bool, long> draw)
    {
        if (!weight.DType.IsDifferentiable()) throw new NotSupportedException($"Only float32 and float64 weights are drawn, not {weight.DType}.");
        if (weight.IsContiguous && !weight.RequiresGradient)
        {
            weight.MarkChanged("Initialize");
            draw((nint)weight.Address, weight.DType == DType.Float64, weight.ElementCount);
            return weight;
        }
        using Tensor drawn = Tensor.Uninitialized(weight.Shape, weight.DType);
        draw((nint)drawn.Address, weight.DType == DType.Float64, weight.ElementCount);
        using (Gradients.NoGrad()) weight.CopyFrom(drawn);
        return weight;
    }

    private sealed class Deferral : IDisposable
    {
        private bool over;

        public void Dispose()
        {
            if (over) return;
            over = true;
            deferrals--;
        }
    }
}
