using System.Globalization;
using System.Text.Json;

namespace Anneal.Workflow.Bundles;

/// <summary>Takes a bundle's folder away, and no other folder.</summary>
public static class BundleRemoval
{
    /// <summary>Whether a folder is a bundle, of any version.</summary>
    public static bool IsBundle(string path)
    {
        try
        {
            string language = Path.Combine(path, BundleFiles.LanguageConfig);
            using JsonDocument config = JsonDocument.Parse(File.ReadAllBytes(File.Exists(language) ? language : Path.Combine(path, BundleFiles.Config)));
            return config.RootElement.ValueKind == JsonValueKind.Object
                && config.RootElement.TryGetProperty("format_version", out JsonElement version)
                && version.ValueKind == JsonValueKind.Number
                && File.Exists(Path.Combine(path, BundleFiles.Recipe));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return false;
        }
    }

    /// <summary>Deletes a bundle's folder; false, and nothing done, where the path is no bundle.</summary>
    /// <exception cref="IOException">It can't be deleted.</exception>
    public static bool TryRemove(string path)
    {
        if (!IsBundle(path)) return false;

        // Hidden first: who lists bundles meanwhile, or finds this stopped halfway, sees no half of one.
        string whole = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        string hidden = Path.Combine(Path.GetDirectoryName(whole)!, $".{Path.GetFileName(whole)}.{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}.gone");
        Directory.Move(whole, hidden);
        Directory.Delete(hidden, recursive: true);
        return true;
    }
}
