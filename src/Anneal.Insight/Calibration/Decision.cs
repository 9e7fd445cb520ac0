using Anneal.Data.Schemas;
using Anneal.Insight.Metrics;

namespace Anneal.Insight.Calibration;

/// <summary>The last step from a model's probabilities to what is told, learnt from the validation rows: how sure to be, and from which probability on a class is told.</summary>
/// <param name="Temperature">What logits are divided by (<see cref="Calibration.Temperature"/>); 1 leaves probabilities as they are.</param>
/// <param name="Threshold">With two classes, the probability from which the second is told; null for the more likely one.</param>
public sealed record Decision(double Temperature = 1, double? Threshold = null)
{
    /// <summary>Learns the temperature, then the threshold that goes with it.</summary>
    /// <param name="validation">Answers on rows that the model did not learn from.</param>
    /// <param name="calibrate">Whether probabilities are to be made honest.</param>
    /// <param name="goal">What the threshold is chosen for; null for none.</param>
    /// <exception cref="ArgumentException">The answers are numbers, or a threshold is asked for and there are not two classes.</exception>
    public static Decision Learn(Answers validation, bool calibrate, ThresholdGoal? goal)
    {
        Decision decision = new(calibrate ? Calibration.Temperature.Fit(validation) : 1);
        return goal is null ? decision : decision with { Threshold = DecisionThreshold.Choose(decision.Apply(validation), goal) };
    }

    /// <summary>Answers as they are told.</summary>
    public Answers Apply(Answers answers)
    {
        if (Temperature != 1) answers = answers.WithPredictions(Scale(answers.Predictions, answers.Outputs, answers.Kind));
        return Threshold is null ? answers : answers.WithThreshold(Threshold);
    }

    /// <summary>Probabilities at this temperature.</summary>
    /// <param name="probabilities">What the model gave, [rows, outputs].</param>
    /// <param name="outputs">Classes.</param>
    /// <param name="kind">Whether a row's probabilities sum to 1, or each class stands by itself.</param>
    public float[] Scale(float[] probabilities, int outputs, LabelKind kind) =>
        Temperature == 1 ? probabilities : Calibration.Temperature.Apply(probabilities, outputs, kind, Temperature);

    /// <summary>The class told for one row of classes that exclude each other.</summary>
    /// <param name="probabilities">Its probabilities, scaled.</param>
    public int Tell(ReadOnlySpan<float> probabilities)
    {
        if (Threshold is { } least && probabilities.Length == 2) return probabilities[1] >= least ? 1 : 0;
        int best = 0;
        for (int k = 1; k < probabilities.Length; k++)
        {
            if (probabilities[k] > probabilities[best]) best = k;
        }

        return best;
    }
}
