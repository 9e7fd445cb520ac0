using System.Numerics.Tensors;
using System.Text.Json.Serialization;
using Anneal.Data.Schemas;

namespace Anneal.Models;

/// <summary>The last step from a network's outputs to answers.</summary>
/// <param name="Kind">What a label is: classes exclude each other (softmax), or do not (sigmoid), or it is a number.</param>
/// <param name="Mean">For a number: the mean of the training labels, in their unit.</param>
/// <param name="Deviation">For a number: their standard deviation; above 0.</param>
public sealed record OutputLink(LabelKind Kind, double Mean = 0, double Deviation = 1)
{
    /// <summary>The link for the labels of the training rows.</summary>
    public static OutputLink Of(Labels train)
    {
        if (train.Kind != LabelKind.Number) return new OutputLink(train.Kind);
        double mean = train.Values.Average(v => (double)v);
        double deviation = Math.Sqrt(train.Values.Average(v => (v - mean) * (v - mean)));
        return new OutputLink(train.Kind, mean, deviation > 0 ? deviation : 1);
    }

    /// <summary>Turns outputs into answers.</summary>
    /// <param name="outputs">What the network gave, [rows, width].</param>
    /// <param name="width">Numbers of a row.</param>
    /// <param name="answers">Receives probabilities, or numbers in the label's unit, [rows, width].</param>
    public void Apply(ReadOnlySpan<float> outputs, int width, Span<float> answers)
    {
        switch (Kind)
        {
            case LabelKind.OneClass:
                for (int start = 0; start < outputs.Length; start += width)
                {
                    // Less the largest, so that no exponential overflows.
                    ReadOnlySpan<float> row = outputs.Slice(start, width);
                    Span<float> shares = answers.Slice(start, width);
                    TensorPrimitives.Subtract(row, TensorPrimitives.Max(row), shares);
                    TensorPrimitives.SoftMax(shares, shares);
                }

                break;
            case LabelKind.ManyClasses:
                TensorPrimitives.Sigmoid(outputs, answers);
                break;
            default:
                for (int i = 0; i < outputs.Length; i++) answers[i] = (float)((outputs[i] * Deviation) + Mean);
                break;
        }
    }
}
