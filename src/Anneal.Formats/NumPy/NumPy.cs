using System.IO.Compression;
using Anneal.Tensors;

namespace Anneal.Formats;

/// <summary>NumPy's files: .npy with one array, .npz with several by name. Arrays of objects are refused, as unpickling can run code.</summary>
/// <remarks>
/// Numbers keep their type where a tensor has it; int8, int16 and uint16 become int32, uint32 and uint64 become int64.
/// Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
/// </remarks>
/// <example>
/// <code>
/// NumPy.Save("x.npy", Tensor.Ones([2, 3]));
/// Tensor x = NumPy.Load("x.npy");
/// </code>
/// </example>
public static class NumPy
{
    /// <summary>What <see cref="LoadArchive"/> reads at most unless told otherwise: 16 GiB.</summary>
    public const long DefaultMaximumBytes = 16L << 30;

    private const string Extension = ".npy";

    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads the array of an .npy file into memory, in row-major order whatever the order in the file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFileException">The file is damaged, or its elements are not numbers.</exception>
    public static Tensor Load(string path)
    {
        using MappedFile file = MappedFile.Open(path);
        if (ZipDirectory.IsZip(file)) throw new ModelFileException(path, "byte 0", "this is an archive of arrays (.npz).", "Read it with NumPy.LoadArchive.");
        using var reader = new ByteReader(file.Stream(0, file.Length), file.Length, path, "array");
        return NpyReader.Read(reader);
    }

    /// <summary>Reads the arrays of an .npz file by their names, without the <c>.npy</c> that NumPy adds to them. Entries that don't end so are left out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maximumBytes">The most bytes of arrays to decompress: a small archive can hold much.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFileException">The file is damaged, an array is not of numbers, or there is more than <paramref name="maximumBytes"/>.</exception>
    public static IReadOnlyDictionary<string, Tensor> LoadArchive(string path, long maximumBytes = DefaultMaximumBytes)
    {
        using MappedFile file = MappedFile.Open(path);
        if (!ZipDirectory.IsZip(file)) throw new ModelFileException(path, "byte 0", "this is not an archive of arrays (.npz).", "If it is a single array, read it with NumPy.Load.");
        ZipDirectory zip = ZipDirectory.Read(file);
        List<ZipEntry> entries = zip.Entries.FindAll(e => e.Name.EndsWith(Extension, StringComparison.Ordinal));
        decimal total = entries.Sum(e => (decimal)e.Bytes);
        if (total > maximumBytes) throw new ModelFileException(path, "table of contents", $"the arrays take {total} bytes, more than the limit of {maximumBytes}.", "If you trust the file, pass a higher maximumBytes.");
        var arrays = new Dictionary<string, Tensor>(entries.Count, StringComparer.Ordinal);
        foreach (ZipEntry entry in entries)
        {
            using ByteReader reader = zip.Open(entry);
            arrays.Add(entry.Name[..^Extension.Length], NpyReader.Read(reader));
        }
        return arrays;
    }

    /// <summary>Writes one array: beside the path first, then renamed.</summary>
    /// <exception cref="ArgumentException">The tensor is bfloat16, which NumPy doesn't have.</exception>
    public static void Save(string path, Tensor tensor)
    {
        byte[] header = NpyHeader.Write(tensor);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header);
            TensorBytes.Write(stream, tensor);
        });
    }

    /// <summary>Writes arrays by name: beside the path first, then renamed. They are sorted by name, so that equal contents give equal bytes.</summary>
    /// <param name="path">Where to; a file that is there is replaced.</param>
    /// <param name="arrays">The arrays by name.</param>
    /// <param name="compress">Deflate them: slower, and smaller unless they are noise.</param>
    /// <exception cref="ArgumentException">A tensor is bfloat16, which NumPy doesn't have.</exception>
    public static void SaveArchive(string path, IReadOnlyDictionary<string, Tensor> arrays, bool compress = false)
    {
        var sorted = arrays.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => (a.Key, a.Value, Header: NpyHeader.Write(a.Value))).ToList();
        AtomicFile.Write(path, stream =>
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach ((string name, Tensor tensor, byte[] header) in sorted)
            {
                ZipArchiveEntry entry = zip.CreateEntry(name + Extension, compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
                entry.LastWriteTime = NoTime;
                using Stream data = entry.Open();
                data.Write(header);
                TensorBytes.Write(data, tensor);
            }
        });
    }
}
