using Anneal.Data.Messages;
using Anneal.Data.Splits;
using Anneal.Data.Tables;

namespace Anneal.Data.Vision.Sources;

/// <summary>Tells classes from paths: the folder that a picture lies in is its class.</summary>
internal static class ClassFolders
{
    public static Table Read(IReadOnlyList<string> names, ImageSource images, string shownAs)
    {
        if (names.Count == 0) throw new UserErrorException(ImageMessages.NoPictures(shownAs), ImageMessages.ClassFoldersWayOut, new Place(shownAs));
        var labels = new string?[names.Count];
        var parts = new SplitPart[names.Count];
        bool hasParts = false;
        for (int i = 0; i < names.Count; i++)
        {
            string[] folders = names[i].Split('/')[..^1];
            if (folders.Length == 0) throw new UserErrorException(ImageMessages.NoClass(names[i]), ImageMessages.ClassFoldersWayOut, new Place(shownAs));
            labels[i] = folders[^1];

            // A class may be called "test" too; a part is a folder above that of the class.
            foreach (string folder in folders[..^1]) hasParts |= SplitWords.TryRead(folder, out parts[i]);
        }

        var table = new Table(shownAs, [ImageTable.ImageColumn, ImageTable.LabelColumn], [[.. names], labels], new int[names.Count]) { Images = images };
        return hasParts ? table.WithParts(parts) : table;
    }
}
