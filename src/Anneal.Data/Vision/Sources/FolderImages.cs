namespace Anneal.Data.Vision.Sources;

/// <summary>Pictures on the disk; a reference is a path, counted from a folder.</summary>
/// <param name="folder">The folder.</param>
/// <param name="shownAs">Its name in messages, when that differs.</param>
public sealed class FolderImages(string folder, string? shownAs = null) : ImageSource
{
    /// <inheritdoc/>
    public override Image Read(string reference) => ImageFile.Read(Path.Combine(folder, reference), FileOf(reference));

    /// <inheritdoc/>
    public override string? FileOf(string reference) => Path.Combine(shownAs ?? folder, reference);
}
