using System.Numerics;
using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Operations;

/// <summary>-log of the probability that a sequence of frames spells a sequence of labels, over all alignments.</summary>
/// <remarks>Graves et al., "Connectionist Temporal Classification", 2006. Forward and backward variables are kept as logarithms in double precision.</remarks>
internal sealed class Ctc : Node
{
    /// <param name="logits">[time, batch, classes]; softmax is included.</param>
    /// <param name="targets">[batch, longest], checked int64; what lies behind a target's length is not read.</param>
    /// <param name="inputLengths">[batch], int64: frames of each sample.</param>
    /// <param name="targetLengths">[batch], int64: labels of each sample.</param>
    /// <param name="blank">The class that spells nothing.</param>
    /// <param name="zeroInfinity">A target that can't be spelled in its frames has loss 0 instead of infinity, and no gradient.</param>
    /// <returns>[batch].</returns>
    public static Tensor Apply(Tensor logits, Tensor targets, Tensor inputLengths, Tensor targetLengths, int blank, bool zeroInfinity)
    {
        Tensor losses = Tensor.Uninitialized(Shape.Of(logits.Shape[1]), logits.DType);
        bool recorded = Gradients.Needed(logits);
        Tensor logProbabilities = SoftmaxRows.Forward(logits, log: true);
        Tensor? slope = recorded ? Tensor.Zeros(logits.Shape, logits.DType) : null;
        if (logits.DType == DType.Float32) Run<float>(logProbabilities, targets, inputLengths, targetLengths, losses, slope, blank, zeroInfinity);
        else Run<double>(logProbabilities, targets, inputLengths, targetLengths, losses, slope, blank, zeroInfinity);
        logProbabilities.Dispose();
        if (recorded)
        {
            var node = new Ctc();
            node.Save(slope);
            node.Record(losses, logits);
        }
        return losses;
    }

    protected override void Backward(Tensor gradient)
    {
        if (Gradients.Enabled) throw new NotSupportedException("CTC has no second derivative: don't ask for createGraph.");
        Send(0, Load(0) * gradient.Reshape(1, -1, 1));
    }

    private static unsafe void Run<T>(Tensor y, Tensor targets, Tensor inputLengths, Tensor targetLengths, Tensor losses, Tensor? slope, int blank, bool zeroInfinity)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var job = new Job<T>
        {
            Y = y.Pointer<T>(), Targets = targets.Pointer<long>(), InputLengths = inputLengths.Pointer<long>(), TargetLengths = targetLengths.Pointer<long>(),
            Losses = losses.Pointer<T>(), Slope = slope is null ? null : slope.Pointer<T>(),
            Batch = y.Shape[1], Classes = y.Shape[2], Longest = targets.Shape[1], Blank = blank, ZeroInfinity = zeroInfinity,
        };
        WorkerPool.For(job.Batch, job);
        GC.KeepAlive(targets);
        GC.KeepAlive(inputLengths);
        GC.KeepAlive(targetLengths);
        GC.KeepAlive(slope);
    }

    /// <summary>One sample.</summary>
    private unsafe struct Job<T> : IJob
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public T* Y;
        public T* Losses;
        public T* Slope;
        public long* Targets;
        public long* InputLengths;
        public long* TargetLengths;
        public int Batch, Classes, Longest, Blank;
        public bool ZeroInfinity;

        public readonly void Run(int index)
        {
            int frames = (int)InputLengths[index], labels = (int)TargetLengths[index], states = (2 * labels) + 1;
            long* target = Targets + ((long)index * Longest);
            using Scratch.Lease scratch = Scratch.Rent(2L * Math.Max(1, frames) * states * sizeof(double));
            double* alpha = (double*)scratch.Pointer;
            double* beta = alpha + ((long)frames * states);
            double loss = frames == 0 ? (labels == 0 ? 0 : double.PositiveInfinity) : Forward(index, target, alpha, frames, states);
            bool impossible = double.IsPositiveInfinity(loss);
            Losses[index] = T.CreateTruncating(impossible && ZeroInfinity ? 0 : loss);
            if (Slope is null || (impossible && ZeroInfinity) || frames == 0) return;
            Backward(index, target, beta, frames, states);
            WriteSlope(index, target, alpha, beta, frames, states, loss);
        }

        /// <summary>alpha[t, s]: the logarithm of the probability of all ways to be in state s after frame t.</summary>
        private readonly double Forward(int n, long* target, double* alpha, int frames, int states)
        {
            for (int t = 0; t < frames; t++)
            {
                double* now = alpha + ((long)t * states);
                double* before = now - states;
                for (int s = 0; s < states; s++)
                {
                    double sum;
                    if (t == 0)
                    {
                        sum = s < 2 ? 0 : double.NegativeInfinity;
                    }
                    else
                    {
                        sum = before[s];
                        if (s > 0) sum = LogAdd(sum, before[s - 1]);
                        if (CanSkip(target, s)) sum = LogAdd(sum, before[s - 2]);
                    }
                    now[s] = sum + LogProbability(t, n, LabelOf(target, s));
                }
            }
            double* last = alpha + ((long)(frames - 1) * states);
            return -(states == 1 ? last[0] : LogAdd(last[states - 1], last[states - 2]));
        }

        /// <summary>beta[t, s]: the same from state s at frame t to the end, frame t included.</summary>
        private readonly void Backward(int n, long* target, double* beta, int frames, int states)
        {
            for (int t = frames - 1; t >= 0; t--)
            {
                double* now = beta + ((long)t * states);
                double* after = now + states;
                for (int s = states - 1; s >= 0; s--)
                {
                    double sum;
                    if (t == frames - 1)
                    {
                        sum = s >= states - 2 ? 0 : double.NegativeInfinity;
                    }
                    else
                    {
                        sum = after[s];
                        if (s + 1 < states) sum = LogAdd(sum, after[s + 1]);
                        if (s + 2 < states && CanSkip(target, s + 2)) sum = LogAdd(sum, after[s + 2]);
                    }
                    now[s] = sum + LogProbability(t, n, LabelOf(target, s));
                }
            }
        }

        /// <summary>The derivative by a logit: its probability less the share of the alignments that use its class in this frame.</summary>
        private readonly void WriteSlope(int n, long* target, double* alpha, double* beta, int frames, int states, double loss)
        {
            for (int t = 0; t < frames; t++)
            {
                T* slope = Slope + ((((long)t * Batch) + n) * Classes);
                for (int c = 0; c < Classes; c++) slope[c] = T.CreateTruncating(Math.Exp(LogProbability(t, n, c)));
                for (int s = 0; s < states; s++)
                {
                    long label = LabelOf(target, s);
                    double both = alpha[((long)t * states) + s] + beta[((long)t * states) + s]; // counts the frame twice
                    slope[label] -= T.CreateTruncating(Math.Exp(both - LogProbability(t, n, label) + loss));
                }
            }
        }

        /// <summary>States take turns: blank, first label, blank, second label, … blank.</summary>
        private readonly long LabelOf(long* target, int state) => (state & 1) == 0 ? Blank : target[state / 2];

        /// <summary>A label may follow a different one without a blank between them.</summary>
        private readonly bool CanSkip(long* target, int state) => (state & 1) == 1 && state >= 2 && target[state / 2] != target[(state / 2) - 1];

        private readonly double LogProbability(int t, int n, long label) => double.CreateTruncating(Y[((((long)t * Batch) + n) * Classes) + label]);

        private static double LogAdd(double a, double b)
        {
            double high = Math.Max(a, b), low = Math.Min(a, b);
            return double.IsNegativeInfinity(low) ? high : high + Math.Log(1 + Math.Exp(low - high));
        }
    }
}
