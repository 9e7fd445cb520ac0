using System.Globalization;

namespace Anneal.Formats;

/// <summary>Lays out the nested dictionaries and lists of a file as names with dots.</summary>
internal sealed class TorchFlattener(string file, long pickleBytes)
{
    private const int Deepest = 64;

    // A pickle can put one list into another many times over; without a bound, a few bytes would become billions of names.
    private long budget = 1_000_000 + (100 * pickleBytes);

    public Dictionary<string, TorchTensor> Tensors { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, object?> Values { get; } = new(StringComparer.Ordinal);

    public void Add(string name, object? value, int depth = 0)
    {
        budget -= name.Length + 16;
        if (budget < 0) throw Bad(name, "the same values are nested so often that they would fill the memory.");
        if (depth > Deepest) throw Bad(name, $"dictionaries and lists are nested more than {Deepest} deep.");
        switch (value)
        {
            case PickleDictionary dictionary:
                foreach ((object? key, object? item) in dictionary.Items) Add(Join(name, Key(name, key)), item, depth + 1);
                break;
            case PickleList list:
                AddAll(name, list.Items, depth);
                break;
            case PickleTuple tuple:
                AddAll(name, tuple.Items, depth);
                break;
            case TorchTensor tensor:
                if (Values.ContainsKey(name) || !Tensors.TryAdd(name, tensor)) throw Bad(name, "two values have this name.");
                break;
            case TorchStorage:
                throw Bad(name, "it is a storage, not a tensor.");
            default:
                if (Tensors.ContainsKey(name) || !Values.TryAdd(name, value is TorchClass named ? named.Name : value)) throw Bad(name, "two values have this name.");
                break;
        }
    }

    private void AddAll(string name, IReadOnlyList<object?> items, int depth)
    {
        for (int i = 0; i < items.Count; i++) Add(Join(name, i.ToString(CultureInfo.InvariantCulture)), items[i], depth + 1);
    }

    private static string Join(string name, string key) => name.Length == 0 ? key : $"{name}.{key}";

    private string Key(string name, object? key) => key switch
    {
        string text => text,
        long number => number.ToString(CultureInfo.InvariantCulture),
        bool flag => flag ? "True" : "False",
        null => "None",
        _ => throw Bad(name, "a key of a dictionary is neither a text nor a whole number."),
    };

    private ModelFileException Bad(string name, string reason) =>
        new(file, name.Length == 0 ? "contents" : $"value {ModelFileException.Quote(name)}", reason, TorchRebuild.WayOut);
}
