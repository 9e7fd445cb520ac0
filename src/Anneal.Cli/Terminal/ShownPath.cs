namespace Anneal.Cli.Terminal;

/// <summary>A path as a person would type it here.</summary>
internal static class ShownPath
{
    /// <summary>As seen from the current folder where it lies below it; else as it is.</summary>
    public static string Of(string path)
    {
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative.Replace('\\', '/');
    }
}
