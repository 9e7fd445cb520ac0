using Anneal.Data.Messages;
using Anneal.Data.Tables;

namespace Anneal.Data.Vision.Sources;

/// <summary>Tells classes from paths: the folder that a picture lies in is its class.</summary>
internal static class ClassFolders
{
    private static readonly Dictionary<string, string> Parts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["train"] = "train", ["training"] = "train", ["valid"] = "valid", ["val"] = "valid", ["validation"] = "valid", ["test"] = "test", ["testing"] = "test",
    };

    public static Table Read(IReadOnlyList<string> names, ImageSource images, string shownAs)
    {
        if (names.Count == 0) throw new UserErrorException(ImageMessages.NoPictures(shownAs), ImageMessages.ClassFoldersWayOut, new Place(shownAs));
        var labels = new string?[names.Count];
        var parts = new string?[names.Count];
        bool hasParts = false;
        for (int i = 0; i < names.Count; i++)
        {
            string[] folders = names[i].Split('/')[..^1];
            if (folders.Length == 0) throw new UserErrorException(ImageMessages.NoClass(names[i]), ImageMessages.ClassFoldersWayOut, new Place(shownAs));
            labels[i] = folders[^1];

            // A class may be called "test" too; a part is a folder above that of the class.
            string? part = folders[..^1].LastOrDefault(Parts.ContainsKey);
            parts[i] = part is null ? null : Parts[part];
            hasParts |= part is not null;
        }

        string?[][] columns = hasParts ? [[.. names], labels, parts] : [[.. names], labels];
        string[] columnNames = hasParts ? [ImageTable.ImageColumn, ImageTable.LabelColumn, ImageTable.PartColumn] : [ImageTable.ImageColumn, ImageTable.LabelColumn];
        return new Table(shownAs, columnNames, columns, new int[names.Count]) { Images = images };
    }
}
