using Anneal.Data.Messages;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Language;

/// <summary>Gives the parameters of a module that was made with its weights deferred their numbers.</summary>
internal static class WeightLoading
{
    /// <summary>Holds all names and shapes against the source, then fills.</summary>
    /// <param name="model">The module.</param>
    /// <param name="source">The tensors.</param>
    /// <param name="place">Where a parameter's numbers stand, by its name.</param>
    /// <param name="ignored">Names of the source that the model has no place for and need none.</param>
    /// <param name="trainable">Whether the parameters can be changed; otherwise they look into the files where they can, and take no memory of their own.</param>
    /// <param name="optional">Parameters that begin with new numbers where the source lacks them, or has others.</param>
    /// <param name="generator">Draws those.</param>
    /// <exception cref="UserErrorException">Tensors are missing, too many, or of other shapes; nothing was allocated.</exception>
    public static void Fill(
        Module model, WeightSource source, Func<string, WeightPlace> place, Predicate<string> ignored, bool trainable, Predicate<string>? optional = null, Generator? generator = null)
    {
        List<string> missing = [], wrong = [];
        var used = new HashSet<string>(StringComparer.Ordinal);
        var fresh = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, Tensor parameter) in model.StateDict())
        {
            WeightPlace at = place(name);
            foreach (string stored in at.Names)
            {
                used.Add(stored);
                if (stored.Length == 0) continue;
                IReadOnlyList<long>? dims = source.Dims(stored);
                bool fits = dims is not null && Fits(dims, parameter.Shape, at);
                if (!fits && optional is not null && optional(name)) fresh.Add(name);
                else if (dims is null) missing.Add(stored);
                else if (!fits) wrong.Add($"{stored} [{string.Join(", ", dims)}] / {parameter.Shape}{(at.Form == WeightForm.Transposed ? "ᵀ" : "")}");
            }
        }
        if (missing.Count > 0) throw Error(LanguageMessages.MissingTensors(missing), source);
        if (wrong.Count > 0) throw Error(LanguageMessages.WrongShapes(wrong), source);
        string[] unexpected = [.. source.Names.Where(n => !used.Contains(n) && !ignored(n))];
        if (unexpected.Length > 0) throw Error(LanguageMessages.UnexpectedTensors(unexpected), source);

        using var noGradients = Gradients.NoGrad();
        using var scope = new TensorScope();
        var state = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var matrices = new Dictionary<string, QuantizedMatrix>(StringComparer.Ordinal);
        HashSet<string> layers = trainable || source.Matrix is null ? [] : [.. model.NamedModules().Where(m => m.Value is Linear or Embedding).Select(m => m.Key + ".weight")];
        foreach ((string name, Tensor parameter) in model.StateDict())
        {
            WeightPlace at = place(name);
            if (layers.Contains(name) && !IsPositions(name) && at is { Form: WeightForm.Same, Names.Count: 1 } && source.Matrix!(at.Names[0]) is { } matrix)
            {
                matrices.Add(name, matrix);
                continue;
            }
            Tensor filled = fresh.Contains(name) ? New(parameter.Shape, generator) : Read(source, at, parameter.Shape);
            state.Add(name, trainable && filled.Storage.IsReadOnly ? filled.Clone() : filled);
        }
        model.Adopt(state, matrices);
    }

    /// <summary>All of a model's numbers by their names; matrices that lie quantised in a file come as floats.</summary>
    public static IEnumerable<KeyValuePair<string, Tensor>> All(Module model)
    {
        foreach (KeyValuePair<string, Tensor> entry in model.StateDict()) yield return entry;
        foreach ((string name, Module module) in model.NamedModules())
        {
            QuantizedMatrix? matrix = module is Linear linear ? linear.Quantized : module is Embedding table ? table.Quantized : null;
            if (matrix is not null) yield return KeyValuePair.Create(name + ".weight", matrix.Dequantize());
        }
    }

    /// <summary>All of a model's numbers as they are published, by their published names.</summary>
    public static IReadOnlyDictionary<string, Tensor> Published(Module model, Func<string, WeightPlace> place)
    {
        using var noGradients = Gradients.NoGrad();
        var tensors = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach ((string name, Tensor parameter) in All(model))
        {
            WeightPlace at = place(name);
            Tensor whole = Published(parameter, at.Form);
            int rows = whole.Shape[0] / at.Names.Count;
            for (int i = 0; i < at.Names.Count; i++)
                if (at.Names[i].Length > 0) tensors.TryAdd(at.Names[i], at.Names.Count == 1 ? whole : whole.Slice(0, i * rows, (i + 1) * rows));
        }
        return tensors;
    }

    /// <summary>A parameter's numbers as they are published.</summary>
    public static Tensor Published(Tensor parameter, WeightForm form)
    {
        using var noGradients = Gradients.NoGrad();
        return form switch
        {
            WeightForm.Transposed => parameter.T.Contiguous(),
            WeightForm.LessOne => parameter - 1,
            _ => parameter,
        };
    }

    private static Tensor Read(WeightSource source, WeightPlace at, Shape shape)
    {
        var parts = new Tensor[at.Names.Count];
        for (int i = 0; i < parts.Length; i++)
            parts[i] = at.Names[i].Length == 0 ? Tensor.Zeros(shape.With(0, shape[0] / parts.Length)) : source.Read(at.Names[i]).To(DType.Float32);
        Tensor floats = parts.Length == 1 ? parts[0] : Tensor.Concat(parts);
        return at.Form switch
        {
            WeightForm.Transposed => floats.T.Contiguous(),
            WeightForm.LessOne => floats + 1,
            _ => floats,
        };
    }

    /// <summary>Tables of positions are read by the slice.</summary>
    private static bool IsPositions(string name) => name is "wpe.weight" || name.EndsWith("positions.weight", StringComparison.Ordinal) || name.EndsWith("distance.table.weight", StringComparison.Ordinal);

    private static Tensor New(Shape shape, Generator? generator)
    {
        Tensor tensor = Tensor.Zeros(shape);
        return shape.Rank == 1 ? tensor : Initialize.Normal(tensor, 0, TransformerWeights.Deviation, generator);
    }

    private static bool Fits(IReadOnlyList<long> dims, Shape shape, WeightPlace at)
    {
        if (dims.Count != shape.Rank) return false;
        for (int i = 0; i < dims.Count; i++)
        {
            int length = shape[at.Form == WeightForm.Transposed ? dims.Count - 1 - i : i];
            if (dims[i] != (i == 0 ? length / at.Names.Count : length)) return false;
        }
        return true;
    }

    private static UserErrorException Error(Message reason, WeightSource source) => new(reason, LanguageMessages.FitWayOut, new Place(source.Path));
}
