namespace Anneal.Tensors.Kernels;

/// <summary>What <see cref="Math"/> lacks in double precision, to about 1e-15. Slow; gradient checks only.</summary>
internal static class ExactFunctions
{
    /// <summary>e^x - 1 = 2 sinh(x / 2) e^(x / 2), which loses nothing near zero.</summary>
    public static double Expm1(double x) => x < -40 ? -1 : x > 700 ? Math.Exp(x) : 2 * Math.Sinh(x / 2) * Math.Exp(x / 2);

    public static double Erf(double x) => Math.Abs(x) < 2 ? Series(x) : x > 0 ? 1 - Erfc(x) : Erfc(-x) - 1;

    public static double Erfc(double x)
    {
        if (x < 0) return 2 - Erfc(-x);
        if (x < 2) return 1 - Series(x);
        if (x > 27) return 0;

        // Continued fraction of Laplace, from the far end: sqrt(pi) e^(x^2) erfc(x) = 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + ...
        double fraction = x;
        for (int k = 120; k > 0; k--) fraction = x + (0.5 * k / fraction);
        return Math.Exp(-x * x) / (fraction * Math.Sqrt(Math.PI));
    }

    /// <summary>erf(x) = 2/sqrt(pi) e^(-x^2) x (1 + 2x^2/3 + (2x^2)^2/15 + ...): all terms have one sign.</summary>
    private static double Series(double x)
    {
        double term = x, sum = x;
        for (int k = 1; k < 200 && Math.Abs(term) > Math.Abs(sum) * 1e-18; k++)
        {
            term *= 2 * x * x / ((2 * k) + 1);
            sum += term;
        }
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
