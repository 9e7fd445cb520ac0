using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>The numbers of an SGD step.</summary>
internal struct SgdSettings
{
    /// <summary>The step size.</summary>
    public double LearningRate;

    /// <summary>Decay of the velocity.</summary>
    public double Momentum;

    /// <summary>Share of the gradient that is kept out of the velocity.</summary>
    public double Dampening;

    /// <summary>Pull of the parameters towards zero.</summary>
    public double WeightDecay;

    /// <summary>Look ahead along the velocity.</summary>
    public bool Nesterov;

    /// <summary>The velocity holds nothing yet.</summary>
    public bool FirstStep;

    /// <summary>The gradient is multiplied by this first: 1, or what clipping asks for.</summary>
    public double GradientScale;
}

internal static unsafe partial class OptimizerSteps
{
    /// <summary>Stochastic gradient descent with weight decay, momentum and Nesterov's look-ahead.</summary>
    /// <remarks>g += wd p; b = momentum b + (1 - dampening) g, or g at the first step; p -= lr (g + momentum b, or b). A null buffer means no momentum.</remarks>
    public static void Sgd<T>(T* parameter, T* gradient, T* buffer, long length, in SgdSettings settings)
        where T : unmanaged =>
        Wide<SgdKernel, T>.ForRange(length, Elementwise.Grain, new SgdKernel(parameter, gradient, buffer, settings));

    private readonly struct SgdKernel(void* parameter, void* gradient, void* buffer, SgdSettings settings) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            SgdSettings s = settings;
            T* parameterAt = (T*)parameter;
            T* gradientAt = (T*)gradient;
            T* bufferAt = (T*)buffer;
            V scale = L.Constant(s.GradientScale);
            V decay = L.Constant(s.WeightDecay);
            V keep = L.Constant(s.FirstStep ? 0 : s.Momentum);
            V take = L.Constant(s.FirstStep ? 1 : 1 - s.Dampening);
            V momentum = L.Constant(s.Momentum);
            V rate = L.Constant(-s.LearningRate);
            long i = start;
            for (; i <= end - L.Count; i += L.Count)
                Step<L, V, T>(parameterAt + i, gradientAt + i, bufferAt == null ? null : bufferAt + i, scale, decay, keep, take, momentum, rate, s.Nesterov, s.FirstStep, L.Count);
            if (i < end)
                Step<L, V, T>(parameterAt + i, gradientAt + i, bufferAt == null ? null : bufferAt + i, scale, decay, keep, take, momentum, rate, s.Nesterov, s.FirstStep, (int)(end - i));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Step<L, V, T>(T* parameter, T* gradient, T* buffer, V scale, V decay, V keep, V take, V momentum, V rate, bool nesterov, bool firstStep, int count)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            V p = Part<L, V, T>.Load(parameter, count);
            V g = L.MultiplyAdd(p, decay, L.Multiply(Part<L, V, T>.Load(gradient, count), scale));
            if (buffer != null)
            {
                // What lies in a new buffer is undefined, possibly NaN: don't multiply it by zero.
                V before = firstStep ? L.Zero : L.Multiply(Part<L, V, T>.Load(buffer, count), keep);
                V b = Flush<L, V, T>(L.MultiplyAdd(g, take, before));
                Part<L, V, T>.Store(buffer, b, count);
                g = nesterov ? L.MultiplyAdd(b, momentum, g) : b;
            }
            Part<L, V, T>.Store(parameter, L.MultiplyAdd(g, rate, p), count);
        }
    }
}
