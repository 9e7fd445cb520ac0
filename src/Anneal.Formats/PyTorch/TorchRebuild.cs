using System.Globalization;
using Anneal.Tensors;

namespace Anneal.Formats;

/// <summary>The rules that stand for calls in a PyTorch file: arguments in, a checked description out.</summary>
/// <remarks>Every method throws <see cref="FormatException"/> for arguments that make no sense; the pickle machine adds file and place.</remarks>
internal static class TorchRebuild
{
    public const string WayOut = "In Python, save the state_dict alone with torch.save(model.state_dict(), path), or save it as safetensors.";

    /// <summary>A tensor may show numbers several times (stride 0), but not become huge from few.</summary>
    private const long MostStretched = 1 << 24;

    public static object? Call(TorchClass callee, object?[] arguments) => callee.Kind switch
    {
        TorchClassKind.OrderedDict => OrderedDict(arguments),
        TorchClassKind.RebuildTensor when arguments is [var storage, long offset, PickleTuple size, PickleTuple stride] => Tensor(storage, null, offset, size, stride),
        TorchClassKind.RebuildTensorV2 when arguments is [var storage, long offset, PickleTuple size, PickleTuple stride, bool, PickleDictionary, .. var rest] && IsPlain(rest) =>
            Tensor(storage, null, offset, size, stride),
        TorchClassKind.RebuildTensorV3 when arguments is [var storage, long offset, PickleTuple size, PickleTuple stride, bool, PickleDictionary, TorchClass { Kind: TorchClassKind.ElementType } type, .. var rest] && IsPlain(rest) =>
            Tensor(storage, type.Type, offset, size, stride),
        TorchClassKind.RebuildParameter when arguments is [TorchTensor tensor, bool, PickleDictionary] => tensor,
        TorchClassKind.Size when arguments is [PickleTuple size] => size,
        TorchClassKind.Device when arguments is [string type] => type,
        TorchClassKind.Device when arguments is [string type, long index] => string.Create(CultureInfo.InvariantCulture, $"{type}:{index}"),
        _ => throw new FormatException($"{callee.Name} is called with arguments that are not its own."),
    };

    /// <summary>A storage from PyTorch's id of it: ('storage', class, key, device, count), and in old files the part of it that is meant.</summary>
    public static TorchStorage Storage(object? id)
    {
        if (id is not PickleTuple { Items: ["storage", TorchClass { Kind: TorchClassKind.Storage } type, string key, string, long count, .. var rest] } || count < 0)
            throw new FormatException("a reference to something outside of the pickle is not one to the numbers of a tensor.");
        return rest switch
        {
            [] or [null] => new TorchStorage(key, type.Type, count, 0, count),
            [PickleTuple { Items: [string, long start, long length] }] => View(new TorchStorage(key, type.Type, count, 0, count), start, length),
            _ => throw new FormatException("a reference to the numbers of a tensor has parts that are not known."),
        };
    }

    /// <summary>Part of a storage as a storage of its own.</summary>
    public static TorchStorage View(TorchStorage whole, long start, long count)
    {
        if (start < 0 || count < 0 || start > whole.ViewCount - count) throw new FormatException($"numbers {start} to {start + (decimal)count} are not all in a storage of {whole.ViewCount}.");
        return whole with { ViewStart = whole.ViewStart + start, ViewCount = count };
    }

    /// <summary>A tensor whose every element lies in its storage.</summary>
    public static TorchTensor Tensor(object? where, StoredType? ownType, long offset, PickleTuple size, PickleTuple stride)
    {
        // The tar files of some exporters have the id itself where PyTorch has a reference to it.
        TorchStorage storage = where as TorchStorage ?? Storage(where);
        StoredType type = ownType ?? storage.Type ?? throw new FormatException("a tensor over untyped storage doesn't say its type.");
        if (storage.Type is { } stored && stored != type) throw new FormatException($"a tensor of {type} looks into a storage of {stored}.");
        long available = storage.Type is null ? storage.ViewCount / type.Size() : storage.ViewCount;
        int rank = size.Items.Length;
        if (rank != stride.Items.Length) throw new FormatException($"a tensor has {rank} lengths and {stride.Items.Length} strides.");
        if (rank > Shape.MaxRank) throw new FormatException($"a tensor has {rank} axes; here it has at most {Shape.MaxRank}.");
        var dims = new int[rank];
        var strides = new long[rank];
        Int128 count = 1, last = offset;
        if (offset < 0) throw new FormatException("a tensor starts before its storage.");
        for (int i = 0; i < rank; i++)
        {
            if (size.Items[i] is not long dim || dim < 0 || dim > int.MaxValue) throw new FormatException($"the length of axis {i} of a tensor is not a number from 0 to {int.MaxValue}.");
            if (stride.Items[i] is not long step || step < 0) throw new FormatException($"the stride of axis {i} of a tensor is not a number from 0.");
            (dims[i], strides[i]) = ((int)dim, step);
            count *= dim;
            if (count > long.MaxValue) throw new FormatException("a tensor has more elements than can be counted.");
            last += (Int128)Math.Max(0, dim - 1) * step; // at most 8 terms below 2^94
        }
        if (count == 0) offset = 0;
        else if (last >= available) throw new FormatException($"a tensor reaches to element {last} of a storage of {available}.");
        if (count > available && count > MostStretched) throw new FormatException($"a tensor repeats {available} numbers to {count}.");
        return new TorchTensor(storage, type, dims, strides, offset);
    }

    private static PickleDictionary OrderedDict(object?[] arguments)
    {
        var result = new PickleDictionary();
        if (arguments.Length == 0) return result;
        if (arguments is not [PickleList pairs]) throw new FormatException("an OrderedDict is made of something that is not a list.");
        foreach (object? pair in pairs.Items)
        {
            IReadOnlyList<object?> two = pair switch { PickleTuple t => t.Items, PickleList l => l.Items, _ => [] };
            if (two.Count != 2) throw new FormatException("an OrderedDict is made of something that is not pairs.");
            result.Items.Add(new(two[0], two[1]));
        }
        return result;
    }

    /// <summary>The argument that newer versions add says how the numbers are meant: conjugated or negated. Plain ones alone are read.</summary>
    private static bool IsPlain(object?[] metadata) =>
        metadata is [] or [null] || (metadata is [PickleDictionary flags] && flags.Items.TrueForAll(f => f.Value is not true));
}
