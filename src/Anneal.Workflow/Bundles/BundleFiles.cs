namespace Anneal.Workflow.Bundles;

/// <summary>The files of a bundle, beside those of its model.</summary>
internal static class BundleFiles
{
    public const string Config = "config.json";
    /// <summary>What <see cref="Config"/> is for other bundles: a language model's config.json is the one that Hugging Face knows.</summary>
    public const string LanguageConfig = "bundle.json";

    public const string Recipe = "recipe.yaml";
    public const string Schema = "schema.json";
    public const string Metrics = "metrics.json";
}
