using System.Numerics;
using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Operations;

/// <summary>-log of the probability of a row of tags under a linear-chain conditional random field.</summary>
/// <remarks>
/// Lafferty et al., "Conditional Random Fields", 2001. Forward and backward variables are scaled at each step and kept in double precision, so that
/// only time × tags exponentials are taken. The derivatives are those of the tags' and the pairs' probabilities less what was seen.
/// </remarks>
internal sealed class LinearChain : Node
{
    /// <param name="emissions">[batch, time, tags], contiguous.</param>
    /// <param name="transitions">[tags, tags]: from a tag to the next.</param>
    /// <param name="first">[tags]: to begin with a tag.</param>
    /// <param name="last">[tags]: to end with it.</param>
    /// <param name="path">[batch, time], checked int64; what lies behind a row's length is not read.</param>
    /// <param name="lengths">[batch], checked int64, each at least 1.</param>
    /// <returns>[batch].</returns>
    public static Tensor Apply(Tensor emissions, Tensor transitions, Tensor first, Tensor last, Tensor path, Tensor lengths)
    {
        int batch = emissions.Shape[0], tags = emissions.Shape[2];
        Tensor losses = Tensor.Uninitialized(Shape.Of(batch), emissions.DType);
        bool recorded = Gradients.Needed(emissions) || Gradients.Needed(transitions) || Gradients.Needed(first) || Gradients.Needed(last);
        Tensor? slope = recorded ? Tensor.Zeros(emissions.Shape, emissions.DType) : null;
        Tensor? pairs = recorded ? Tensor.Zeros(Shape.Of(batch, tags + 2, tags), emissions.DType) : null;
        if (emissions.DType == DType.Float32) Run<float>(emissions, transitions, first, last, path, lengths, losses, slope, pairs);
        else Run<double>(emissions, transitions, first, last, path, lengths, losses, slope, pairs);
        if (recorded)
        {
            var node = new LinearChain();
            node.Save(slope, pairs);
            node.Record(losses, emissions, transitions, first, last);
        }
        return losses;
    }

    protected override void Backward(Tensor gradient)
    {
        if (Gradients.Enabled) throw new NotSupportedException("A linear chain has no second derivative: don't ask for createGraph.");
        Tensor share = gradient.Reshape(-1, 1, 1);
        if (Wants(0)) Send(0, Load(0) * share);
        if (!Wants(1) && !Wants(2) && !Wants(3)) return;
        using Tensor weighted = Load(1) * share;
        using Tensor sum = weighted.Sum(0); // rows in a fixed order: the same bits at any number of threads
        int tags = sum.Shape[1];
        if (Wants(1)) Send(1, sum.Slice(0, 0, tags).Clone());
        if (Wants(2)) Send(2, sum.Select(0, tags).Clone());
        if (Wants(3)) Send(3, sum.Select(0, tags + 1).Clone());
    }

    private static unsafe void Run<T>(Tensor emissions, Tensor transitions, Tensor first, Tensor last, Tensor path, Tensor lengths, Tensor losses, Tensor? slope, Tensor? pairs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var job = new Job<T>
        {
            Emissions = emissions.Pointer<T>(), Transitions = transitions.Pointer<T>(), First = first.Pointer<T>(), Last = last.Pointer<T>(), Path = path.Pointer<long>(), Lengths = lengths.Pointer<long>(),
            Losses = losses.Pointer<T>(), Slope = slope is null ? null : slope.Pointer<T>(), Pairs = pairs is null ? null : pairs.Pointer<T>(), Time = emissions.Shape[1], Tags = emissions.Shape[2],
        };
        WorkerPool.For(emissions.Shape[0], job);
        GC.KeepAlive(emissions);
        GC.KeepAlive(transitions);
        GC.KeepAlive(first);
        GC.KeepAlive(last);
        GC.KeepAlive(path);
        GC.KeepAlive(lengths);
        GC.KeepAlive(slope);
        GC.KeepAlive(pairs);
    }

    /// <summary>One row.</summary>
    private unsafe struct Job<T> : IJob
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public T* Emissions, Transitions, First, Last, Losses, Slope, Pairs;
        public long* Path;
        public long* Lengths;
        public int Time, Tags;

        public readonly void Run(int index)
        {
            int length = (int)Lengths[index];
            T* emissions = Emissions + ((long)index * Time * Tags);
            long* path = Path + ((long)index * Time);
            using Scratch.Lease scratch = Scratch.Rent((((2L * length) + 2) * Tags + (long)Tags * Tags + length) * sizeof(double));
            double* alpha = (double*)scratch.Pointer;     // [length, tags], each step adding up to 1
            double* seen = alpha + ((long)length * Tags); // [length, tags]: exponentials of the emissions, the largest 1
            double* scales = seen + ((long)length * Tags);
            double* step = scales + length;               // [tags, tags]: exponentials of the transitions
            double* beta = step + ((long)Tags * Tags);    // [2, tags]
            for (int i = 0; i < Tags * Tags; i++) step[i] = Math.Exp(D(Transitions[i]));

            double logZ = Forward(emissions, length, alpha, seen, scales, step);
            Losses[index] = T.CreateTruncating(logZ - Score(emissions, path, length));
            if (Slope is not null) Backward(index, path, length, alpha, seen, scales, step, beta);
        }

        private readonly double Forward(T* emissions, int length, double* alpha, double* seen, double* scales, double* step)
        {
            double log = 0;
            for (int t = 0; t < length; t++)
            {
                T* here = emissions + ((long)t * Tags);
                double* now = alpha + ((long)t * Tags);
                double* before = now - Tags;
                double* e = seen + ((long)t * Tags);
                double high = double.NegativeInfinity;
                for (int j = 0; j < Tags; j++) high = Math.Max(high, D(here[j]));
                double sum = 0;
                for (int j = 0; j < Tags; j++)
                {
                    e[j] = Math.Exp(D(here[j]) - high);
                    if (t == length - 1) e[j] *= Math.Exp(D(Last[j]));
                    double reach = 0;
                    if (t == 0) reach = Math.Exp(D(First[j]));
                    else for (int i = 0; i < Tags; i++) reach += before[i] * step[(i * Tags) + j];
                    now[j] = reach * e[j];
                    sum += now[j];
                }

                sum = Math.Max(sum, double.Epsilon);
                for (int j = 0; j < Tags; j++) now[j] /= sum;
                scales[t] = sum;
                log += high + Math.Log(sum);
            }

            return log;
        }

        private readonly double Score(T* emissions, long* path, int length)
        {
            double score = D(First[path[0]]) + D(Last[path[length - 1]]);
            for (int t = 0; t < length; t++)
            {
                score += D(emissions[((long)t * Tags) + path[t]]);
                if (t > 0) score += D(Transitions[(path[t - 1] * Tags) + path[t]]);
            }

            return score;
        }

        /// <summary>Probabilities of tags and of pairs of neighbours, less those that are the truth.</summary>
        private readonly void Backward(int index, long* path, int length, double* alpha, double* seen, double* scales, double* step, double* beta)
        {
            T* slope = Slope + ((long)index * Time * Tags);
            T* pairs = Pairs + ((long)index * (Tags + 2) * Tags);
            double* after = beta;
            double* now = beta + Tags;
            for (int j = 0; j < Tags; j++) after[j] = 1;
            for (int t = length - 1; t >= 0; t--)
            {
                double* a = alpha + ((long)t * Tags);
                for (int j = 0; j < Tags; j++)
                {
                    double share = (a[j] * after[j]) - (path[t] == j ? 1 : 0);
                    slope[((long)t * Tags) + j] = T.CreateTruncating(share);
                    if (t == 0) pairs[(Tags * Tags) + j] = T.CreateTruncating(share);
                    if (t == length - 1) pairs[((Tags + 1) * Tags) + j] = T.CreateTruncating(share);
                }

                if (t == 0) return;
                double* before = a - Tags;
                double* e = seen + ((long)t * Tags);
                for (int i = 0; i < Tags; i++)
                {
                    double sum = 0;
                    for (int j = 0; j < Tags; j++)
                    {
                        double way = step[(i * Tags) + j] * e[j] * after[j] / scales[t];
                        sum += way;
                        pairs[(i * Tags) + j] += T.CreateTruncating((before[i] * way) - (path[t - 1] == i && path[t] == j ? 1 : 0));
                    }

                    now[i] = sum;
                }

                double* done = after;
                after = now;
                now = done;
            }
        }

        private static double D(T value) => double.CreateTruncating(value);
    }
}
