using System.Security.Cryptography;
using System.Text;

namespace Anneal.Workflow.Runs;

/// <summary>Where a run keeps what a later one can go on from; gone when the bundle is in its place.</summary>
/// <remarks>It belongs to what the recipe says: after a change of the recipe there is nothing to go on from.</remarks>
internal sealed class RunFolder
{
    private RunFolder(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Opens the folder of a recipe's run.</summary>
    /// <param name="parent">Where bundles go.</param>
    /// <param name="name">The recipe's name.</param>
    /// <param name="resolved">All that the recipe says, defaults filled in.</param>
    /// <param name="resume">Whether to go on from what is there; otherwise it is emptied.</param>
    public static RunFolder Open(string parent, string name, string resolved, bool resume)
    {
        string mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(resolved)))[..12];
        string path = System.IO.Path.Combine(parent, $".{name}.{mark}.run");
        if (!resume && Directory.Exists(path)) Directory.Delete(path, recursive: true);
        Directory.CreateDirectory(path);
        return new RunFolder(path);
    }

    /// <summary>Takes the folder away.</summary>
    public void Delete() => Directory.Delete(Path, recursive: true);
}
