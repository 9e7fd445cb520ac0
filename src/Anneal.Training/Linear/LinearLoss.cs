using System.Numerics.Tensors;
using Anneal.Data.Schemas;
using Anneal.Data.Tabular;
using Anneal.Models;

namespace Anneal.Training.Linear;

/// <summary>The mean loss of a linear model over dense rows, penalised by the squares of its weights (not of its biases), and its gradient.</summary>
/// <remarks>
/// Unknowns: weights [scores, features], then biases [scores]. Two classes need one score; classes that exclude each other have one each and softmax; those
/// that do not are told independently; a number is standardised, its loss half the squared error.
/// </remarks>
internal sealed class LinearLoss
{
    /// <summary>The rows are cut into this many runs, whose sums are added in their order: the same bits at any number of threads.</summary>
    private const int Runs = 16;

    /// <summary>Rows whose gradients are added up in single precision before they join the sum.</summary>
    private const int RowsAtOnce = 256;

    private readonly FeatureMatrix features;
    private readonly Labels labels;
    private readonly OutputLink link;
    private readonly float[]? weights;
    private readonly double allWeights;
    private readonly float[] point;
    private readonly double[][] gradients;
    private readonly double[] losses = new double[Runs];

    public LinearLoss(FeatureMatrix features, Labels labels, OutputLink link, float[]? weights)
    {
        this.features = features;
        this.labels = labels;
        this.link = link;
        this.weights = weights;
        Scores = labels is { Kind: LabelKind.OneClass, Outputs: 2 } ? 1 : labels.Outputs;
        allWeights = weights is null ? features.Rows : weights.Sum(w => (double)w);
        point = new float[Unknowns];
        gradients = [.. Enumerable.Range(0, Runs).Select(_ => new double[Unknowns])];
    }

    public int Scores { get; }

    public int Unknowns => Scores * (features.Width + 1);

    /// <summary>Strength of the penalty: the mean loss gets half of this times the sum of the weights' squares.</summary>
    public double Penalty { get; set; }

    /// <summary>Value and gradient, in the form that <see cref="Lbfgs"/> takes.</summary>
    public double Measure(ReadOnlySpan<double> at, Span<double> gradient)
    {
        for (int i = 0; i < point.Length; i++) point[i] = (float)at[i];
        Parallel.For(0, Runs, MeasureRun);
        gradient.Clear();
        double loss = 0;
        for (int run = 0; run < Runs; run++)
        {
            loss += losses[run];
            TensorPrimitives.Add(gradient, gradients[run], gradient);
        }

        TensorPrimitives.Divide(gradient, allWeights, gradient);
        int count = Scores * features.Width;
        TensorPrimitives.MultiplyAdd(at[..count], Penalty, gradient[..count], gradient[..count]);
        return (loss / allWeights) + (Penalty / 2 * TensorPrimitives.SumOfSquares(at[..count]));
    }

    private void MeasureRun(int run)
    {
        int width = features.Width, from = (int)((long)features.Rows * run / Runs), end = (int)((long)features.Rows * (run + 1) / Runs);
        double[] sum = gradients[run];
        Array.Clear(sum);
        float[] part = new float[Unknowns], scores = new float[Scores];
        double loss = 0;
        for (int row = from; row < end; row++)
        {
            ReadOnlySpan<float> cells = features.Values.AsSpan(row * width, width);
            for (int k = 0; k < Scores; k++) scores[k] = TensorPrimitives.Dot(cells, point.AsSpan(k * width, width)) + point[(Scores * width) + k];
            double weight = weights is null ? 1 : weights[row];
            loss += weight * Derive(row, scores);
            for (int k = 0; k < Scores; k++)
            {
                float slope = (float)weight * scores[k];
                Span<float> own = part.AsSpan(k * width, width);
                TensorPrimitives.MultiplyAdd(cells, slope, own, own);
                part[(Scores * width) + k] += slope;
            }

            if ((row - from) % RowsAtOnce != RowsAtOnce - 1 && row != end - 1) continue;
            for (int i = 0; i < sum.Length; i++) sum[i] += part[i];
            Array.Clear(part);
        }

        losses[run] = loss;
    }

    /// <summary>Puts the loss's slopes in the place of a row's scores.</summary>
    /// <returns>The row's loss.</returns>
    private double Derive(int row, float[] scores)
    {
        switch (labels.Kind)
        {
            case LabelKind.Number:
                double distance = scores[0] - ((labels.Values[row] - link.Mean) / link.Deviation);
                scores[0] = (float)distance;
                return distance * distance / 2;
            case LabelKind.OneClass when Scores > 1:
                int label = labels.Classes[row];
                double logSum = TensorPrimitives.Max(scores), asked = scores[label], exponents = 0;
                foreach (float score in scores) exponents += Math.Exp(score - logSum);
                logSum += Math.Log(exponents);
                for (int k = 0; k < scores.Length; k++) scores[k] = (float)(Math.Exp(scores[k] - logSum) - (k == label ? 1 : 0));
                return logSum - asked;
            default:
                double loss = 0;
                for (int k = 0; k < scores.Length; k++)
                {
                    double target = labels.Kind == LabelKind.OneClass ? labels.Classes[row] : labels.Values[(row * Scores) + k], score = scores[k];
                    loss += Math.Max(score, 0) + Math.Log(1 + Math.Exp(-Math.Abs(score))) - (score * target);
                    scores[k] = (float)((1 / (1 + Math.Exp(-score))) - target);
                }

                return loss;
        }
    }
}
