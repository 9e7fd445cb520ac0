using Anneal.Tensors.Kernels;

namespace Anneal.Tensors;

/// <content>Random tensors. The same generator state gives the same numbers on any machine and at any thread count.</content>
public sealed unsafe partial class Tensor
{
    /// <summary>Numbers that are equally likely in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="low">The smallest value.</param>
    /// <param name="high">The bound that is not reached.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> when left out.</param>
    /// <param name="dtype">A floating-point type.</param>
    public static Tensor Rand(Shape shape, double low = 0, double high = 1, Generator? generator = null, DType dtype = DType.Float32)
    {
        if (Widened(shape, dtype, nameof(Rand), out Tensor y)) return Rand(shape, low, high, generator).To(dtype);
        generator ??= Generator.Default;
        ulong position = generator.Take(y.ElementCount);
        if (dtype == DType.Float32) RandomFill.Uniform(y.Pointer<float>(), y.ElementCount, low, high, generator.Seed, position);
        else RandomFill.Uniform(y.Pointer<double>(), y.ElementCount, low, high, generator.Seed, position);
        return y;
    }

    /// <summary>Numbers from the normal distribution.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="deviation">The standard deviation.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> when left out.</param>
    /// <param name="dtype">A floating-point type.</param>
    public static Tensor Randn(Shape shape, double mean = 0, double deviation = 1, Generator? generator = null, DType dtype = DType.Float32)
    {
        if (Widened(shape, dtype, nameof(Randn), out Tensor y)) return Randn(shape, mean, deviation, generator).To(dtype);
        generator ??= Generator.Default;
        ulong position = generator.Take(y.ElementCount);
        if (dtype == DType.Float32) RandomFill.Normal(y.Pointer<float>(), y.ElementCount, mean, deviation, generator.Seed, position);
        else RandomFill.Normal(y.Pointer<double>(), y.ElementCount, mean, deviation, generator.Seed, position);
        return y;
    }

    /// <summary>Ones with a probability, else zeros.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="probability">Of a one, from 0 to 1.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> when left out.</param>
    /// <param name="dtype">The type of the result.</param>
    public static Tensor Bernoulli(Shape shape, double probability, Generator? generator = null, DType dtype = DType.Float32)
    {
        if (!(probability is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies between 0 and 1.");
        Tensor y = Uninitialized(shape, DType.Float32);
        generator ??= Generator.Default;
        RandomFill.Bernoulli(y.Pointer<float>(), y.ElementCount, probability, generator.Seed, generator.Take(y.ElementCount));
        return y.To(dtype);
    }

    /// <summary>Whole numbers that are equally likely in <paramref name="low"/>..<paramref name="high"/>, the upper bound not included.</summary>
    /// <param name="low">The smallest value.</param>
    /// <param name="high">The bound that is not reached, at most 2^31 above <paramref name="low"/>.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> when left out.</param>
    /// <param name="dtype">The type of the result.</param>
    public static Tensor RandInt(long low, long high, Shape shape, Generator? generator = null, DType dtype = DType.Int64)
    {
        if (high <= low || high - low > int.MaxValue) throw new ArgumentOutOfRangeException(nameof(high), high, $"There are no whole numbers from {low} up to {high}, or too many.");
        Tensor y = Uninitialized(shape, DType.Int64);
        uint[] words = Words(y.ElementCount, generator);
        long* to = y.Pointer<long>();
        for (int i = 0; i < words.Length; i++) to[i] = low + (long)(((ulong)words[i] * (ulong)(high - low)) >> 32);
        return y.To(dtype);
    }

    /// <summary>The numbers 0..<paramref name="count"/> in random order (Fisher and Yates).</summary>
    public static Tensor Permutation(int count, Generator? generator = null)
    {
        Tensor y = Uninitialized(Shape.Of(count), DType.Int64);
        uint[] words = Words(count, generator);
        long* to = y.Pointer<long>();
        for (int i = 0; i < count; i++)
        {
            var place = (int)(((ulong)words[i] * (ulong)(i + 1)) >> 32);
            to[i] = to[place];
            to[place] = i;
        }
        return y;
    }

    private static uint[] Words(long count, Generator? generator)
    {
        generator ??= Generator.Default;
        var words = new uint[checked((int)count)];
        fixed (uint* to = words) Philox.Fill(generator.Seed, generator.Take(count), to, count);
        return words;
    }

    /// <summary>True for a type that random numbers are only converted to.</summary>
    private static bool Widened(Shape shape, DType dtype, string name, out Tensor y)
    {
        if (!dtype.IsFloat()) throw new NotSupportedException($"{name} makes floating-point numbers, not {dtype}: see RandInt and Bernoulli.");
        bool widened = !dtype.IsDifferentiable();
        y = widened ? null! : Uninitialized(shape, dtype);
        return widened;
    }
}
