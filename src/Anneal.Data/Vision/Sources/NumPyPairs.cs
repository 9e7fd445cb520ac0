using Anneal.Data.Messages;
using Anneal.Data.Tables;
using Anneal.Formats;
using Anneal.Tensors;

namespace Anneal.Data.Vision.Sources;

/// <summary>NumPy arrays in pairs: <c>images</c> and <c>labels</c>, or <c>x_train</c> and <c>y_train</c>, as files of a folder or members of an .npz.</summary>
internal static class NumPyPairs
{
    private const long MostBytes = 8L << 30;

    /// <summary>How an array of pictures is called, and how that of its labels.</summary>
    private static readonly (string Images, string Labels)[] Names = [("images", "labels"), ("image", "label"), ("x", "y"), ("data", "labels"), ("data", "targets")];

    public static Table ReadFolder(string path, string shownAs)
    {
        Dictionary<string, Tensor> arrays = new(StringComparer.OrdinalIgnoreCase);
        foreach (string file in Directory.EnumerateFiles(path, "*.npy").Order(StringComparer.Ordinal)) arrays.TryAdd(Path.GetFileNameWithoutExtension(file), Load(file, () => NumPy.Load(file)));
        return Pair(arrays, shownAs);
    }

    public static Table ReadArchive(string path, string shownAs) =>
        Pair(new Dictionary<string, Tensor>(Load(path, () => NumPy.LoadArchive(path, MostBytes)), StringComparer.OrdinalIgnoreCase), shownAs);

    private static Table Pair(Dictionary<string, Tensor> arrays, string shownAs)
    {
        List<ArrayPair> pairs = [];
        foreach ((string name, Tensor array) in arrays.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            if (!ArrayImages.IsPictures(array)) continue;
            string? labels = Names.Select(n => WithWord(name, n.Images, n.Labels)).FirstOrDefault(n => n is not null && arrays.ContainsKey(n));
            if (labels is null) throw new UserErrorException(ImageMessages.NoLabelsFor(name, WithWord(name, "images", "labels") ?? WithWord(name, "x", "y") ?? "labels"), ImageMessages.NoLabelsForWayOut, new Place(shownAs));
            pairs.Add(new ArrayPair(name, ArrayPair.PartOf(name), array, arrays[labels], new Place(shownAs)));
        }
        if (pairs.Count == 0) throw new UserErrorException(ImageMessages.NoPictures(shownAs), ImageMessages.ArraysWayOut, new Place(shownAs));
        return ArrayPair.ToTable([.. pairs.OrderBy(p => p.Part)], shownAs);
    }

    /// <summary>The name with one of its words exchanged, or null if the word is not in it: <c>x_train</c> to <c>y_train</c>.</summary>
    private static string? WithWord(string name, string word, string other)
    {
        string[] words = name.Split('_', '-');
        int at = Array.FindIndex(words, w => w.Equals(word, StringComparison.OrdinalIgnoreCase));
        if (at < 0) return null;
        words[at] = other;
        return string.Join(name.Contains('-', StringComparison.Ordinal) ? '-' : '_', words);
    }

    private static T Load<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ModelFileException e)
        {
            throw new UserErrorException(ImageMessages.Unreadable(e.Reason.TrimEnd('.')), ImageMessages.ArraysWayOut, new Place(path), e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(ImageMessages.Unreadable(e.Message), ImageMessages.UnreadableWayOut, new Place(path), e);
        }
    }
}
