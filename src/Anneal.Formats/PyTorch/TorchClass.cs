using System.Collections.Frozen;

namespace Anneal.Formats;

/// <summary>What a name in a pickle stands for here.</summary>
internal enum TorchClassKind
{
    OrderedDict,
    RebuildTensor,
    RebuildTensorV2,
    RebuildTensorV3,
    RebuildParameter,
    Size,
    Device,
    Storage,
    ElementType,
    TensorType,
}

/// <summary>
/// The closed list of the Python classes and functions that a PyTorch file may name. None of them is called: each stands
/// for a rule in <see cref="TorchRebuild"/>. Whatever else a file names is refused.
/// </summary>
internal sealed record TorchClass(string Name, TorchClassKind Kind, StoredType? Type = null)
{
    private static readonly FrozenDictionary<string, TorchClass> Known = All().ToFrozenDictionary(c => c.Name, StringComparer.Ordinal);

    public static TorchClass? Find(string name) => Known.GetValueOrDefault(name);

    private static IEnumerable<TorchClass> All()
    {
        yield return new("collections.OrderedDict", TorchClassKind.OrderedDict);
        yield return new("torch._utils._rebuild_tensor", TorchClassKind.RebuildTensor);
        yield return new("torch._utils._rebuild_tensor_v2", TorchClassKind.RebuildTensorV2);
        yield return new("torch._utils._rebuild_tensor_v3", TorchClassKind.RebuildTensorV3);
        yield return new("torch._utils._rebuild_parameter", TorchClassKind.RebuildParameter);
        yield return new("torch.Size", TorchClassKind.Size);
        yield return new("torch.device", TorchClassKind.Device);
        yield return new("torch.storage.UntypedStorage", TorchClassKind.Storage);
        foreach ((string name, string element, StoredType type) in new[]
        {
            ("Double", "float64", StoredType.Float64), ("Float", "float32", StoredType.Float32), ("Half", "float16", StoredType.Float16),
            ("BFloat16", "bfloat16", StoredType.BFloat16), ("Long", "int64", StoredType.Int64), ("Int", "int32", StoredType.Int32),
            ("Short", "int16", StoredType.Int16), ("Char", "int8", StoredType.Int8), ("Byte", "uint8", StoredType.UInt8), ("Bool", "bool", StoredType.Bool),
        })
        {
            yield return new($"torch.{name}Storage", TorchClassKind.Storage, type);
            yield return new($"torch.{name}Tensor", TorchClassKind.TensorType, type);
            yield return new($"torch.{element}", TorchClassKind.ElementType, type);
        }
        yield return new("torch.uint16", TorchClassKind.ElementType, StoredType.UInt16);
        yield return new("torch.uint32", TorchClassKind.ElementType, StoredType.UInt32);
        yield return new("torch.uint64", TorchClassKind.ElementType, StoredType.UInt64);
    }
}
