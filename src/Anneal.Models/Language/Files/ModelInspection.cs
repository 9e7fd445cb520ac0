using Anneal.Data.Messages;
using Anneal.Formats;
using Anneal.Tensors;

namespace Anneal.Models.Language;

/// <summary>What a file or folder of weights holds, from its headers alone.</summary>
/// <param name="Format">GGUF, safetensors, a folder, or llama2.c.</param>
/// <param name="Architecture">What the file calls its architecture; null where it doesn't say.</param>
/// <param name="Tensors">All tensors, in the order of the file.</param>
/// <param name="Metadata">What else the file says, as text.</param>
/// <param name="Config">The sizes of a decoder that is known here; else null.</param>
public sealed record ModelInspection(string Format, string? Architecture, IReadOnlyList<InspectedTensor> Tensors, IReadOnlyList<KeyValuePair<string, string>> Metadata, DecoderConfig? Config)
{
    /// <summary>Numbers in all tensors.</summary>
    public long Parameters => Tensors.Sum(t => t.Elements);

    /// <summary>Bytes of all tensors, which is what the model takes in memory where it is read as it lies.</summary>
    public long Bytes => Tensors.Sum(t => t.Bytes);

    /// <summary>Bytes of keys and values that a text of <paramref name="tokens"/> tokens keeps; null where it isn't known.</summary>
    public long? CacheBytes(int tokens) => Config is { } c ? 2L * c.Layers * c.KeyHeads * c.HeadSize * sizeof(float) * tokens : null;

    /// <summary>Looks into a model.</summary>
    /// <param name="path">A .gguf, .safetensors or .bin file, or a folder.</param>
    /// <exception cref="UserErrorException">There is nothing of that kind, or it is damaged.</exception>
    public static ModelInspection Of(string path)
    {
        try
        {
            if (ModelFolder.Looks(path)) return OfFolder(ModelFolder.Open(path));
            if (!File.Exists(path)) throw new UserErrorException(LanguageModelMessages.NotFound(path), ConversionMessages.InspectWayOut);
            if (LanguageModelFiles.IsGguf(path)) return OfGguf(GgufFile.Open(path));
            if (path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)) return OfSafeTensors(SafeTensors.Open(path));
            if (StoriesFile.Looks(path)) return OfStories(StoriesFile.Read(path));
        }
        catch (ModelFileException e)
        {
            throw new UserErrorException(new Message(e.Reason.TrimEnd('.'), e.Reason.TrimEnd('.')), new Message(e.Remedy.TrimEnd('.'), e.Remedy.TrimEnd('.')), new Place($"{e.File}: {e.Place}"), e);
        }
        throw new UserErrorException(ConversionMessages.NotInspectable(path), ConversionMessages.InspectWayOut);
    }

    private static ModelInspection OfGguf(GgufFile file) => new(
        FormattableString.Invariant($"GGUF {file.Version}"), file.Metadata.FindText("general.architecture"),
        [.. file.Tensors.Select(t => new InspectedTensor(t.Name, t.StoredType, t.Dims, t.Bytes))],
        [.. file.Metadata.Select(m => KeyValuePair.Create(m.Key, m.Value.ToString()))], DecoderGguf.Knows(file) ? Known(() => DecoderGguf.ReadConfig(file)) : null);

    private static ModelInspection OfSafeTensors(SafeTensorsFile file) => new("safetensors", null, [.. file.Entries.Select(Tensor)], [.. file.Metadata], null);

    private static ModelInspection OfFolder(ModelFolder folder)
    {
        var tensors = new List<InspectedTensor>();
        foreach (string name in folder.Names)
            if (folder.TryGetEntry(name, out SafeTensorEntry? entry)) tensors.Add(Tensor(entry));
        string? type = folder.Config.TryGetProperty("model_type", out System.Text.Json.JsonElement value) && value.ValueKind == System.Text.Json.JsonValueKind.String ? value.GetString() : null;
        return new ModelInspection("safetensors", type, tensors, [.. folder.Config.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, p.Value.ToString()))], Known(() => DecoderFolder.ReadConfig(folder)));
    }

    private static ModelInspection OfStories(Decoder model) =>
        new("llama2.c", "llama", [.. model.StateDict().Select(p => new InspectedTensor(p.Key, "F32", [.. p.Value.Shape.Dims.ToArray().Select(d => (long)d)], p.Value.ElementCount * sizeof(float)))], [], model.Config);

    private static InspectedTensor Tensor(SafeTensorEntry entry) => new(entry.Name, entry.StoredType, entry.Dims, entry.Bytes);

    /// <summary>Another architecture than those of decoders is nothing to complain about here.</summary>
    private static DecoderConfig? Known(Func<DecoderConfig> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is UserErrorException or ModelFileException)
        {
            return null;
        }
    }
}

/// <summary>A tensor of a file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its elements as the file spells it.</param>
/// <param name="Dims">The lengths of its axes, outermost first.</param>
/// <param name="Bytes">Bytes in the file.</param>
public sealed record InspectedTensor(string Name, string Type, IReadOnlyList<long> Dims, long Bytes)
{
    /// <summary>The number of elements.</summary>
    public long Elements => Dims.Aggregate(1L, (product, dim) => product * dim);
}
