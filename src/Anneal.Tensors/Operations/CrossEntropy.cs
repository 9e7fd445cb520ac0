using System.Numerics;
using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>Cross-entropy of logits [rows, classes] against class numbers [rows], softmax included.</summary>
internal sealed class CrossEntropy : Node
{
    private Reduction reduction;
    private double smoothing, denominator = 1;
    private long ignoreIndex;

    /// <param name="logits">[rows, classes].</param>
    /// <param name="targets">[rows], int64 or int32.</param>
    /// <param name="classWeights">[classes], or null for ones.</param>
    /// <param name="smoothing">The share of each target that is spread over all classes.</param>
    /// <param name="ignoreIndex">Rows with this target count for nothing.</param>
    public static Tensor Apply(Tensor logits, Tensor targets, Tensor? classWeights, double smoothing, long ignoreIndex, Reduction reduction)
    {
        logits = logits.Contiguous();
        targets = Labels.Checked(targets, logits.Shape[1], "Cross-entropy", "the class", ignoreIndex);
        classWeights = classWeights?.Contiguous();
        Tensor logSumExp = Tensor.Uninitialized(Shape.Of(logits.Shape[0]), logits.DType);
        var node = new CrossEntropy { reduction = reduction, smoothing = smoothing, ignoreIndex = ignoreIndex };
        Tensor result = logits.DType == DType.Float32
            ? node.Forward<float>(logits, targets, classWeights, logSumExp)
            : node.Forward<double>(logits, targets, classWeights, logSumExp);
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
        if (Gradients.Enabled)
        {
            Compose(gradient, logits);
            return;
        }

        // With a large vocabulary the logits are the largest values of a step: where nobody else needs them, the gradient takes their place.
        Tensor dlogits = MayOverwriteSaved && logits.IsExclusive ? logits.Alias() : Tensor.Uninitialized(logits.Shape, logits.DType);
        if (logits.DType == DType.Float32) Backward<float>(gradient, logits, dlogits);
        else Backward<double>(gradient, logits, dlogits);
        Send(0, dlogits);
    }

    /// <summary>gradient * (a softmax(x) - b) with a [rows, 1] and b [rows, classes] constant, as recorded operations.</summary>
    private void Compose(Tensor gradient, Tensor logits)
    {
        int rows = logits.Shape[0], classes = logits.Shape[1];
        ReadOnlySpan<long> targets = Load(1).AsReadOnlySpan<long>();
        double[] weights = LoadOptional(2)?.ToArray<double>() ?? [.. Enumerable.Repeat(1.0, classes)];
        double sumOfWeights = weights.Sum(), spread = smoothing / classes;
        var a = new double[rows];
        var b = new double[rows * classes];
        for (int r = 0; r < rows; r++)
        {
            if (targets[r] == ignoreIndex) continue;
            double onTarget = (1 - smoothing) * weights[targets[r]];
            a[r] = onTarget + (spread * sumOfWeights);
            for (int c = 0; c < classes; c++) b[(r * classes) + c] = spread * weights[c];
            b[(r * classes) + targets[r]] += onTarget;
        }
        Tensor scale = reduction == Reduction.None ? gradient.Unsqueeze(1) : gradient / denominator;
        Tensor p = logits.Softmax();
        Send(0, scale * ((p * Tensor.From(a, [rows, 1]).To(logits.DType)) - Tensor.From(b, logits.Shape).To(logits.DType)));
    }

    private unsafe Tensor Forward<T>(Tensor logits, Tensor targets, Tensor? classWeights, Tensor logSumExp)
        where T : unmanaged
    {
        int rows = logits.Shape[0], classes = logits.Shape[1];
        if (reduction == Reduction.None)
        {
            Tensor losses = Tensor.Uninitialized(logSumExp.Shape, logits.DType);
            Kernels.CrossEntropy.Forward(
                logits.Pointer<T>(), targets.Pointer<long>(), losses.Pointer<T>(), logSumExp.Pointer<T>(), null, rows, classes, Options<T>(classWeights));
            GC.KeepAlive(classWeights);
            return losses;
        }
        using Scratch.Lease scratch = Scratch.Rent(2L * rows * sizeof(T));
        T* loss = (T*)scratch.Pointer;
        T* weight = loss + rows;
        Kernels.CrossEntropy.Forward(logits.Pointer<T>(), targets.Pointer<long>(), loss, logSumExp.Pointer<T>(), weight, rows, classes, Options<T>(classWeights));
        GC.KeepAlive(classWeights);
        if (reduction == Reduction.Mean) denominator = Reduce.All(Reduce.Kind.Sum, weight, rows);
        return Tensor.Full(Shape.Scalar, Reduce.All(Reduce.Kind.Sum, loss, rows) / denominator, logits.DType);
    }

    private unsafe void Backward<T>(Tensor gradient, Tensor logits, Tensor dlogits)
        where T : unmanaged, INumberBase<T>
    {
        gradient = gradient.Packed();
        T* scale = gradient.Pointer<T>();
        T one;
        if (reduction == Reduction.Mean)
        {
            one = T.CreateTruncating(double.CreateTruncating(*scale) / denominator);
            scale = &one;
        }
        Tensor? classWeights = LoadOptional(2);
        Kernels.CrossEntropy.Backward(
            logits.Pointer<T>(), Load(1).Pointer<long>(), Load(3).Pointer<T>(), scale, reduction == Reduction.None ? 1 : 0,
            dlogits.Pointer<T>(), logits.Shape[0], logits.Shape[1], Options<T>(classWeights));
        GC.KeepAlive(gradient);
        GC.KeepAlive(classWeights);
    }

    private unsafe CrossEntropyOptions<T> Options<T>(Tensor? classWeights)
        where T : unmanaged =>
        new() { ClassWeights = classWeights is null ? null : classWeights.Pointer<T>(), LabelSmoothing = smoothing, IgnoreIndex = ignoreIndex };
}
