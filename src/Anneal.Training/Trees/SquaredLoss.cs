using System.Numerics.Tensors;

namespace Anneal.Training.Trees;

/// <summary>Half the square of the distance from a number.</summary>
internal sealed class SquaredLoss(ReadOnlyMemory<float> targets) : TreeLoss
{
    public override int Outputs => 1;

    internal override TreeLoss Take(ReadOnlySpan<int> rows)
    {
        float[] taken = new float[rows.Length];
        for (int i = 0; i < taken.Length; i++) taken[i] = targets.Span[rows[i]];
        return new SquaredLoss(taken);
    }

    internal override float[] Start(ReadOnlySpan<float> weights)
    {
        double sum = 0, all = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[i];
            sum += weight * targets.Span[i];
            all += weight;
        }

        return [(float)(sum / all)];
    }

    internal override void Derive(ReadOnlySpan<float> scores, int output, int first, Span<float> slopes, Span<float> curvatures)
    {
        TensorPrimitives.Subtract(scores.Slice(first, slopes.Length), targets.Span.Slice(first, slopes.Length), slopes);
        curvatures.Fill(1);
    }

    internal override double Sum(ReadOnlySpan<float> scores, ReadOnlySpan<float> weights, int first, int count)
    {
        double sum = 0;
        for (int i = first; i < first + count; i++)
        {
            double distance = scores[i] - targets.Span[i], loss = distance * distance / 2;
            sum += weights.IsEmpty ? loss : weights[i] * loss;
        }

        return sum;
    }
}
