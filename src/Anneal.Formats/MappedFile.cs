using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

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

    private readonly SafeFileHandle handle;

    private MappedFile(string path, long length, SafeFileHandle handle, MemoryMappedViewAccessor? view)
    {
        this.handle = handle;
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
        SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        long length = RandomAccess.GetLength(handle);
        if (length == 0) return new MappedFile(path, 0, handle, null); // nothing can be mapped
        using var map = MemoryMappedFile.CreateFromFile(handle, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        return new MappedFile(path, length, handle, map.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read)); // outlives the map
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

    /// <summary>Copies bytes without bringing their pages into this process.</summary>
    /// <exception cref="EndOfStreamException">The file has become shorter since it was opened.</exception>
    public void Read(long offset, Span<byte> to)
    {
        while (to.Length > 0)
        {
            int count = RandomAccess.Read(handle, to, offset);
            if (count == 0) throw new EndOfStreamException($"{Path} has become shorter while it was read.");
            to = to[count..];
            offset += count;
        }
    }

    public void Dispose()
    {
        view?.Dispose();
        handle.Dispose();
    }
}
