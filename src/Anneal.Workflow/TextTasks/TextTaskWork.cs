using Anneal.Data.Splits;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Workflow.TextTasks;

/// <summary>One run of a task over texts: its examples, its network, and what the network learns from them.</summary>
internal abstract class TextTaskWork
{
    /// <summary>The kind of network, as <c>ModelNames</c> knows it.</summary>
    public abstract string Architecture { get; }

    /// <summary>What learns: its parameters that want a gradient.</summary>
    public abstract Module Network { get; }

    /// <summary>How many examples there are.</summary>
    public abstract TextTaskCounts Counts { get; }

    /// <summary>The mean loss of a step's batch, to be learnt from. Which examples it has depends on the step's number alone, so that a resumed run goes on to the same bits.</summary>
    /// <param name="step">The step, from 0.</param>
    public abstract Tensor Loss(long step);

    /// <summary>The score that chooses the weights (<see cref="TextTask.ChosenBy"/>), on the validation part or a fixed share of it. The network is in inference mode and records nothing.</summary>
    public abstract double Look();

    /// <summary>All scores on a part; the network has its best weights.</summary>
    public abstract TaskScores Measure(SplitPart part);

    /// <summary>What is cheap to reach on a part: names that <c>ModelNames</c> knows, and their scores (those that make sense for them).</summary>
    public abstract IReadOnlyList<TextTaskBaseline> Baselines(SplitPart part);

    /// <summary>The first examples of the test part with what the model says of them.</summary>
    public abstract IReadOnlyList<TaskExample> Show(int count);

    /// <summary>Writes the model into a folder that is there, as Hugging Face lays models out where it knows the kind.</summary>
    public abstract void Write(string folder);
}

/// <summary>An example with the model's answer, to be looked at.</summary>
/// <param name="Row">What <c>anneal predict</c> would be given: values by the names in <see cref="TextPredictor.Inputs"/>.</param>
/// <param name="Shown">The same for people.</param>
/// <param name="Wanted">What is right.</param>
/// <param name="Told">What the model says.</param>
public sealed record TaskExample(IReadOnlyDictionary<string, string> Row, string Shown, string Wanted, string Told);
