namespace Anneal.Cli.Terminal;

/// <summary>Tells how the user called this program.</summary>
internal static class Calling
{
    private const string Installed = "anneal";

    /// <summary>
    /// <c>anneal</c>, or the <c>dotnet run</c> line when the program lies in the build output of its project:
    /// <c>src/Anneal.Cli/bin/Release/net10.0/anneal</c>.
    /// </summary>
    public static string CommandLine(string? program, string currentFolder)
    {
        DirectoryInfo? framework = program is null ? null : Directory.GetParent(program);
        DirectoryInfo? configuration = framework?.Parent;
        DirectoryInfo? project = configuration?.Parent?.Parent;
        if (project is null || !File.Exists(Path.Combine(project.FullName, "Anneal.Cli.csproj"))) return Installed;
        return $"dotnet run -c {configuration!.Name} --project {Path.GetRelativePath(currentFolder, project.FullName).Replace('\\', '/')} --";
    }
}
