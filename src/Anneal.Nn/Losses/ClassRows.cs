using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>Predictions <c>[batch, classes, …]</c> as rows <c>[batch * …, classes]</c>, and what losses over them check and weigh.</summary>
internal static class ClassRows
{
    /// <exception cref="ArgumentException">The target isn't shaped as the prediction without its class axis, or the weights are of another number of classes.</exception>
    public static void Check(Tensor prediction, Tensor target, Tensor? classWeights, string loss)
    {
        bool single = prediction.Rank == 1;
        if (prediction.Rank == 0 || !target.Shape.Equals(single ? Shape.Scalar : prediction.Shape.Without(1)))
            throw new ArgumentException($"{loss}: a prediction of shape {prediction.Shape} needs targets of the same shape without the class axis, not {target.Shape}.");
        int classes = prediction.Shape[single ? 0 : 1];
        if (classWeights is not null && (classWeights.Rank != 1 || classWeights.Shape[0] != classes))
            throw new ArgumentException($"{loss}: class weights of shape {classWeights.Shape} were given for {classes} classes.");
    }

    /// <summary>The class axis goes last, and all the others become rows.</summary>
    public static Tensor Of(Tensor prediction)
    {
        if (prediction.Rank == 1) return prediction.Unsqueeze(0);
        if (prediction.Rank == 2) return prediction;
        Span<int> order = stackalloc int[prediction.Rank];
        for (int i = 1; i < order.Length; i++) order[i] = i + 1;
        order[^1] = 1;
        return prediction.Permute(order).Reshape(-1, prediction.Shape[1]);
    }

    /// <summary>The weight of each label's class; 0 for a label that is ignored.</summary>
    public static Tensor Weights(Tensor labels, Tensor? classWeights, long ignoreIndex, DType dtype)
    {
        double[]? weights = classWeights?.ToArray<double>();
        ReadOnlySpan<long> classes = labels.AsReadOnlySpan<long>();
        using Tensor all = Tensor.Zeros(labels.Shape, DType.Float64);
        Span<double> values = all.AsSpan<double>();
        for (int i = 0; i < values.Length; i++)
            values[i] = classes[i] == ignoreIndex ? 0 : weights?[classes[i]] ?? 1;
        return all.To(dtype, copy: true);
    }
}
