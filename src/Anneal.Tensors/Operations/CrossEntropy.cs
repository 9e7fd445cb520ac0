using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>Cross-entropy of logits [rows, classes] against class numbers [rows], softmax included.</summary>
internal sealed class CrossEntropy : Node
{
    private Reduction reduction;
    private double smoothing, denominator;
    private long ignoreIndex;

    /// <param name="logits">[rows, classes].</param>
    /// <param name="targets">[rows], int64 or int32.</param>
    /// <param name="classWeights">[classes], or null for ones.</param>
    /// <param name="smoothing">The share of each target that is spread over all classes.</param>
    /// <param name="ignoreIndex">Rows with this target count for nothing.</param>
    public static Tensor Apply(Tensor logits, Tensor targets, Tensor? classWeights, double smoothing, long ignoreIndex, Reduction reduction)
    {
        int classes = logits.Shape[1];
        logits = logits.Contiguous();
        targets = Labels.Checked(targets, classes, "Cross-entropy", "the class", ignoreIndex);
        classWeights = classWeights?.Contiguous();
        Tensor losses = Tensor.Uninitialized(Shape.Of(logits.Shape[0]), logits.DType);
        Tensor logSumExp = Tensor.Uninitialized(losses.Shape, logits.DType);
        var node = new CrossEntropy { reduction = reduction, smoothing = smoothing, ignoreIndex = ignoreIndex, denominator = 1 };
        Tensor result = logits.DType == DType.Float32
            ? node.Forward<float>(logits, targets, classWeights, losses, logSumExp)
            : node.Forward<double>(logits, targets, classWeights, losses, logSumExp);
        if (Gradients.Needed(logits))
        {
            node.Save(logits, targets, classWeights, logSumExp);
            node.Record(result, logits);
        }
        return result;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor logits = Load(0);
        if (Gradients.Enabled) throw new NotSupportedException("Cross-entropy has no second derivative yet.");
        Tensor dlogits = Tensor.Uninitialized(logits.Shape, logits.DType);
        if (logits.DType == DType.Float32) Backward<float>(gradient, logits, dlogits);
        else Backward<double>(gradient, logits, dlogits);
        Send(0, dlogits);
    }

    private unsafe Tensor Forward<T>(Tensor logits, Tensor targets, Tensor? classWeights, Tensor losses, Tensor logSumExp)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        long rows = logits.Shape[0];
        using Tensor rowWeights = Tensor.Uninitialized(losses.Shape, losses.DType);
        Rows.Forward(
            logits.Pointer<T>(), targets.Pointer<long>(), losses.Pointer<T>(), logSumExp.Pointer<T>(), rowWeights.Pointer<T>(), rows, logits.Shape[1],
            classWeights is null ? null : classWeights.Pointer<T>(), smoothing, ignoreIndex);
        GC.KeepAlive(classWeights);
        if (reduction == Reduction.None) return losses;
        double loss = 0, weight = 0;
        for (long r = 0; r < rows; r++)
        {
            loss += double.CreateTruncating(losses.Pointer<T>()[r]);
            weight += double.CreateTruncating(rowWeights.Pointer<T>()[r]);
        }
        if (reduction == Reduction.Mean) denominator = weight;
        return Tensor.Full(Shape.Scalar, loss / denominator, logits.DType);
    }

    private unsafe void Backward<T>(Tensor gradient, Tensor logits, Tensor dlogits)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        Tensor scale = reduction == Reduction.Mean ? gradient / denominator : gradient.Contiguous();
        Tensor? classWeights = LoadOptional(2);
        Rows.Backward(
            logits.Pointer<T>(), Load(1).Pointer<long>(), Load(3).Pointer<T>(), scale.Pointer<T>(), reduction == Reduction.None ? 1 : 0,
            dlogits.Pointer<T>(), logits.Shape[0], logits.Shape[1], classWeights is null ? null : classWeights.Pointer<T>(), smoothing, ignoreIndex);
        GC.KeepAlive(scale);
        GC.KeepAlive(classWeights);
    }

    private static unsafe class Rows
    {
        public static void Forward<T>(T* logits, long* targets, T* losses, T* lse, T* rowWeights, long rows, long classes, T* weights, double smoothing, long ignore)
            where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        {
            for (long r = 0; r < rows; r++)
            {
                T* x = logits + (r * classes);
                double max = double.NegativeInfinity, sum = 0;
                for (long c = 0; c < classes; c++) max = Math.Max(max, double.CreateTruncating(x[c]));
                for (long c = 0; c < classes; c++) sum += Math.Exp(double.CreateTruncating(x[c]) - max);
                double all = max + Math.Log(sum), loss = 0, weight = 0;
                if (targets[r] != ignore)
                {
                    weight = weights is null ? 1 : double.CreateTruncating(weights[targets[r]]);
                    loss = (1 - smoothing) * weight * (all - double.CreateTruncating(x[targets[r]]));
                    for (long c = 0; c < classes && smoothing != 0; c++)
                        loss += smoothing / classes * (weights is null ? 1 : double.CreateTruncating(weights[c])) * (all - double.CreateTruncating(x[c]));
                }
                losses[r] = T.CreateTruncating(loss);
                lse[r] = T.CreateTruncating(all);
                rowWeights[r] = T.CreateTruncating(weight);
            }
        }

        public static void Backward<T>(T* logits, long* targets, T* lse, T* scale, int stride, T* dlogits, long rows, long classes, T* weights, double smoothing, long ignore)
            where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        {
            double all = classes;
            if (weights is not null)
            {
                all = 0;
                for (long c = 0; c < classes; c++) all += double.CreateTruncating(weights[c]);
            }
            for (long r = 0; r < rows; r++)
            {
                for (long c = 0; c < classes; c++)
                {
                    double d = 0;
                    if (targets[r] != ignore)
                    {
                        double on = (1 - smoothing) * (weights is null ? 1 : double.CreateTruncating(weights[targets[r]]));
                        double p = Math.Exp(double.CreateTruncating(logits[(r * classes) + c]) - double.CreateTruncating(lse[r]));
                        d = ((on + (smoothing / classes * all)) * p) - (smoothing / classes * (weights is null ? 1 : double.CreateTruncating(weights[c])));
                        if (c == targets[r]) d -= on;
                    }
                    dlogits[(r * classes) + c] = T.CreateTruncating(d * double.CreateTruncating(scale[r * stride]));
                }
            }
        }
    }
}
