using Anneal.Workflow.Runs;

namespace Anneal.Workflow.TextTasks;

/// <summary>A recipe about a task over texts was understood.</summary>
/// <param name="Recipe">The recipe, defaults filled in.</param>
public sealed record TextTaskRecipeRead(TextTaskRecipe Recipe) : RunEvent;

/// <summary>The examples have been read and shared out.</summary>
/// <param name="Counts">How many there are.</param>
public sealed record ExamplesRead(TextTaskCounts Counts) : RunEvent;

/// <summary>The bundle is in its place: the run is done.</summary>
/// <param name="Result">All that came of it.</param>
public sealed record TextTaskRunFinished(TextTaskResult Result) : RunEvent;

/// <summary>What a run about a task over texts leaves.</summary>
/// <param name="Bundle">The bundle's folder, as the user would type it.</param>
/// <param name="Architecture">The kind of network.</param>
/// <param name="Metrics">What was measured.</param>
/// <param name="Examples">Some examples with what the model says of them.</param>
/// <param name="Duration">How long it took.</param>
public sealed record TextTaskResult(string Bundle, string Architecture, TextTaskMetrics Metrics, IReadOnlyList<TaskExample> Examples, TimeSpan Duration)
{
    /// <summary>What to type behind <c>anneal</c> to ask the bundle about the first example.</summary>
    public string TryIt => NextQuestion.Command(Bundle, Examples[0]);
}
