using Anneal.Data.Schemas;
using Anneal.Models;

namespace Anneal.Training.Learners;

/// <summary>What models of all kinds are compared by: log-loss in nats, or the squared error in squared deviations of the training labels.</summary>
public static class ValidationLoss
{
    /// <summary>Measures a model on the validation rows.</summary>
    public static double Measure(FittedModel model, LearningTask task) =>
        Of(model.Predict(task.Table, task.Split.Valid), task.ValidLabels, OutputLink.Of(task.TrainLabels));

    /// <summary>Measures answers.</summary>
    /// <param name="answers">Probabilities or numbers, [rows, outputs].</param>
    /// <param name="labels">The true labels.</param>
    /// <param name="link">Knows the deviation of the training labels.</param>
    public static double Of(ReadOnlySpan<float> answers, Labels labels, OutputLink link)
    {
        const double Smallest = 1e-15;
        double sum = 0;
        switch (labels.Kind)
        {
            case LabelKind.OneClass:
                for (int row = 0; row < labels.Count; row++) sum -= Math.Log(Math.Max(answers[(row * labels.Outputs) + labels.Classes[row]], Smallest));
                return sum / labels.Count;
            case LabelKind.ManyClasses:
                for (int i = 0; i < answers.Length; i++) sum -= Math.Log(Math.Max(labels.Values[i] > 0 ? answers[i] : 1 - answers[i], Smallest));
                return sum / answers.Length;
            default:
                for (int row = 0; row < labels.Count; row++) sum += Math.Pow((answers[row] - labels.Values[row]) / link.Deviation, 2);
                return sum / labels.Count;
        }
    }
}
