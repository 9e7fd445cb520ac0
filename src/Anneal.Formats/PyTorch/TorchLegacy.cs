using System.Buffers.Binary;
using System.Numerics;

namespace Anneal.Formats;

/// <summary>
/// The form before PyTorch 1.6: pickles one after another (a magic number, the version, facts about the machine, the
/// value, the keys of the storages), then for each key a count and the numbers.
/// </summary>
internal static class TorchLegacy
{
    private const int Version = 1001;

    private static readonly BigInteger Magic = BigInteger.Parse("119547037146038801333356", System.Globalization.CultureInfo.InvariantCulture);

    public static TorchContent Read(MappedFile file)
    {
        long at = 0;
        var seen = new Dictionary<string, TorchStorage>(StringComparer.Ordinal);
        if (Next("magic number") is not BigInteger magic || magic != Magic)
            throw new ModelFileException(file.Path, "byte 0", "this is a pickle, but not one that PyTorch wrote.", TorchRebuild.WayOut);
        if (Next("version") is not (long)Version) throw Bad("version", "the version is not 1001, the only one there was.");
        if (Next("system facts") is not PickleDictionary) throw Bad("system facts", "it is not a dictionary.");
        long start = at;
        object? root = PickleMachine.Run(file, "contents", ref at, file.Length, Remember);
        long pickleBytes = at - start;
        if (Next("storage keys") is not PickleList keys) throw Bad("storage keys", "it is not a list.");
        var places = new Dictionary<string, TorchBytes>(StringComparer.Ordinal);
        foreach (object? item in keys.Items)
        {
            if (item is not string key || !seen.TryGetValue(key, out TorchStorage? storage)) throw Bad("storage keys", "a key stands for no storage that a tensor uses.");
            places[key] = TorchStorageBlock.Skip(file, ref at, file.Length, storage);
        }
        return new TorchContent(root, pickleBytes, BigEndian: false, key => places.TryGetValue(key, out TorchBytes bytes) ? bytes : null);

        object? Next(string part) => PickleMachine.Run(file, part, ref at, file.Length, static _ => throw new FormatException("there is a reference where there can be none."));

        ModelFileException Bad(string place, string reason) => new(file.Path, place, reason, TorchRebuild.WayOut);

        TorchStorage Remember(object? id)
        {
            TorchStorage storage = TorchRebuild.Storage(id);
            seen.TryAdd(storage.Key, storage);
            return storage;
        }
    }
}
