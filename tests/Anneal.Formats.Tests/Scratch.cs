using Anneal.Tests;

namespace Anneal.Formats.Tests;

/// <summary>A folder that lives as long as the test.</summary>
internal sealed class Scratch : IDisposable
{
    public string Folder { get; } = TestData.NewFolder();

    public string Path(string name) => System.IO.Path.Combine(Folder, name);

    /// <summary>A file of these bytes.</summary>
    public string File(string name, ReadOnlySpan<byte> bytes)
    {
        string path = Path(name);
        System.IO.File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
