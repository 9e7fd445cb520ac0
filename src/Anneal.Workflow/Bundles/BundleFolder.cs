using System.Globalization;

namespace Anneal.Workflow.Bundles;

/// <summary>A bundle's folder while it is being written: it gets its name only when it is whole.</summary>
internal sealed class BundleFolder : IDisposable
{
    private readonly string parent;
    private readonly string name;
    private bool published;

    private BundleFolder(string parent, string name)
    {
        this.parent = parent;
        this.name = name;

        // Beside its final place, so that the rename at the end stays within one file system; hidden, so that no
        // listing of bundles meets it.
        Path = System.IO.Path.Combine(parent, $".{name}.{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}.part");
    }

    /// <summary>Where the files go for now.</summary>
    public string Path { get; }

    /// <summary>Where they will be in the end, unless another run takes the name before.</summary>
    public string FinalPath
    {
        get
        {
            string path = System.IO.Path.Combine(parent, name);
            for (int number = 2; Directory.Exists(path); number++)
                path = System.IO.Path.Combine(parent, $"{name}-{number.ToString(CultureInfo.InvariantCulture)}");
            return path;
        }
    }

    public static BundleFolder Create(string parent, string recipeName, DateTimeOffset now)
    {
        BundleFolder folder = new(parent, $"{recipeName}-{now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}");
        Directory.CreateDirectory(folder.Path);
        return folder;
    }

    public void WriteText(string file, string text) => File.WriteAllText(System.IO.Path.Combine(Path, file), text);

    /// <summary>Gives the folder its name, with a number behind it if a run of the same second took it, and returns its path.</summary>
    public string Publish()
    {
        string path = FinalPath;
        Directory.Move(Path, path);
        published = true;
        return path;
    }

    /// <summary>Leaves nothing behind of a bundle that was not published.</summary>
    public void Dispose()
    {
        if (!published && Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }
}
