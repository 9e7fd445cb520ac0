namespace Anneal.Training.Trees;

/// <summary>Log-loss of several classes.</summary>
internal sealed class SoftmaxLoss(ReadOnlyMemory<int> classes, int count) : TreeLoss
{
    public override int Outputs => count;

    internal override TreeLoss Take(ReadOnlySpan<int> rows)
    {
        int[] taken = new int[rows.Length];
        for (int i = 0; i < taken.Length; i++) taken[i] = classes.Span[rows[i]];
        return new SoftmaxLoss(taken, count);
    }

    internal override float[] Start(ReadOnlySpan<float> weights)
    {
        double[] sums = new double[count];
        double all = 0;
        for (int i = 0; i < classes.Length; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[i];
            sums[classes.Span[i]] += weight;
            all += weight;
        }

        return Array.ConvertAll(sums, sum => (float)Math.Log(Math.Max(sum / all, 1e-6)));
    }

    internal override void Derive(ReadOnlySpan<float> scores, int output, int first, Span<float> slopes, Span<float> curvatures)
    {
        // The diagonal of the Hessian alone would step too far: the other scores move too (Friedman, "Additive logistic regression", 2000, has this factor).
        float factor = count / (count - 1f);
        for (int i = 0; i < slopes.Length; i++)
        {
            ReadOnlySpan<float> row = scores.Slice((first + i) * count, count);
            float probability = MathF.Exp(row[output] - LogSum(row));
            slopes[i] = probability - (classes.Span[first + i] == output ? 1 : 0);
            curvatures[i] = MathF.Max(factor * probability * (1 - probability), 1e-16f);
        }
    }

    internal override double Sum(ReadOnlySpan<float> scores, ReadOnlySpan<float> weights, int first, int rows)
    {
        double sum = 0;
        for (int i = first; i < first + rows; i++)
        {
            ReadOnlySpan<float> row = scores.Slice(i * count, count);
            double loss = LogSum(row) - row[classes.Span[i]];
            sum += weights.IsEmpty ? loss : weights[i] * loss;
        }

        return sum;
    }

    private static float LogSum(ReadOnlySpan<float> row)
    {
        float largest = row[0], sum = 0;
        foreach (float score in row) largest = MathF.Max(largest, score);
        foreach (float score in row) sum += MathF.Exp(score - largest);
        return largest + MathF.Log(sum);
    }
}
