using Anneal.Formats;
using Anneal.Tensors;

namespace Anneal.Models.Language;

/// <summary>Named tensors of a file or folder, as the loading of models sees them.</summary>
/// <param name="Path">Where they are, for messages.</param>
/// <param name="Names">All names.</param>
/// <param name="Dims">The axes of a tensor, outermost first; null where there is none of this name.</param>
/// <param name="Read">Reads one.</param>
/// <param name="Matrix">A matrix of another format than float32 as it lies in the file; null where it is none. Null where there are no such matrices.</param>
internal sealed record WeightSource(string Path, IReadOnlyCollection<string> Names, Func<string, IReadOnlyList<long>?> Dims, Func<string, Tensor> Read, Func<string, QuantizedMatrix?>? Matrix = null)
{
    /// <summary>A folder's weights; those of two bytes stay so, if wanted.</summary>
    public static WeightSource Of(ModelFolder folder, bool matrices = false) => new(
        folder.Path, folder.Names, name => folder.TryGetEntry(name, out SafeTensorEntry? entry) ? entry.Dims : null, folder.Read, matrices ? folder.ReadMatrix : null);

    /// <summary>A file's weights, quantised ones as they lie.</summary>
    public static WeightSource Of(GgufFile file) => new(
        file.Path, [.. file.Tensors.Select(t => t.Name)], name => file.TryGetTensor(name, out GgufTensor? tensor) ? tensor.Dims : null, file.Read,
        name => file.TryGetTensor(name, out GgufTensor? tensor) && tensor is { Dims.Count: 2, Format: not null } ? file.ReadMatrix(name) : null);
}
