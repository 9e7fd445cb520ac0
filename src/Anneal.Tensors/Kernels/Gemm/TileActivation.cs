using System.Numerics;

namespace Anneal.Tensors.Kernels;

/// <summary>Applies an activation to a row that has just been computed.</summary>
internal static unsafe class TileActivation
{
    public static void Apply<T>(T* row, int count, Activation activation)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float)) Apply((float*)row, count, activation);
        else Apply((double*)row, count, activation);
    }

    private static void Apply(float* row, int count, Activation activation)
    {
        for (int i = 0; i < count; i++) row[i] = (float)Value((double)row[i], activation);
    }

    private static void Apply(double* row, int count, Activation activation)
    {
        for (int i = 0; i < count; i++) row[i] = Value(row[i], activation);
    }

    private static double Value(double x, Activation activation) => activation switch
    {
        Activation.Relu => x < 0 ? 0 : x,
        Activation.Gelu => x * 0.5 * ErrorFunctionPlusOne(x / Math.Sqrt(2)),
        Activation.GeluTanh => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))),
        Activation.Silu => x / (1 + Math.Exp(-x)),
        Activation.Sigmoid => 1 / (1 + Math.Exp(-x)),
        Activation.Tanh => Math.Tanh(x),
        _ => x,
    };

    /// <summary>1 + erf(x), by its series near 0 and its continued fraction beyond.</summary>
    private static double ErrorFunctionPlusOne(double x)
    {
        double size = Math.Abs(x);
        if (double.IsNaN(x)) return x;
        if (size < 2.5)
        {
            double term = x, sum = x;
            for (int n = 1; n < 60; n++)
            {
                term *= -x * x / n;
                sum += term / ((2 * n) + 1);
            }
            return 1 + (sum * 2 / Math.Sqrt(Math.PI));
        }
        double fraction = 0;
        for (int n = 60; n > 0; n--) fraction = n / 2.0 / (size + fraction);
        double upper = Math.Exp(-x * x) / Math.Sqrt(Math.PI) / (size + fraction);
        return x < 0 ? upper : 2 - upper;
    }
}
