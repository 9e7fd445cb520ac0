namespace Anneal.Tensors.Kernels;

/// <summary>Finds the scale (and the minimum) with which few codes come closest to some numbers, by weighted least squares.</summary>
/// <remarks>For each of a row of first guesses the numbers are rounded to codes, and the scale that suits these codes best is worked out; the best pair stays.</remarks>
internal static unsafe class ScaleSearch
{
    private const int Guesses = 9;

    /// <summary>x ≈ scale · q with whole q from −<paramref name="reach"/> to <paramref name="reach"/> − 1.</summary>
    /// <returns>The scale, which may be negative; 0 when all numbers are.</returns>
    public static float Around(float* x, int length, int reach)
    {
        float furthest = 0;
        for (int i = 0; i < length; i++)
            if (Math.Abs(x[i]) > Math.Abs(furthest)) furthest = x[i];
        if (furthest == 0) return 0;

        float best = furthest / -reach, bestGain = 0;
        for (int guess = -Guesses; guess <= Guesses; guess++)
        {
            float inverse = -(reach + (0.1f * guess)) / furthest, product = 0, square = 0;
            for (int i = 0; i < length; i++)
            {
                float code = Math.Clamp(MathF.Round(x[i] * inverse), -reach, reach - 1), weight = x[i] * x[i];
                product += weight * x[i] * code;
                square += weight * code * code;
            }
            // What the squared error falls by when scale = product / square.
            if (square <= 0 || product * product <= bestGain * square) continue;
            bestGain = product * product / square;
            best = product / square;
        }
        return best;
    }

    /// <summary>x ≈ scale · q − below with whole q from 0 to <paramref name="most"/>, and neither scale nor below negative.</summary>
    public static (float Scale, float Below) Above(float* x, int length, int most)
    {
        float lowest = 0, highest = x[0], size = 0;
        for (int i = 0; i < length; i++)
        {
            lowest = Math.Min(lowest, x[i]);
            highest = Math.Max(highest, x[i]);
            size += x[i] * x[i];
        }
        if (highest <= lowest) return (0, -lowest);
        size = MathF.Sqrt(size / length);

        (float Scale, float Below) best = ((highest - lowest) / most, -lowest);
        float bestError = float.MaxValue;
        for (int guess = -Guesses; guess <= Guesses; guess++)
        {
            float inverse = (most + (0.1f * guess)) / (highest - lowest);
            float w = 0, wx = 0, wq = 0, wqq = 0, wqx = 0;
            for (int i = 0; i < length; i++)
            {
                float code = Math.Clamp(MathF.Round((x[i] - lowest) * inverse), 0, most), weight = size + Math.Abs(x[i]);
                w += weight;
                wx += weight * x[i];
                wq += weight * code;
                wqq += weight * code * code;
                wqx += weight * code * x[i];
            }
            float determinant = (w * wqq) - (wq * wq);
            if (determinant <= 0) continue;
            float scale = ((w * wqx) - (wx * wq)) / determinant, below = -((wqq * wx) - (wq * wqx)) / determinant;
            if (below < 0)
            {
                below = 0;
                scale = wqx / wqq;
            }
            if (scale <= 0) continue;
            float error = Error(x, length, most, scale, below, size);
            if (error >= bestError) continue;
            bestError = error;
            best = (scale, below);
        }
        return best;
    }

    private static float Error(float* x, int length, int most, float scale, float below, float size)
    {
        float error = 0, inverse = 1 / scale;
        for (int i = 0; i < length; i++)
        {
            float off = (scale * Math.Clamp(MathF.Round((x[i] + below) * inverse), 0, most)) - below - x[i];
            error += (size + Math.Abs(x[i])) * off * off;
        }
        return error;
    }
}
