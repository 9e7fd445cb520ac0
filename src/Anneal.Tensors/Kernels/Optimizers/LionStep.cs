using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>The numbers of a Lion step.</summary>
internal struct LionSettings
{
    /// <summary>The step size.</summary>
    public double LearningRate;

    /// <summary>Share of the momentum in the step, usually 0.9.</summary>
    public double Beta1;

    /// <summary>Decay of the momentum, usually 0.99.</summary>
    public double Beta2;

    /// <summary>Pull of the parameters towards zero.</summary>
    public double WeightDecay;

    /// <summary>The gradient is multiplied by this first: 1, or what clipping asks for.</summary>
    public double GradientScale;
}

internal static unsafe partial class OptimizerSteps
{
    /// <summary>Lion (Chen et al. 2023): p shrinks by lr * wd, then moves by lr along the sign of b1 m + (1 - b1) g; m = b2 m + (1 - b2) g.</summary>
    public static void Lion<T>(T* parameter, T* gradient, T* momentum, long length, in LionSettings settings)
        where T : unmanaged =>
        Wide<LionKernel, T>.ForRange(length, Elementwise.Grain, new LionKernel(parameter, gradient, momentum, settings));

    private readonly struct LionKernel(void* parameter, void* gradient, void* momentum, LionSettings settings) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            LionSettings s = settings;
            T* parameterAt = (T*)parameter;
            T* gradientAt = (T*)gradient;
            T* momentumAt = (T*)momentum;
            V scale = L.Constant(s.GradientScale);
            V shrink = L.Constant(1 - (s.LearningRate * s.WeightDecay));
            V keep1 = L.Constant(s.Beta1);
            V take1 = L.Constant(1 - s.Beta1);
            V keep2 = L.Constant(s.Beta2);
            V take2 = L.Constant(1 - s.Beta2);
            V rate = L.Constant(s.LearningRate);
            long i = start;
            for (; i <= end - L.Count; i += L.Count)
                Step<L, V, T>(parameterAt + i, gradientAt + i, momentumAt + i, scale, shrink, keep1, take1, keep2, take2, rate, L.Count);
            if (i < end)
                Step<L, V, T>(parameterAt + i, gradientAt + i, momentumAt + i, scale, shrink, keep1, take1, keep2, take2, rate, (int)(end - i));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Step<L, V, T>(T* parameter, T* gradient, T* momentum, V scale, V shrink, V keep1, V take1, V keep2, V take2, V rate, int count)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            V p = L.Multiply(Part<L, V, T>.Load(parameter, count), shrink);
            V g = L.Multiply(Part<L, V, T>.Load(gradient, count), scale);
            V m = Part<L, V, T>.Load(momentum, count);
            V direction = L.MultiplyAdd(g, take1, L.Multiply(m, keep1));
            V step = L.Select(L.EqualTo(direction, L.Zero), L.Zero, L.CopySign(rate, direction));
            Part<L, V, T>.Store(momentum, Flush<L, V, T>(L.MultiplyAdd(g, take2, L.Multiply(m, keep2))), count);
            Part<L, V, T>.Store(parameter, L.Subtract(p, step), count);
        }
    }
}
