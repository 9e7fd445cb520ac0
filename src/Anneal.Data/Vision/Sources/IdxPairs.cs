using Anneal.Data.Messages;
using Anneal.Data.Sources;
using Anneal.Data.Splits;
using Anneal.Data.Tables;

namespace Anneal.Data.Vision.Sources;

/// <summary>IDX files in pairs, as MNIST is handed out: <c>train-images-idx3-ubyte.gz</c> and <c>train-labels-idx1-ubyte.gz</c>; <c>t10k</c> is the test part.</summary>
internal static class IdxPairs
{
    private const string Images = "images-idx3", Labels = "labels-idx1", OtherImages = "images.idx3", OtherLabels = "labels.idx1";

    public static bool IsImages(string path) => Path.GetFileName(path) is var name && (name.Contains(Images, StringComparison.Ordinal) || name.Contains(OtherImages, StringComparison.Ordinal));

    /// <param name="imageFiles">The files of pictures; their labels lie beside them.</param>
    /// <param name="shownAs">The source's name in messages.</param>
    public static Table Read(IReadOnlyList<string> imageFiles, string shownAs)
    {
        List<ArrayPair> pairs = [];
        foreach (string file in imageFiles)
        {
            string name = Path.GetFileName(file);
            string labels = Path.Combine(Path.GetDirectoryName(file)!, name.Replace(Images, Labels, StringComparison.Ordinal).Replace(OtherImages, OtherLabels, StringComparison.Ordinal));
            if (!File.Exists(labels) && File.Exists(Toggled(labels))) labels = Toggled(labels);
            if (!File.Exists(labels)) throw new UserErrorException(ImageMessages.NoLabelsFor(name, Path.GetFileName(labels)), ImageMessages.NoLabelsForWayOut, new Place(shownAs));
            SplitPart part = ArrayPair.PartOf(name);
            string usual = part switch { SplitPart.Test => "test", SplitPart.Valid => "valid", _ => "train" };
            string reference = pairs.Exists(p => p.Name == usual) ? name : usual;
            pairs.Add(new ArrayPair(reference, part, IdxFile.Read(file), IdxFile.Read(labels), new Place(file)));
        }
        return ArrayPair.ToTable([.. pairs.OrderBy(p => p.Part)], shownAs);
    }

    /// <summary>One of the two may be packed, and the other not.</summary>
    private static string Toggled(string path) => path.EndsWith(".gz", StringComparison.Ordinal) ? path[..^3] : path + ".gz";
}
