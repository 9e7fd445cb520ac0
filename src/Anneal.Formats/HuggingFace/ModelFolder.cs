using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Anneal.Tensors;

namespace Anneal.Formats;

/// <summary>A model as Hugging Face lays it out: config.json, and weights in model.safetensors or in shards that an index names.</summary>
/// <remarks>Tensors are looks into the mapped files, as with <see cref="SafeTensorsFile"/>.</remarks>
public sealed class ModelFolder
{
    /// <summary>The file that describes the model.</summary>
    public const string ConfigName = "config.json";

    private const string WeightsName = "model.safetensors", IndexName = "model.safetensors.index.json";

    /// <summary>JSON beyond this is no configuration; an index of a model with many thousand tensors stays far below.</summary>
    private const long MostJson = 64 << 20;

    private const int MostShards = 10_000;

    private readonly Dictionary<string, SafeTensorsFile> files = new(StringComparer.Ordinal);

    private ModelFolder(string path) => Path = path;

    /// <summary>The folder, as it was named by the caller.</summary>
    public string Path { get; }

    /// <summary>What config.json says: an object.</summary>
    public JsonElement Config { get; private init; }

    /// <summary>The tensors' names.</summary>
    public IReadOnlyCollection<string> Names => files.Keys;

    /// <summary>Whether a folder has a config.json and weights.</summary>
    public static bool Looks(string path) =>
        File.Exists(System.IO.Path.Combine(path, ConfigName)) && (File.Exists(System.IO.Path.Combine(path, WeightsName)) || File.Exists(System.IO.Path.Combine(path, IndexName)));

    /// <summary>Opens a folder, reads its config.json and the headers of its weights.</summary>
    /// <exception cref="FileNotFoundException">config.json or the weights are missing.</exception>
    /// <exception cref="ModelFileException">A file is damaged or hostile, or a shard is missing.</exception>
    public static ModelFolder Open(string path)
    {
        var folder = new ModelFolder(path) { Config = Json(System.IO.Path.Combine(path, ConfigName)) };
        string whole = System.IO.Path.Combine(path, WeightsName), index = System.IO.Path.Combine(path, IndexName);
        if (File.Exists(whole)) folder.Add(SafeTensors.Open(whole));
        else if (File.Exists(index)) folder.AddShards(index);
        else throw new FileNotFoundException($"{path} has neither {WeightsName} nor {IndexName}.", whole);
        return folder;
    }

    /// <summary>Writes a model: config.json, and the weights in one file or, beyond a size, in shards with their index.</summary>
    /// <param name="path">The folder; it is made where it isn't there.</param>
    /// <param name="config">What config.json says.</param>
    /// <param name="tensors">The tensors by name.</param>
    /// <param name="shardBytes">The largest file of weights, unless a single tensor is larger.</param>
    /// <exception cref="IOException">It can't be written.</exception>
    public static void Write(string path, JsonObject config, IReadOnlyDictionary<string, Tensor> tensors, long shardBytes = 5_000_000_000)
    {
        Directory.CreateDirectory(path);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = "pt" };
        List<Dictionary<string, Tensor>> shards = Shards(tensors, shardBytes);
        if (shards.Count == 1)
        {
            SafeTensors.Write(System.IO.Path.Combine(path, WeightsName), tensors, metadata);
            File.Delete(System.IO.Path.Combine(path, IndexName));
        }
        else
        {
            var map = new JsonObject();
            for (int i = 0; i < shards.Count; i++)
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"model-{i + 1:D5}-of-{shards.Count:D5}.safetensors");
                SafeTensors.Write(System.IO.Path.Combine(path, name), shards[i], metadata);
                foreach (string tensor in shards[i].Keys) map[tensor] = name;
            }
            var index = new JsonObject { ["metadata"] = new JsonObject { ["total_size"] = tensors.Values.Sum(Bytes) }, ["weight_map"] = map };
            WriteJson(System.IO.Path.Combine(path, IndexName), index);
            File.Delete(System.IO.Path.Combine(path, WeightsName));
        }
        WriteJson(System.IO.Path.Combine(path, ConfigName), config);
    }

    /// <summary>True if there is a tensor of this name.</summary>
    public bool Contains(string name) => files.ContainsKey(name);

    /// <summary>What the weights say about a tensor.</summary>
    public bool TryGetEntry(string name, [NotNullWhen(true)] out SafeTensorEntry? entry)
    {
        entry = null;
        return files.TryGetValue(name, out SafeTensorsFile? file) && file.TryGetEntry(name, out entry);
    }

    /// <summary>One tensor: see <see cref="SafeTensorsFile.Read"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is no tensor of this name.</exception>
    /// <exception cref="ModelFileException">Its type or shape can't be held by a tensor.</exception>
    public Tensor Read(string name) => files.TryGetValue(name, out SafeTensorsFile? file) ? file.Read(name)
        : throw new KeyNotFoundException($"{Path} has no tensor {ModelFileException.Quote(name)}.");

    /// <summary>A matrix of two-byte floats as it lies in its file; null for any other tensor.</summary>
    /// <exception cref="KeyNotFoundException">There is no tensor of this name.</exception>
    public QuantizedMatrix? ReadMatrix(string name) => TryGetEntry(name, out SafeTensorEntry? entry) && entry is { StoredType: "F16" or "BF16", Dims.Count: 2 } ? files[name].ReadMatrix(name) : null;

    /// <summary>Reads a JSON file that holds an object.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFileException">It holds something else.</exception>
    internal static JsonElement Json(string path)
    {
        long length = new FileInfo(path) is { Exists: true } file ? file.Length : throw new FileNotFoundException($"There is no {path}.", path);
        if (length > MostJson) throw new ModelFileException(path, "file", $"it has {length} bytes, more than any configuration.", "Get the file again.");
        byte[] bytes = File.ReadAllBytes(path);
        try
        {
            using JsonDocument document = StrictJson.Parse(bytes, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new ModelFileException(path, string.Create(CultureInfo.InvariantCulture, $"line {e.LineNumber + 1}"), "it is not valid JSON.", "Get the file again, or put it right by hand.", e);
        }
        throw new ModelFileException(path, "file", "it holds no JSON object.", "Get the file again.");
    }

    private static long Bytes(Tensor tensor) => tensor.ElementCount * tensor.DType.Size();

    private static List<Dictionary<string, Tensor>> Shards(IReadOnlyDictionary<string, Tensor> tensors, long most)
    {
        var shards = new List<Dictionary<string, Tensor>> { new(StringComparer.Ordinal) };
        long bytes = 0;
        foreach ((string name, Tensor tensor) in tensors)
        {
            if (bytes > 0 && bytes + Bytes(tensor) > most)
            {
                shards.Add(new(StringComparer.Ordinal));
                bytes = 0;
            }
            shards[^1].Add(name, tensor);
            bytes += Bytes(tensor);
        }
        return shards;
    }

    private static void WriteJson(string path, JsonObject json) => AtomicFile.Write(path, stream =>
    {
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteTo(writer);
    });

    private void AddShards(string path)
    {
        const string Remedy = "Get the folder again, whole.";
        if (!Json(path).TryGetProperty("weight_map", out JsonElement map) || map.ValueKind != JsonValueKind.Object)
            throw new ModelFileException(path, "weight_map", "it is missing.", Remedy);
        var listed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty entry in map.EnumerateObject())
        {
            string? name = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString() : null;

            // A shard lies beside its index: nothing here may lead out of the folder.
            if (string.IsNullOrEmpty(name) || name != System.IO.Path.GetFileName(name) || name.AsSpan().IndexOfAny('\\', '/', ':') >= 0 || name is "." or "..")
                throw new ModelFileException(path, $"weight_map {ModelFileException.Quote(entry.Name)}", "it doesn't name a file beside the index.", Remedy);
            if (!listed.TryAdd(entry.Name, name)) throw new ModelFileException(path, $"weight_map {ModelFileException.Quote(entry.Name)}", "the name stands there twice.", Remedy);
        }
        string[] shards = [.. listed.Values.Distinct(StringComparer.Ordinal)];
        if (shards.Length > MostShards) throw new ModelFileException(path, "weight_map", $"it names {shards.Length} files.", Remedy);
        foreach (string shard in shards)
        {
            string file = System.IO.Path.Combine(Path, shard);
            if (!File.Exists(file)) throw new ModelFileException(path, "weight_map", $"the shard {ModelFileException.Quote(shard)} is missing.", Remedy);
            Add(SafeTensors.Open(file));
        }
        foreach ((string tensor, string shard) in listed)
            if (!files.ContainsKey(tensor)) throw new ModelFileException(path, $"weight_map {ModelFileException.Quote(tensor)}", $"{shard} has no such tensor.", Remedy);
    }

    private void Add(SafeTensorsFile file)
    {
        foreach (string name in file.Names)
            if (!files.TryAdd(name, file)) throw new ModelFileException(file.Path, $"tensor {ModelFileException.Quote(name)}", "another shard has it too.", "Get the folder again, whole.");
    }
}
