namespace Anneal.Formats;

/// <summary>A Python tuple. Other values are null, bool, long, BigInteger, double, string and the types below.</summary>
internal sealed record PickleTuple(object?[] Items);

/// <summary>A Python list.</summary>
internal sealed class PickleList
{
    public List<object?> Items { get; } = [];
}

/// <summary>A Python dict or OrderedDict, as the pairs that were put in.</summary>
internal sealed class PickleDictionary
{
    public List<KeyValuePair<object?, object?>> Items { get; } = [];
}

/// <summary>The numbers that one or several tensors look into.</summary>
/// <param name="Key">The container's name for them.</param>
/// <param name="Type">Their type, or null if each tensor says it.</param>
/// <param name="Count">How many; bytes where there is no type.</param>
/// <param name="ViewStart">The first that may be seen through this reference.</param>
/// <param name="ViewCount">How many may be seen.</param>
internal sealed record TorchStorage(string Key, StoredType? Type, long Count, long ViewStart, long ViewCount);

/// <summary>A tensor that was checked to lie inside of its storage, and not read yet.</summary>
internal sealed record TorchTensor(TorchStorage Storage, StoredType Type, int[] Dims, long[] Strides, long Offset);
