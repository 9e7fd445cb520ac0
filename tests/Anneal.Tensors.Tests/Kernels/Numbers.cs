using System.Runtime.InteropServices;

namespace Anneal.Tensors.Tests.Kernels;

/// <summary>Inputs and comparisons that the kernel tests share.</summary>
internal static class Numbers
{
    /// <summary>Every length that can go wrong at a vector's edge, and two that are cut into several ranges.</summary>
    public static IEnumerable<int> Lengths => Enumerable.Range(0, 131).Append(16 * 1024 + 5).Append(70_001);

    public static float[] Normal(int length, int seed, double scale = 1)
    {
        var random = new Random(seed);
        var values = new float[length];
        for (int i = 0; i < length; i++)
            values[i] = (float)(scale * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return values;
    }

    public static double[] Widen(ReadOnlySpan<float> values)
    {
        var wide = new double[values.Length];
        for (int i = 0; i < values.Length; i++) wide[i] = values[i];
        return wide;
    }

    public static void ShouldBeNear(ReadOnlySpan<float> actual, ReadOnlySpan<double> expected, double relative, double absolute, string what = "")
    {
        actual.Length.ShouldBe(expected.Length, what);
        for (int i = 0; i < actual.Length; i++)
        {
            if (Near(actual[i], expected[i], relative, absolute)) continue;
            Assert.Fail(FormattableString.Invariant($"{what}[{i}]: {actual[i]:R}, expected {expected[i]:R}"));
        }
    }

    public static void ShouldBeNear(ReadOnlySpan<double> actual, ReadOnlySpan<double> expected, double tolerance, string what = "")
    {
        actual.Length.ShouldBe(expected.Length, what);
        for (int i = 0; i < actual.Length; i++)
        {
            if (Near(actual[i], expected[i], tolerance, tolerance)) continue;
            Assert.Fail(FormattableString.Invariant($"{what}[{i}]: {actual[i]:R}, expected {expected[i]:R}"));
        }
    }

    public static void ShouldHaveSameBits<T>(ReadOnlySpan<T> actual, ReadOnlySpan<T> expected, string what = "")
        where T : unmanaged
    {
        if (!MemoryMarshal.AsBytes(actual).SequenceEqual(MemoryMarshal.AsBytes(expected))) Assert.Fail($"{what}: the bits differ");
    }

    private static bool Near(double actual, double expected, double relative, double absolute)
    {
        if (double.IsNaN(expected)) return double.IsNaN(actual);
        if (double.IsInfinity(expected) || double.IsInfinity(actual)) return actual == (double)(float)expected;
        return Math.Abs(actual - expected) <= absolute + (relative * Math.Abs(expected));
    }
}
