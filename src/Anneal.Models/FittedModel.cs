using Anneal.Data.Tables;
using Anneal.Tensors;

namespace Anneal.Models;

/// <summary>A model with all that was learnt for it: it takes rows of a table as they were read, and answers.</summary>
/// <param name="config">What it is.</param>
public abstract class FittedModel(ModelConfig config)
{
    /// <summary>What it is, weights apart.</summary>
    public ModelConfig Config { get; } = config;

    /// <summary>How many numbers it has learnt.</summary>
    public virtual long ParameterCount => Weights().Values.Sum(w => w.ElementCount);

    /// <summary>The learnt numbers, by name.</summary>
    public abstract IReadOnlyDictionary<string, Tensor> Weights();

    /// <summary>Answers rows; a column that the table lacks counts as missing.</summary>
    /// <param name="table">Rows as a source gave them.</param>
    /// <param name="rows">Which of them.</param>
    /// <returns>Probabilities of the classes, or a number in the label's unit, [rows, outputs].</returns>
    public abstract float[] Predict(Table table, ReadOnlySpan<int> rows);
}
