namespace Anneal.Tensors.Kernels;

internal static unsafe class Winograd
{
    public static bool Suits(in ConvolutionShape s) => false;

    public static bool SuitsWeightGradient(in ConvolutionShape s) => false;
}

internal static unsafe class WinogradForward
{
    public static void Run(in ConvolutionShape s, float* x, float* weights, bool reversed, float* y, float* bias, float* residual, Activation activation)
    {
    }
}

internal static unsafe class WinogradWeightGradient
{
    public static void Run(in ConvolutionShape s, float* x, float* gradient, float* result)
    {
    }
}
