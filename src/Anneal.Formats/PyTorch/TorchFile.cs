using Anneal.Tensors;
using Anneal.Tensors.Memory;

namespace Anneal.Formats;

/// <summary>What a PyTorch file (.pt, .pth, .bin) holds: tensors, and the plain values beside them.</summary>
/// <remarks>
/// Such a file is a pickle, which in Python can run code. Here it can't: it is read as data, and one that names any class
/// but those that tensors need is refused. All three forms are read: zip (since PyTorch 1.6), legacy, and tar (before
/// 0.1.10). Tensors have memory of their own; those that shared it in PyTorch share it here. int8, int16 and uint16 become
/// int32, uint32 and uint64 become int64.
/// </remarks>
/// <example>
/// <code>
/// IReadOnlyDictionary&lt;string, Tensor&gt; weights = TorchFile.ReadStateDict("resnet18.pt");
/// Tensor first = weights["conv1.weight"];
/// </code>
/// </example>
public sealed class TorchFile
{
    private TorchFile(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, object?> values)
    {
        Tensors = tensors;
        Values = values;
    }

    /// <summary>The tensors by name. Names of nested dictionaries are joined with dots and the items of lists are numbered; a tensor that was saved alone is called "".</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <summary>Everything else by the same kind of name: null, <see cref="bool"/>, <see cref="long"/> (<see cref="System.Numerics.BigInteger"/> beyond), <see cref="double"/> or <see cref="string"/>.</summary>
    public IReadOnlyDictionary<string, object?> Values { get; }

    /// <summary>Reads the tensors of a file.</summary>
    /// <inheritdoc cref="Read"/>
    public static IReadOnlyDictionary<string, Tensor> ReadStateDict(string path) => Read(path).Tensors;

    /// <summary>Reads a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFileException">The file is damaged, or holds classes or functions beside tensors.</exception>
    public static TorchFile Read(string path)
    {
        using MappedFile file = MappedFile.Open(path);
        TorchContent content = Open(file);
        var flat = new TorchFlattener(path, content.PickleBytes);
        flat.Add("", content.Root);
        return new TorchFile(ReadTensors(file, content, flat.Tensors), flat.Values);
    }

    private static TorchContent Open(MappedFile file)
    {
        if (ZipDirectory.IsZip(file)) return TorchZip.Read(file);
        if (TorchTar.IsTar(file)) return TorchTar.Read(file);
        if (file.Length >= 2 && file.Span(0, 1)[0] == 0x80) return TorchLegacy.Read(file);
        throw new ModelFileException(file.Path, "byte 0", "this is not a PyTorch file: it is neither a zip archive, nor a pickle, nor a tar archive.", "If it is a safetensors file, read it with SafeTensors.Open.");
    }

    private static Dictionary<string, Tensor> ReadTensors(MappedFile file, TorchContent content, Dictionary<string, TorchTensor> tensors)
    {
        var result = new Dictionary<string, Tensor>(tensors.Count, StringComparer.Ordinal);
        var storages = new Dictionary<(string Key, StoredType Type), Tensor>();
        var described = new Dictionary<string, TorchStorage>(StringComparer.Ordinal);
        try
        {
            foreach ((string name, TorchTensor tensor) in tensors)
            {
                TorchStorage first = described.TryAdd(tensor.Storage.Key, tensor.Storage) ? tensor.Storage : described[tensor.Storage.Key];
                if (first.Count != tensor.Storage.Count || first.Type != tensor.Storage.Type)
                    throw new ModelFileException(file.Path, $"storage {ModelFileException.Quote(first.Key)}", "two tensors describe it differently.", TorchRebuild.WayOut);
                if (!storages.TryGetValue((tensor.Storage.Key, tensor.Type), out Tensor? storage))
                    storages.Add((tensor.Storage.Key, tensor.Type), storage = ReadStorage(file, content, tensor));
                long start = tensor.Storage.Type is null ? tensor.Storage.ViewStart / tensor.Type.Size() : tensor.Storage.ViewStart;
                result.Add(name, storage.ViewOf(Shape.Of(tensor.Dims), tensor.Strides, start + tensor.Offset));
            }
            return result;
        }
        finally
        {
            foreach (Tensor storage in storages.Values) storage.Dispose(); // the views hold the memory
        }
    }

    /// <summary>All numbers of a storage, in one piece of memory for all tensors that look into it.</summary>
    private static unsafe Tensor ReadStorage(MappedFile file, TorchContent content, TorchTensor tensor)
    {
        TorchStorage storage = tensor.Storage;
        string place = $"storage {ModelFileException.Quote(storage.Key)}";
        StoredType type = tensor.Type;
        long count = storage.Type is null ? storage.Count / type.Size() : storage.Count;
        if (content.Locate(storage.Key) is not { } bytes) throw new ModelFileException(file.Path, place, "the file does not hold it.", "The file was cut off or damaged: copy or download it again.");
        if (count > bytes.Length / type.Size())
            throw new ModelFileException(file.Path, place, $"it has {bytes.Length} bytes, too few for {count} elements of {type}.", "The file was cut off or damaged: copy or download it again.");
        Storage memory = BufferPool.Rent(count * type.Widened().Size());
        var all = new Tensor(memory, Shape.Scalar, null, 0, type.Widened()); // a handle; its views say the shape
        if (StoredElements.Copy(file.At(bytes.Start, count * type.Size()), count, type, content.BigEndian, memory.Pointer)) return all;
        all.Dispose();
        throw new ModelFileException(file.Path, place, "an unsigned number is 2^63 or more, which no tensor here can hold.", "Convert the tensor to int64 in Python before saving.");
    }
}
