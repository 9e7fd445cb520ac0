using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>The numbers of an Adam step.</summary>
internal struct AdamSettings
{
    /// <summary>The step size.</summary>
    public double LearningRate;

    /// <summary>Decay of the first moment, usually 0.9.</summary>
    public double Beta1;

    /// <summary>Decay of the second moment, usually 0.999.</summary>
    public double Beta2;

    /// <summary>Added to the root of the second moment.</summary>
    public double Epsilon;

    /// <summary>Pull of the parameters towards zero.</summary>
    public double WeightDecay;

    /// <summary>True for AdamW: the decay shrinks the parameter and stays out of the moments.</summary>
    public bool Decoupled;

    /// <summary>1 at the first step.</summary>
    public long StepNumber;

    /// <summary>The gradient is multiplied by this first: 1, or what clipping asks for.</summary>
    public double GradientScale;
}

internal static unsafe partial class OptimizerSteps
{
    /// <summary>Adam (Kingma and Ba 2015), or AdamW (Loshchilov and Hutter 2019) when the decay is decoupled.</summary>
    /// <remarks>m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; p -= lr / (1 - b1^t) * m / (sqrt(v) / sqrt(1 - b2^t) + epsilon).</remarks>
    public static void Adam<T>(T* parameter, T* gradient, T* first, T* second, long length, in AdamSettings settings)
        where T : unmanaged =>
        Wide<AdamKernel, T>.ForRange(length, Elementwise.Grain, new AdamKernel(parameter, gradient, first, second, settings));

    private readonly struct AdamKernel(void* parameter, void* gradient, void* first, void* second, AdamSettings settings) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            AdamSettings s = settings;
            T* parameterAt = (T*)parameter;
            T* gradientAt = (T*)gradient;
            T* firstAt = (T*)first;
            T* secondAt = (T*)second;
            V scale = L.Constant(s.GradientScale);
            V decay = L.Constant(s.WeightDecay);
            V shrink = L.Constant(s.Decoupled ? 1 - (s.LearningRate * s.WeightDecay) : 1);
            V keep1 = L.Constant(s.Beta1);
            V take1 = L.Constant(1 - s.Beta1);
            V keep2 = L.Constant(s.Beta2);
            V take2 = L.Constant(1 - s.Beta2);
            V rootCorrection = L.Constant(1 / Math.Sqrt(1 - Math.Pow(s.Beta2, s.StepNumber)));
            V rate = L.Constant(s.LearningRate / (1 - Math.Pow(s.Beta1, s.StepNumber)));
            V epsilon = L.Constant(s.Epsilon);
            long i = start;
            for (; i <= end - L.Count; i += L.Count)
                Step<L, V, T>(parameterAt + i, gradientAt + i, firstAt + i, secondAt + i, scale, decay, shrink, keep1, take1, keep2, take2, rootCorrection, rate, epsilon, s.Decoupled, L.Count);
            if (i < end)
                Step<L, V, T>(parameterAt + i, gradientAt + i, firstAt + i, secondAt + i, scale, decay, shrink, keep1, take1, keep2, take2, rootCorrection, rate, epsilon, s.Decoupled, (int)(end - i));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Step<L, V, T>(T* parameter, T* gradient, T* first, T* second, V scale, V decay, V shrink, V keep1, V take1, V keep2, V take2, V rootCorrection, V rate, V epsilon, bool decoupled, int count)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            V p = L.Multiply(Part<L, V, T>.Load(parameter, count), shrink);
            V g = L.Multiply(Part<L, V, T>.Load(gradient, count), scale);
            if (!decoupled) g = L.MultiplyAdd(p, decay, g);
            V m = Flush<L, V, T>(L.MultiplyAdd(g, take1, L.Multiply(Part<L, V, T>.Load(first, count), keep1)));
            V v = Flush<L, V, T>(L.MultiplyAdd(L.Multiply(g, take2), g, L.Multiply(Part<L, V, T>.Load(second, count), keep2)));
            V root = L.MultiplyAdd(L.Sqrt(v), rootCorrection, epsilon);
            p = L.Subtract(p, L.Divide(L.Multiply(m, rate), root));
            Part<L, V, T>.Store(first, m, count);
            Part<L, V, T>.Store(second, v, count);
            Part<L, V, T>.Store(parameter, p, count);
        }
    }
}
