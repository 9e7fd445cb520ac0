namespace Anneal.Workflow.Bundles;

/// <summary>The files of a bundle.</summary>
internal static class BundleFiles
{
    public const string Weights = "model.safetensors";
    public const string Config = "config.json";
    public const string Recipe = "recipe.yaml";
    public const string Schema = "schema.json";
    public const string Preprocessing = "preprocessing.json";
    public const string Metrics = "metrics.json";
}
