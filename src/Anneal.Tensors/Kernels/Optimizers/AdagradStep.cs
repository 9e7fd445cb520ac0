using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>The numbers of an Adagrad step.</summary>
internal struct AdagradSettings
{
    /// <summary>The step size.</summary>
    public double LearningRate;

    /// <summary>Added to the root.</summary>
    public double Epsilon;

    /// <summary>Pull of the parameters towards zero.</summary>
    public double WeightDecay;

    /// <summary>The gradient is multiplied by this first: 1, or what clipping asks for.</summary>
    public double GradientScale;
}

internal static unsafe partial class OptimizerSteps
{
    /// <summary>Adagrad (Duchi et al. 2011): sum += g^2; p -= lr g / (sqrt(sum) + epsilon). The caller decays the rate.</summary>
    public static void Adagrad<T>(T* parameter, T* gradient, T* sum, long length, in AdagradSettings settings)
        where T : unmanaged =>
        Wide<AdagradKernel, T>.ForRange(length, Elementwise.Grain, new AdagradKernel(parameter, gradient, sum, settings));

    private readonly struct AdagradKernel(void* parameter, void* gradient, void* sum, AdagradSettings settings) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            AdagradSettings s = settings;
            T* parameterAt = (T*)parameter;
            T* gradientAt = (T*)gradient;
            T* sumAt = (T*)sum;
            V scale = L.Constant(s.GradientScale);
            V decay = L.Constant(s.WeightDecay);
            V epsilon = L.Constant(s.Epsilon);
            V rate = L.Constant(-s.LearningRate);
            long i = start;
            for (; i <= end - L.Count; i += L.Count)
                Step<L, V, T>(parameterAt + i, gradientAt + i, sumAt + i, scale, decay, epsilon, rate, L.Count);
            if (i < end)
                Step<L, V, T>(parameterAt + i, gradientAt + i, sumAt + i, scale, decay, epsilon, rate, (int)(end - i));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Step<L, V, T>(T* parameter, T* gradient, T* sum, V scale, V decay, V epsilon, V rate, int count)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            V p = Part<L, V, T>.Load(parameter, count);
            V g = L.MultiplyAdd(p, decay, L.Multiply(Part<L, V, T>.Load(gradient, count), scale));
            V total = Flush<L, V, T>(L.MultiplyAdd(g, g, Part<L, V, T>.Load(sum, count)));
            Part<L, V, T>.Store(sum, total, count);
            Part<L, V, T>.Store(parameter, L.MultiplyAdd(L.Divide(g, L.Add(L.Sqrt(total), epsilon)), rate, p), count);
        }
    }
}
