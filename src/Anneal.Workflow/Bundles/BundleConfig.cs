namespace Anneal.Workflow.Bundles;

/// <summary>What is needed to build the model again: the bundle's config.json.</summary>
/// <param name="FormatVersion">Version of the bundle's layout.</param>
/// <param name="Task">What was learnt.</param>
/// <param name="Architecture">The kind of model.</param>
/// <param name="Inputs">Features of a row.</param>
/// <param name="Hidden">Width of each hidden layer.</param>
/// <param name="Outputs">Classes.</param>
/// <param name="Dropout">Share of hidden values dropped in training.</param>
public sealed record BundleConfig(int FormatVersion, string Task, string Architecture, int Inputs, IReadOnlyList<int> Hidden, int Outputs, double Dropout)
{
    /// <summary>The layout that this version of Anneal writes.</summary>
    public const int CurrentVersion = 1;
}
