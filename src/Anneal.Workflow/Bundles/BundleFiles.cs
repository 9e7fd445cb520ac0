namespace Anneal.Workflow.Bundles;

/// <summary>The files of a bundle, beside those of its model.</summary>
internal static class BundleFiles
{
    public const string Config = "config.json";
    public const string Recipe = "recipe.yaml";
    public const string Schema = "schema.json";
    public const string Metrics = "metrics.json";
}
