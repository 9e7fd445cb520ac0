using System.Numerics.Tensors;

namespace Anneal.Training.Trees;

/// <summary>Log-loss of two classes.</summary>
internal sealed class LogisticLoss(ReadOnlyMemory<float> targets) : TreeLoss
{
    public override int Outputs => 1;

    internal override TreeLoss Take(ReadOnlySpan<int> rows)
    {
        float[] taken = new float[rows.Length];
        for (int i = 0; i < taken.Length; i++) taken[i] = targets.Span[rows[i]];
        return new LogisticLoss(taken);
    }

    internal override float[] Start(ReadOnlySpan<float> weights)
    {
        double ones = 0, all = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[i];
            ones += weight * targets.Span[i];
            all += weight;
        }

        double share = Math.Clamp(ones / all, 1e-6, 1 - 1e-6);
        return [(float)Math.Log(share / (1 - share))];
    }

    internal override void Derive(ReadOnlySpan<float> scores, int output, int first, Span<float> slopes, Span<float> curvatures)
    {
        ReadOnlySpan<float> target = targets.Span.Slice(first, slopes.Length);
        TensorPrimitives.Sigmoid(scores.Slice(first, slopes.Length), slopes);
        for (int i = 0; i < slopes.Length; i++)
        {
            float probability = slopes[i];
            curvatures[i] = MathF.Max(probability * (1 - probability), 1e-16f);
            slopes[i] = probability - target[i];
        }
    }

    internal override double Sum(ReadOnlySpan<float> scores, ReadOnlySpan<float> weights, int first, int count)
    {
        double sum = 0;
        for (int i = first; i < first + count; i++)
        {
            // log(1 + exp(-margin)), written so that nothing overflows; a soft target is a mixture of both labels.
            double score = scores[i], loss = Math.Max(score, 0) + Math.Log(1 + Math.Exp(-Math.Abs(score))) - (score * targets.Span[i]);
            sum += weights.IsEmpty ? loss : weights[i] * loss;
        }

        return sum;
    }
}
