using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>What cross-entropy does besides its plain form.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal unsafe struct CrossEntropyOptions<T>
    where T : unmanaged
{
    /// <summary>[classes], or null for ones.</summary>
    public T* ClassWeights;

    /// <summary>The share of each target that is spread over all classes.</summary>
    public double LabelSmoothing;

    /// <summary>Rows with this target count for nothing. PyTorch's default is -100.</summary>
    public long IgnoreIndex;
}

/// <summary>Cross-entropy of logits [rows, classes] against class numbers [rows], as PyTorch defines it.</summary>
/// <remarks>
/// With w the class weights, W their sum, s the smoothing and p = softmax(x):
/// loss = (1 - s) w[t] (lse - x[t]) + s / classes * sum_c w[c] (lse - x[c]). Targets are checked by the caller.
/// </remarks>
internal static unsafe class CrossEntropy
{
    /// <summary>Writes the loss, the log-sum-exp, and the weight w[t] (0 for an ignored row) of each row. <paramref name="rowWeights"/> may be null.</summary>
    public static void Forward<T>(T* logits, long* targets, T* losses, T* logSumExp, T* rowWeights, long rows, long classes, in CrossEntropyOptions<T> options)
        where T : unmanaged
    {
        var kernel = new ForwardKernel(
            logits, targets, losses, logSumExp, rowWeights, classes, options.ClassWeights, options.LabelSmoothing, options.IgnoreIndex);
        Wide<ForwardKernel, T>.ForRange(rows, Elementwise.RowsPerGrain(classes), kernel);
    }

    /// <summary>dlogits = scale * d loss / d logits in one pass; dlogits may be the logits' own buffer.</summary>
    /// <param name="scale">The gradient of each row's loss: one number, or [rows] with <paramref name="scaleStride"/> 1.</param>
    public static void Backward<T>(T* logits, long* targets, T* logSumExp, T* scale, int scaleStride, T* dlogits, long rows, long classes, in CrossEntropyOptions<T> options)
        where T : unmanaged
    {
        var kernel = new BackwardKernel(
            logits, targets, logSumExp, scale, scaleStride, dlogits, classes, options.ClassWeights, options.LabelSmoothing, options.IgnoreIndex);
        Wide<BackwardKernel, T>.ForRange(rows, Elementwise.RowsPerGrain(classes), kernel);
    }

    private readonly struct ForwardKernel(
        void* logits, long* targets, void* losses, void* logSumExp, void* rowWeights, long classes, void* classWeights, double smoothing, long ignore) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            T* weights = (T*)classWeights;
            T* one = stackalloc T[L.Count];
            double sumOfWeights = weights == null || smoothing == 0 ? classes : RowReductions<L, V, T>.Sum(weights, classes);
            for (long r = start; r < end; r++)
            {
                T* x = (T*)logits + (r * classes);
                L.Store(one, Softmax.LogSumExp<L, V, T>(x, classes));
                double lse = Part<L, V, T>.ToDouble(one[0]);
                double weight = 0, loss = 0;
                long target = targets[r];
                if (target != ignore)
                {
                    weight = weights == null ? 1 : Part<L, V, T>.ToDouble(weights[target]);
                    loss = (1 - smoothing) * weight * (lse - Part<L, V, T>.ToDouble(x[target]));
                    if (smoothing != 0)
                    {
                        double weighted = weights == null ? RowReductions<L, V, T>.Sum(x, classes) : RowReductions<L, V, T>.Dot(x, weights, classes);
                        loss += smoothing / classes * ((sumOfWeights * lse) - weighted);
                    }
                }
                ((T*)losses)[r] = Part<L, V, T>.FromDouble(loss);
                ((T*)logSumExp)[r] = one[0];
                if (rowWeights != null) ((T*)rowWeights)[r] = Part<L, V, T>.FromDouble(weight);
            }
        }
    }

    private readonly struct BackwardKernel(
        void* logits, long* targets, void* logSumExp, void* scale, int scaleStride, void* dlogits, long classes, void* classWeights, double smoothing, long ignore) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            T* weights = (T*)classWeights;
            double sumOfWeights = weights == null || smoothing == 0 ? classes : RowReductions<L, V, T>.Sum(weights, classes);
            for (long r = start; r < end; r++)
            {
                T* x = (T*)logits + (r * classes);
                T* d = (T*)dlogits + (r * classes);
                long target = targets[r];
                double gradient = Part<L, V, T>.ToDouble(((T*)scale)[r * scaleStride]);
                if (target == ignore)
                {
                    new Span<byte>(d, checked((int)(classes * sizeof(T)))).Clear();
                    continue;
                }

                // d = gradient * (onTarget + spread * W) * p - gradient * (onTarget at the target, spread * w[c] everywhere)
                double onTarget = (1 - smoothing) * (weights == null ? 1 : Part<L, V, T>.ToDouble(weights[target]));
                double spread = smoothing / classes;
                V lse = L.Broadcast(((T*)logSumExp)[r]);
                V factor = L.Constant(gradient * (onTarget + (spread * sumOfWeights)));
                V less = L.Constant(-gradient * spread);
                T* w = smoothing == 0 ? null : weights;
                long i = 0;
                for (; i <= classes - L.Count; i += L.Count) Step<L, V, T>(x + i, w == null ? null : w + i, d + i, lse, factor, less, L.Count);
                if (i < classes) Step<L, V, T>(x + i, w == null ? null : w + i, d + i, lse, factor, less, (int)(classes - i));
                d[target] = Part<L, V, T>.FromDouble(Part<L, V, T>.ToDouble(d[target]) - (gradient * onTarget));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Step<L, V, T>(T* x, T* w, T* d, V lse, V factor, V less, int count)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            V p = Functions<L, V, T>.ExpOfNegative(L.Subtract(Part<L, V, T>.Load(x, count, lse), lse));
            V spread = w == null ? less : L.Multiply(less, Part<L, V, T>.Load(w, count));
            Part<L, V, T>.Store(d, L.MultiplyAdd(p, factor, spread), count);
        }
    }
}
