using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>The numbers of an RMSprop step.</summary>
internal struct RmsPropSettings
{
    /// <summary>The step size.</summary>
    public double LearningRate;

    /// <summary>Decay of the averages, usually 0.99.</summary>
    public double Alpha;

    /// <summary>Added to the root.</summary>
    public double Epsilon;

    /// <summary>Pull of the parameters towards zero.</summary>
    public double WeightDecay;

    /// <summary>Decay of the buffer.</summary>
    public double Momentum;

    /// <summary>The gradient is multiplied by this first: 1, or what clipping asks for.</summary>
    public double GradientScale;
}

internal static unsafe partial class OptimizerSteps
{
    /// <summary>RMSprop (Hinton, lecture 6e), centred (Graves 2013) when there is an average, with momentum when there is a buffer.</summary>
    /// <remarks>v = a v + (1 - a) g^2; m = a m + (1 - a) g; d = sqrt(v - m^2) + epsilon; b = momentum b + g / d; p -= lr b. Average and buffer may be null.</remarks>
    public static void RmsProp<T>(T* parameter, T* gradient, T* square, T* average, T* buffer, long length, in RmsPropSettings settings)
        where T : unmanaged =>
        Wide<RmsPropKernel, T>.ForRange(length, Elementwise.Grain, new RmsPropKernel(parameter, gradient, square, average, buffer, settings));

    private readonly struct RmsPropKernel(void* parameter, void* gradient, void* square, void* average, void* buffer, RmsPropSettings settings) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            RmsPropSettings s = settings;
            T* parameterAt = (T*)parameter;
            T* gradientAt = (T*)gradient;
            T* squareAt = (T*)square;
            T* averageAt = (T*)average;
            T* bufferAt = (T*)buffer;
            V scale = L.Constant(s.GradientScale);
            V decay = L.Constant(s.WeightDecay);
            V keep = L.Constant(s.Alpha);
            V take = L.Constant(1 - s.Alpha);
            V epsilon = L.Constant(s.Epsilon);
            V momentum = L.Constant(s.Momentum);
            V rate = L.Constant(-s.LearningRate);
            long i = start;
            for (; i <= end - L.Count; i += L.Count)
                Step<L, V, T>(parameterAt + i, gradientAt + i, squareAt + i, averageAt == null ? null : averageAt + i, bufferAt == null ? null : bufferAt + i, scale, decay, keep, take, epsilon, momentum, rate, L.Count);
            if (i < end)
                Step<L, V, T>(parameterAt + i, gradientAt + i, squareAt + i, averageAt == null ? null : averageAt + i, bufferAt == null ? null : bufferAt + i, scale, decay, keep, take, epsilon, momentum, rate, (int)(end - i));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Step<L, V, T>(T* parameter, T* gradient, T* square, T* average, T* buffer, V scale, V decay, V keep, V take, V epsilon, V momentum, V rate, int count)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            V p = Part<L, V, T>.Load(parameter, count);
            V g = L.MultiplyAdd(p, decay, L.Multiply(Part<L, V, T>.Load(gradient, count), scale));
            V v = Flush<L, V, T>(L.MultiplyAdd(L.Multiply(g, take), g, L.Multiply(Part<L, V, T>.Load(square, count), keep)));
            Part<L, V, T>.Store(square, v, count);
            V spread = v;
            if (average != null)
            {
                V m = Flush<L, V, T>(L.MultiplyAdd(g, take, L.Multiply(Part<L, V, T>.Load(average, count), keep)));
                Part<L, V, T>.Store(average, m, count);
                spread = L.MultiplyAdd(L.Negate(m), m, v);
            }
            V step = L.Divide(g, L.Add(L.Sqrt(spread), epsilon));
            if (buffer != null)
            {
                step = Flush<L, V, T>(L.MultiplyAdd(Part<L, V, T>.Load(buffer, count), momentum, step));
                Part<L, V, T>.Store(buffer, step, count);
            }
            Part<L, V, T>.Store(parameter, L.MultiplyAdd(step, rate, p), count);
        }
    }
}
