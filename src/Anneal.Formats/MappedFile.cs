using System.IO.MemoryMappedFiles;

namespace Anneal.Formats;

/// <summary>A file as read-only memory. The system reads a page when it is first touched.</summary>
/// <remarks>
/// Tensors that look into the file hold this object; when the last of them is gone the garbage collector finalizes the
/// view's handle, which unmaps the file. A reader that copies what it needs disposes it instead.
/// </remarks>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedViewAccessor? view;
    private readonly byte* start;

    private MappedFile(string path, long length, MemoryMappedViewAccessor? view)
    {
        Path = path;
        Length = length;
        this.view = view;
        start = view is null ? null : (byte*)view.SafeMemoryMappedViewHandle.DangerousGetHandle();
    }

    /// <summary>The file, as it was named by the caller.</summary>
    public string Path { get; }

    /// <summary>Bytes in the file.</summary>
    public long Length { get; }

    public static MappedFile Open(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        long length = stream.Length;
        if (length == 0) return new MappedFile(path, 0, null); // nothing can be mapped
        using var map = MemoryMappedFile.CreateFromFile(stream, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        return new MappedFile(path, length, map.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read)); // outlives the map
    }

    /// <summary>The address of a byte, after a check that <paramref name="count"/> bytes from there lie in the file.</summary>
    public byte* At(long offset, long count)
    {
        if (offset < 0 || count < 0 || offset > Length - count) throw new ArgumentOutOfRangeException(nameof(offset));
        return start + offset;
    }

    /// <summary>A look at some bytes; valid while this object is referenced.</summary>
    public ReadOnlySpan<byte> Span(long offset, int count) => new(At(offset, count), count);

    /// <summary>Some bytes from front to back; valid while this object is referenced.</summary>
    public Stream Stream(long offset, long count) => count == 0 ? System.IO.Stream.Null : new UnmanagedMemoryStream(At(offset, count), count);

    public void Dispose() => view?.Dispose();
}
