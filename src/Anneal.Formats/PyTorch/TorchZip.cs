namespace Anneal.Formats;

/// <summary>The form since PyTorch 1.6: a zip archive with <c>NAME/data.pkl</c> and a file <c>NAME/data/KEY</c> for each storage, none compressed.</summary>
internal static class TorchZip
{
    private const string Pickle = "/data.pkl";

    public static TorchContent Read(MappedFile file)
    {
        ZipDirectory zip = ZipDirectory.Read(file);
        List<ZipEntry> pickles = zip.Entries.FindAll(e => e.Name.EndsWith(Pickle, StringComparison.Ordinal));
        if (pickles.Count != 1)
            throw new ModelFileException(file.Path, "table of contents", $"there are {pickles.Count} entries data.pkl where a PyTorch file has one.", "If this is an archive of NumPy arrays, read it with NumPy.LoadArchive.");
        ZipEntry pickle = Stored(pickles[0], file);
        string folder = pickle.Name[..^Pickle.Length];
        long start = pickle.Start;
        object? root = PickleMachine.Run(file, "data.pkl", ref start, pickle.Start + pickle.Bytes, TorchRebuild.Storage);
        return new TorchContent(root, pickle.Bytes, IsBigEndian(zip, folder, file), key =>
            zip.Find($"{folder}/data/{key}") is { } entry ? new TorchBytes(Stored(entry, file).Start, entry.Bytes) : null);
    }

    private static bool IsBigEndian(ZipDirectory zip, string folder, MappedFile file)
    {
        if (zip.Find($"{folder}/byteorder") is not { } entry) return false;
        if (entry is { Deflated: false, Bytes: < 16 })
        {
            ReadOnlySpan<byte> text = file.Span(entry.Start, (int)entry.Bytes);
            if (text.SequenceEqual("little"u8)) return false;
            if (text.SequenceEqual("big"u8)) return true;
        }
        throw new ModelFileException(file.Path, "entry byteorder", "it is neither 'little' nor 'big'.", TorchRebuild.WayOut);
    }

    private static ZipEntry Stored(ZipEntry entry, MappedFile file) => entry.Deflated
        ? throw new ModelFileException(file.Path, $"entry {ModelFileException.Quote(entry.Name)}", "it is compressed, as PyTorch never does it.", "Unpack the archive and pack it again without compression, or save it again in Python.")
        : entry;
}
