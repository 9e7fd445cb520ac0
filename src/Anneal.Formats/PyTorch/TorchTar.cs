using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Anneal.Formats;

/// <summary>
/// The form before PyTorch 0.1.10: a tar archive with the files sys_info, storages (each a pickle that describes it, a
/// count and the numbers), tensors (each a pickle, then lengths, strides and offset as raw numbers) and pickle, whose
/// references name tensors. Some exporters leave out tensors and describe them in pickle, as later forms do.
/// </summary>
internal sealed class TorchTar
{
    private const int Block = 512;

    private readonly MappedFile file;
    private readonly Dictionary<string, TorchStorage> storages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TorchBytes> places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TorchTensor> tensors = new(StringComparer.Ordinal);

    private TorchTar(MappedFile file) => this.file = file;

    public static bool IsTar(MappedFile file) => file.Length >= Block && file.Span(257, 5).SequenceEqual("ustar"u8);

    public static TorchContent Read(MappedFile file)
    {
        var tar = new TorchTar(file);
        Dictionary<string, TorchBytes> entries = tar.ReadEntries();
        if (!entries.TryGetValue("pickle", out TorchBytes pickle) || !entries.TryGetValue("storages", out TorchBytes storageBytes))
            throw tar.Bad("archive", "there are no entries 'pickle' and 'storages', so this is not a PyTorch file.");
        tar.ReadStorages(storageBytes);
        if (entries.TryGetValue("tensors", out TorchBytes tensorBytes)) tar.ReadTensors(tensorBytes);
        long at = pickle.Start;
        object? root = PickleMachine.Run(file, "pickle", ref at, pickle.Start + pickle.Length, tar.Tensor);
        return new TorchContent(root, pickle.Length, BigEndian: false, key => tar.places.TryGetValue(key, out TorchBytes bytes) ? bytes : null);
    }

    /// <summary>Each entry has a header of one block, with its name and its size in octal, and as many blocks as it needs.</summary>
    private Dictionary<string, TorchBytes> ReadEntries()
    {
        var entries = new Dictionary<string, TorchBytes>(StringComparer.Ordinal);
        long at = 0;
        while (file.Length - at >= Block && file.Span(at, 1)[0] != 0)
        {
            ReadOnlySpan<byte> header = file.Span(at, Block);
            string name = Encoding.Latin1.GetString(header[..100]).TrimEnd('\0');
            string digits = Encoding.Latin1.GetString(header.Slice(124, 12)).Trim('\0', ' ');
            long size = 0;
            foreach (char digit in digits)
            {
                if (digit is < '0' or > '7') throw Bad($"entry {ModelFileException.Quote(name)}", "its size is not a number.");
                size = (size * 8) + (digit - '0'); // 12 digits of 3 bits
            }
            at += Block;
            if (size > file.Length - at) throw new ModelFileException(file.Path, $"entry {ModelFileException.Quote(name)}", "it reaches beyond the end of the file.", "The file was cut off or damaged: copy or download it again.");
            if (!entries.TryAdd(name, new TorchBytes(at, size))) throw Bad($"entry {ModelFileException.Quote(name)}", "the name appears twice.");
            at = Math.Min(file.Length, at + ((size + Block - 1) / Block * Block));
        }
        return entries;
    }

    private void ReadStorages(TorchBytes part)
    {
        long at = part.Start, end = part.Start + part.Length;
        for (long left = Number("storages", ref at, end); left > 0; left--)
        {
            if (Run("storages", ref at, end) is not PickleTuple { Items: [var id, string, TorchClass { Kind: TorchClassKind.Storage, Type: { } type }] } || Key(id) is not { } key)
                throw Bad("storages", "one is not described by a key, a device and a class.");
            string place = $"storage {ModelFileException.Quote(key)}";
            long count = TorchStorageBlock.Count(file, ref at, end, place);
            places[key] = TorchStorageBlock.Skip(file, ref at, end, count, type.Size(), place);
            if (!storages.TryAdd(key, new TorchStorage(key, type, count, 0, count))) throw Bad(place, "it appears twice.");
        }
        if (at == end) return;
        if (Run("storages", ref at, end) is not PickleList views) throw Bad("storages", "the list of views is not a list.");
        foreach (object? view in views.Items)
        {
            if (view is not PickleTuple { Items: [var target, var root, long start, long count] } || Key(target) is not { } targetKey || Key(root) is not { } rootKey || !storages.TryGetValue(rootKey, out TorchStorage? whole))
                throw Bad("storages", "a view is not described by two keys, a start and a count.");
            storages[targetKey] = Checked("storages", () => TorchRebuild.View(whole, start, count));
        }
    }

    private void ReadTensors(TorchBytes part)
    {
        long at = part.Start, end = part.Start + part.Length;
        for (long left = Number("tensors", ref at, end); left > 0; left--)
        {
            if (Run("tensors", ref at, end) is not PickleTuple { Items: [var id, var storageId, TorchClass { Kind: TorchClassKind.TensorType } type] }
                || Key(id) is not { } key || Key(storageId) is not { } storageKey || !storages.TryGetValue(storageKey, out TorchStorage? storage))
                throw Bad("tensors", "one is not described by a key, a storage and a class.");
            long rank = Numbers(ref at, end, 1)[0] is long first ? first & uint.MaxValue : 0; // 4 bytes, and 4 that mean nothing
            if (rank > (end - at) / 16) throw Bad("tensors", "one has more axes than the file has numbers.");
            var size = new PickleTuple(Numbers(ref at, end, (int)rank));
            var stride = new PickleTuple(Numbers(ref at, end, (int)rank));
            long offset = (long)Numbers(ref at, end, 1)[0]!;
            tensors[key] = Checked("tensors", () => TorchRebuild.Tensor(storage, type.Type, offset, size, stride));
        }
    }

    private TorchTensor Tensor(object? id) =>
        Key(id) is { } key && tensors.TryGetValue(key, out TorchTensor? tensor) ? tensor : throw new FormatException("a reference names no tensor of the file.");

    private object?[] Numbers(ref long at, long end, int count)
    {
        if (end - at < 8L * count) throw Bad("tensors", "the entry ends inside of one.");
        var numbers = new object?[count];
        for (int i = 0; i < count; i++, at += 8) numbers[i] = BinaryPrimitives.ReadInt64LittleEndian(file.Span(at, 8));
        return numbers;
    }

    private long Number(string part, ref long at, long end) => Run(part, ref at, end) as long? ?? throw Bad(part, "it does not begin with a count.");

    private object? Run(string part, ref long at, long end) => PickleMachine.Run(file, part, ref at, end, static _ => throw new FormatException("there is a reference where there can be none."));

    private static string? Key(object? id) => id switch
    {
        string text => text,
        long number => number.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private T Checked<T>(string place, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (FormatException e) when (e is not ModelFileException)
        {
            throw new ModelFileException(file.Path, place, e.Message, TorchRebuild.WayOut, e);
        }
    }

    private ModelFileException Bad(string place, string reason) => new(file.Path, place, reason, TorchRebuild.WayOut);
}
