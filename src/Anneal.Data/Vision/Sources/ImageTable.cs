using Anneal.Data.Messages;
using Anneal.Data.Sources;
using Anneal.Data.Tables;

namespace Anneal.Data.Vision.Sources;

/// <summary>Opens pictures with their classes as a table of the columns <c>image</c> and <c>label</c>; its rows are marked with their part where the source says which are for testing.</summary>
/// <remarks>
/// Known are: a folder, zip, tar or tar.gz with a folder for each class (<c>cat/1.png</c>), in folders <c>train</c>, <c>valid</c>, <c>test</c> if there are such; IDX files as of MNIST,
/// images and labels in pairs; NumPy arrays, images and labels in pairs, in a folder or an .npz.
/// </remarks>
/// <example>
/// <code>
/// Table table = ImageTable.Read("photos");
/// Image first = table.Images!.Read(table.Column(0)[0]!);
/// </code>
/// </example>
public static class ImageTable
{
    /// <summary>The column of references.</summary>
    public const string ImageColumn = "image";

    /// <summary>The column of classes.</summary>
    public const string LabelColumn = "label";

    /// <summary>Reads pictures and their classes, or a table with a column that names pictures: their paths count from its folder.</summary>
    /// <exception cref="UserErrorException">Nothing is there, or nothing that is known.</exception>
    public static Table Read(SourceChoice choice)
    {
        if (choice.Format is null && choice.Member is null && Recognises(choice.Location)) return Read(choice.Location, choice.Shown, choice.NamedAt);
        string folder = Path.GetDirectoryName(choice.Location) ?? "";
        return TableSource.Read(choice).WithImages(new FolderImages(folder, Path.GetDirectoryName(choice.Shown)));
    }

    /// <summary>Reads the list of pictures and their classes; the pictures themselves are decoded when they are asked for.</summary>
    /// <param name="path">A folder or a file.</param>
    /// <param name="shownAs">Its name in messages.</param>
    /// <param name="namedAt">Where the user named it.</param>
    /// <exception cref="UserErrorException">Nothing is there, or nothing that is known.</exception>
    public static Table Read(string path, string? shownAs = null, Place? namedAt = null)
    {
        shownAs ??= path;
        if (Directory.Exists(path)) return ReadFolder(path, shownAs);
        if (!File.Exists(path)) throw new UserErrorException(DataMessages.FileNotFound(shownAs), ImageMessages.NotFoundWayOut, namedAt);
        if (IdxPairs.IsImages(path)) return IdxPairs.Read([path], shownAs);
        if (path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase)) return NumPyPairs.ReadArchive(path, shownAs);
        if (ImageFile.IsNamedLikeOne(path)) return new Table(shownAs, [ImageColumn], [[Path.GetFileName(path)]], [0]) { Images = new FolderImages(Path.GetDirectoryName(path) ?? "", Path.GetDirectoryName(shownAs)) };
        ArchiveImages archive = ArchiveImages.Open(path, shownAs);
        return ClassFolders.Read(archive.Names, archive, shownAs);
    }

    /// <summary>Whether a source looks like pictures rather than like a table that may name some.</summary>
    public static bool Recognises(string path) =>
        Directory.Exists(path) || path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase) || (File.Exists(path) && (IdxPairs.IsImages(path) || ImageFile.IsNamedLikeOne(path) || IsArchive(path)));

    private static bool IsArchive(string path) =>
        path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".tar", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase);

    private static Table ReadFolder(string path, string shownAs)
    {
        string[] idx = [.. Directory.EnumerateFiles(path).Where(IdxPairs.IsImages).Order(StringComparer.Ordinal)];
        if (idx.Length > 0) return IdxPairs.Read(idx, shownAs);
        if (Directory.EnumerateFiles(path, "*.npy").Any()) return NumPyPairs.ReadFolder(path, shownAs);
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 8, IgnoreInaccessible = true };
        string[] names = [.. Directory.EnumerateFiles(path, "*", options).Where(ImageFile.IsNamedLikeOne).Select(file => Path.GetRelativePath(path, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];
        return ClassFolders.Read(names, new FolderImages(path, shownAs), shownAs);
    }
}
