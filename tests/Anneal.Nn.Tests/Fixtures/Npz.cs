using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Anneal.Tensors;

namespace Anneal.Nn.Tests.Fixtures;

/// <summary>Reads the .npz files of tests/fixtures, and no others.</summary>
internal static partial class Npz
{
    public static Dictionary<string, Tensor> Read(string path)
    {
        var arrays = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        using ZipArchive archive = ZipFile.OpenRead(path);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            using var bytes = new MemoryStream();
            using (Stream stream = entry.Open()) stream.CopyTo(bytes);
            arrays.Add(entry.Name[..^".npy".Length], Parse(bytes.ToArray()));
        }
        return arrays;
    }

    private static Tensor Parse(ReadOnlySpan<byte> file)
    {
        int length = MemoryMarshal.Read<ushort>(file[8..]);
        string header = Encoding.ASCII.GetString(file.Slice(10, length));
        ReadOnlySpan<byte> data = file[(10 + length)..];
        int[] dims = [.. ShapeText().Match(header).Groups["dims"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(d => int.Parse(d, CultureInfo.InvariantCulture))];

        // NumPy writes a transposed array as it lies in memory, first axis fastest.
        bool turned = header.Contains("'fortran_order': True", StringComparison.Ordinal);
        if (turned) Array.Reverse(dims);
        Tensor array = Elements(header, data, dims);
        return turned ? array.Permute([.. Enumerable.Range(0, dims.Length).Reverse()]).Contiguous() : array;
    }

    private static Tensor Elements(string header, ReadOnlySpan<byte> data, int[] dims)
    {
        if (header.Contains("<f4", StringComparison.Ordinal)) return Tensor.From(MemoryMarshal.Cast<byte, float>(data), dims);
        if (header.Contains("<f8", StringComparison.Ordinal)) return Tensor.From(MemoryMarshal.Cast<byte, double>(data), dims);
        if (header.Contains("<i8", StringComparison.Ordinal)) return Tensor.From(MemoryMarshal.Cast<byte, long>(data), dims);
        if (header.Contains("|b1", StringComparison.Ordinal)) return Tensor.From(MemoryMarshal.Cast<byte, bool>(data), dims);
        throw new NotSupportedException(header);
    }

    [GeneratedRegex(@"\((?<dims>[^)]*)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ShapeText();
}
