using System.Numerics;

namespace Anneal.Data.Audio;

/// <summary>The discrete Fourier transform of a fixed length, by its prime factors (Cooley and Tukey, 1965).</summary>
internal sealed class Spectrum
{
    private readonly int length;
    private readonly Complex[] roots;

    public Spectrum(int length)
    {
        this.length = length;
        roots = [.. Enumerable.Range(0, length).Select(i => Complex.FromPolarCoordinates(1, -2 * Math.PI * i / length))];
    }

    /// <summary>Transforms; the work array has the same length.</summary>
    public void Run(ReadOnlySpan<Complex> input, Span<Complex> output, Span<Complex> work) => Step(input, 1, output, work, length);

    private void Step(ReadOnlySpan<Complex> input, int stride, Span<Complex> output, Span<Complex> work, int n)
    {
        if (n == 1)
        {
            output[0] = input[0];
            return;
        }
        int factor = SmallestFactor(n), m = n / factor;
        for (int r = 0; r < factor; r++) Step(input[(r * stride)..], stride * factor, work.Slice(r * m, m), output.Slice(r * m, m), m);
        int turn = length / n;
        for (int k = 0; k < n; k++)
        {
            Complex sum = work[k % m];
            for (int r = 1; r < factor; r++) sum += work[(r * m) + (k % m)] * roots[(int)((long)r * k * turn % length)];
            output[k] = sum;
        }
    }

    private static int SmallestFactor(int n)
    {
        for (int f = 2; f * f <= n; f++)
            if (n % f == 0) return f;
        return n;
    }
}
