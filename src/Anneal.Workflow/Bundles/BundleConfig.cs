namespace Anneal.Workflow.Bundles;

/// <summary>What a bundle is: its config.json.</summary>
/// <param name="FormatVersion">Version of the bundle's layout.</param>
/// <param name="Name">The recipe's name.</param>
/// <param name="Task">What was learnt, as a recipe names it.</param>
/// <param name="Model">What learnt it, as a recipe names it.</param>
/// <param name="Created">When.</param>
public sealed record BundleConfig(int FormatVersion, string Name, string Task, string Model, DateTimeOffset Created)
{
    /// <summary>The layout that this version of Anneal writes.</summary>
    public const int CurrentVersion = 1;
}
