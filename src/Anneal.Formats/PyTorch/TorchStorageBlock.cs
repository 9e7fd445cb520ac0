using System.Buffers.Binary;

namespace Anneal.Formats;

/// <summary>The numbers of a storage as the legacy and tar forms hold them: a count of 8 bytes, then the elements.</summary>
internal static class TorchStorageBlock
{
    /// <summary>Checks that the block is the storage's and lies before <paramref name="end"/>, and moves <paramref name="at"/> behind it.</summary>
    public static TorchBytes Skip(MappedFile file, ref long at, long end, TorchStorage storage)
    {
        string place = $"storage {ModelFileException.Quote(storage.Key)}";
        long count = Count(file, ref at, end, place);
        if (count != storage.Count) throw new ModelFileException(file.Path, place, $"it has {count} elements where the tensors expect {storage.Count}.", TorchRebuild.WayOut);
        return Skip(file, ref at, end, count, storage.Type?.Size() ?? 1, place);
    }

    /// <summary>The count at the head of a block.</summary>
    public static long Count(MappedFile file, ref long at, long end, string place)
    {
        if (end - at < 8) throw CutOff(file, place);
        long count = BinaryPrimitives.ReadInt64LittleEndian(file.Span(at, 8));
        at += 8;
        return count;
    }

    /// <summary>The elements behind the count.</summary>
    public static TorchBytes Skip(MappedFile file, ref long at, long end, long count, int size, string place)
    {
        if (count < 0 || count > (end - at) / size) throw CutOff(file, place);
        var result = new TorchBytes(at, count * size);
        at += result.Length;
        return result;
    }

    private static ModelFileException CutOff(MappedFile file, string place) => new(file.Path, place, "the file ends before its elements do.", "The file was cut off or damaged: copy or download it again.");
}
