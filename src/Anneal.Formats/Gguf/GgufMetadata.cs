using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Anneal.Formats;

/// <summary>The metadata of a GGUF file in its order, with errors that name the key.</summary>
/// <remarks><c>Get…</c> throws when a key is missing, <c>Find…</c> gives null; both throw when the value is of another kind.</remarks>
public sealed class GgufMetadata : IReadOnlyDictionary<string, GgufValue>
{
    private readonly string file;
    private readonly OrderedDictionary<string, GgufValue> values;

    internal GgufMetadata(string file, OrderedDictionary<string, GgufValue> values)
    {
        this.file = file;
        this.values = values;
    }

    /// <inheritdoc/>
    public IEnumerable<string> Keys => values.Keys;

    /// <inheritdoc/>
    public IEnumerable<GgufValue> Values => values.Values;

    /// <inheritdoc/>
    public int Count => values.Count;

    /// <inheritdoc/>
    /// <exception cref="ModelFileException">There is no such key.</exception>
    public GgufValue this[string key] => values.TryGetValue(key, out GgufValue? value) ? value : throw Missing(key);

    /// <inheritdoc/>
    public bool ContainsKey(string key) => values.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out GgufValue value) => values.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, GgufValue>> GetEnumerator() => values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A text.</summary>
    /// <exception cref="ModelFileException">The key is missing, or of another kind.</exception>
    public string GetText(string key) => FindText(key) ?? throw Missing(key);

    /// <summary>A text, or null.</summary>
    /// <exception cref="ModelFileException">The value is of another kind.</exception>
    public string? FindText(string key) => Find(key, "a text", v => v.AsText());

    /// <summary>An integer.</summary>
    /// <exception cref="ModelFileException">The key is missing, or of another kind.</exception>
    public long GetInteger(string key) => FindInteger(key) ?? throw Missing(key);

    /// <summary>An integer, or null.</summary>
    /// <exception cref="ModelFileException">The value is of another kind.</exception>
    public long? FindInteger(string key)
    {
        if (!values.TryGetValue(key, out GgufValue? value)) return null;
        return value.AsInteger() ?? throw Other(key, "a whole number");
    }

    /// <summary>A number, integer or float.</summary>
    /// <exception cref="ModelFileException">The key is missing, or of another kind.</exception>
    public double GetNumber(string key) => FindNumber(key) ?? throw Missing(key);

    /// <summary>A number, integer or float, or null.</summary>
    /// <exception cref="ModelFileException">The value is of another kind.</exception>
    public double? FindNumber(string key)
    {
        if (!values.TryGetValue(key, out GgufValue? value)) return null;
        return value.AsNumber() ?? throw Other(key, "a number");
    }

    /// <summary>A flag, or null.</summary>
    /// <exception cref="ModelFileException">The value is of another kind.</exception>
    public bool? FindFlag(string key)
    {
        if (!values.TryGetValue(key, out GgufValue? value)) return null;
        return value.AsFlag() ?? throw Other(key, "true or false");
    }

    /// <summary>A list of texts, or null.</summary>
    /// <exception cref="ModelFileException">The value is of another kind.</exception>
    public string[]? FindTexts(string key) => Find(key, "a list of texts", v => v.AsTexts());

    /// <summary>A list of texts as the bytes in the file, or null.</summary>
    /// <exception cref="ModelFileException">The value is of another kind.</exception>
    public byte[][]? FindTextBytes(string key) => Find(key, "a list of texts", v => v.AsTextBytes());

    /// <summary>A list of integers, or null.</summary>
    /// <exception cref="ModelFileException">The value is of another kind.</exception>
    public long[]? FindIntegers(string key) => Find(key, "a list of whole numbers", v => v.AsIntegers());

    /// <summary>A list of numbers, or null.</summary>
    /// <exception cref="ModelFileException">The value is of another kind.</exception>
    public float[]? FindNumbers(string key) => Find(key, "a list of numbers", v => v.AsNumbers());

    private T? Find<T>(string key, string kind, Func<GgufValue, T?> read)
        where T : class => values.TryGetValue(key, out GgufValue? value) ? read(value) ?? throw Other(key, kind) : null;

    private ModelFileException Missing(string key) =>
        new(file, $"metadata {ModelFileException.Quote(key)}", "it is missing.", "The file was written for something else, or by a program that leaves this out: convert the model again.");

    private ModelFileException Other(string key, string kind) =>
        new(file, $"metadata {ModelFileException.Quote(key)}", $"it should be {kind}, but is {values[key].Type}{(values[key].ElementType is { } element ? $" of {element}" : "")}.", "Convert the model again.");
}
