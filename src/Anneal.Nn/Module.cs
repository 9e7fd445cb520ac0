using System.Globalization;
using System.Text;
using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>A part of a model: parameters that are trained, buffers that are not, and other modules inside it.</summary>
/// <remarks>
/// A constructor registers what belongs to the module, in the order in which the state dict lists it:
/// <code>
/// public sealed class Perceptron : Module
/// {
///     private readonly Linear hidden, output;
///
///     public Perceptron()
///     {
///         hidden = Register("hidden", new Linear(784, 128));
///         output = Register("output", new Linear(128, 10));
///     }
///
///     public override Tensor Forward(Tensor input) => output.Forward(hidden.Forward(input).Relu());
/// }
/// </code>
/// Names are joined with dots (<c>hidden.weight</c>), and names and layouts are those of PyTorch, so that published
/// weights load as they are.
/// </remarks>
public abstract class Module
{
    private readonly List<Entry> parameters = [];
    private readonly List<Entry> buffers = [];
    private readonly List<(string Name, Module Module)> children = [];

    /// <summary>True while the module learns: dropout drops and batch statistics are taken. Set by <see cref="Train"/> and <see cref="Eval"/>.</summary>
    public bool IsTraining { get; private set; } = true;

    /// <summary>The modules directly inside this one, by name, in the order of their registration.</summary>
    public IEnumerable<KeyValuePair<string, Module>> Children => children.Select(c => KeyValuePair.Create(c.Name, c.Module));

    /// <summary>The number of trainable and frozen numbers in all parameters; a parameter that is used in two places counts once.</summary>
    public long ParameterCount => Parameters().Sum(p => p.ElementCount);

    /// <summary>Computes the module's result.</summary>
    /// <exception cref="ArgumentException">The input's shape doesn't fit.</exception>
    public abstract Tensor Forward(Tensor input);

    /// <summary>Puts this module and all inside it into training mode.</summary>
    /// <returns>This module.</returns>
    public Module Train(bool training = true)
    {
        IsTraining = training;
        if (training) Pack(pack: false);
        foreach ((_, Module child) in children) child.Train(training);
        return this;
    }

    /// <summary>Puts this module and all inside it into inference mode.</summary>
    /// <returns>This module.</returns>
    public Module Eval() => Train(training: false);

    /// <summary>The parameters of this module and all inside it, each once, with dotted names.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> NamedParameters()
    {
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        return Entries("", m => m.parameters).Where(e => seen.Add(e.Tensor)).Select(e => KeyValuePair.Create(e.Name, e.Tensor));
    }

    /// <summary>The parameters of this module and all inside it, each once: what an optimizer takes.</summary>
    public IEnumerable<Tensor> Parameters() => NamedParameters().Select(p => p.Value);

    /// <summary>This module (with an empty name) and all inside it, with dotted names.</summary>
    public IEnumerable<KeyValuePair<string, Module>> NamedModules()
    {
        yield return KeyValuePair.Create("", this);
        foreach ((string name, Module child) in children)
            foreach ((string inner, Module module) in child.NamedModules())
                yield return KeyValuePair.Create(inner.Length == 0 ? name : name + "." + inner, module);
    }

    /// <summary>All parameters and buffers by their dotted names, as PyTorch names and orders them. The tensors are the module's own, not copies.</summary>
    public IReadOnlyDictionary<string, Tensor> StateDict()
    {
        var state = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (Entry entry in StateEntries()) state.Add(entry.Name, entry.Tensor);
        return state;
    }

    /// <summary>Copies values into the parameters and buffers of the same names, converting the type of the elements where it differs.</summary>
    /// <param name="state">Tensors by dotted name.</param>
    /// <param name="strict">Every name here must be in the state and every name in the state here. Otherwise only the names in both are copied.</param>
    /// <exception cref="ArgumentException">Names are missing or unexpected, or shapes differ; nothing was copied.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> state, bool strict = true)
    {
        List<Entry> own = [.. StateEntries()];
        Check(own, state, strict);
        using (Gradients.NoGrad())
        {
            foreach (Entry entry in own)
                if (state.TryGetValue(entry.Name, out Tensor? value)) entry.Tensor.CopyFrom(value);
        }
    }

    /// <summary>Takes weights as they lie, without copying a number: parameters and buffers become looks at the given tensors, and linear layers and embeddings take matrices.</summary>
    /// <remarks>For inference on mapped files: what lies in one can't be trained. Tensors that aren't float32 are converted, into memory of their own.</remarks>
    /// <param name="state">Tensors by dotted name.</param>
    /// <param name="matrices">Weights of <see cref="Linear"/> and <see cref="Embedding"/> by dotted name, such as <c>layers.0.q_proj.weight</c>.</param>
    /// <exception cref="ArgumentException">Names are missing or unexpected, or shapes differ; nothing was taken.</exception>
    public void Adopt(IReadOnlyDictionary<string, Tensor> state, IReadOnlyDictionary<string, QuantizedMatrix>? matrices = null)
    {
        const string Weight = ".weight";
        matrices ??= new Dictionary<string, QuantizedMatrix>(StringComparer.Ordinal);
        var layers = new Dictionary<string, Module>(StringComparer.Ordinal);
        foreach ((string name, Module module) in NamedModules())
            if (module is Linear or Embedding) layers[name.Length == 0 ? Weight[1..] : name + Weight] = module;
        string? unknown = matrices.Keys.FirstOrDefault(name => !layers.ContainsKey(name));
        if (unknown is not null) throw new ArgumentException($"The module has no linear layer or embedding for the matrix {unknown}.", nameof(matrices));
        foreach ((string name, QuantizedMatrix matrix) in matrices)
        {
            // The same check that the layer makes, before anything changes.
            Shape shape = layers[name] is Linear { Quantized: null } linear ? linear.Weight.Shape : layers[name] is Embedding { Quantized: null } table ? table.Weight.Shape : matrix.Shape;
            if (!shape.Equals(matrix.Shape)) throw new ArgumentException($"The state doesn't fit the module: of another shape: {name} ({matrix.Shape}, but the module has {shape}).", nameof(matrices));
        }
        List<Entry> own = [.. StateEntries().Where(e => !matrices.ContainsKey(e.Name))];
        Check(own, state, strict: true);
        foreach ((string name, QuantizedMatrix matrix) in matrices)
        {
            if (layers[name] is Linear linear) linear.Quantize(matrix);
            else ((Embedding)layers[name]).Quantize(matrix);
        }
        foreach (Entry entry in own)
            if (state.TryGetValue(entry.Name, out Tensor? value)) entry.Tensor.Become(value);
        Pack(pack: false);
    }

    /// <summary>Forgets the gradients of all parameters and gives their buffers back.</summary>
    public void ZeroGradient()
    {
        // Not over Parameters(): this runs in every step, and walks without making anything.
        foreach (Entry entry in parameters) entry.Tensor.ClearGradient();
        foreach ((_, Module child) in children) child.ZeroGradient();
    }

    /// <summary>Takes the parameters out of training: no gradients are computed for them until <see cref="Unfreeze"/>.</summary>
    /// <returns>This module.</returns>
    public Module Freeze()
    {
        foreach (Tensor parameter in Parameters()) parameter.RequiresGradient = false;
        return this;
    }

    /// <summary>Lets the parameters be trained again.</summary>
    /// <returns>This module.</returns>
    public Module Unfreeze()
    {
        foreach (Tensor parameter in Parameters()) parameter.RequiresGradient = true;
        return this;
    }

    /// <summary>Brings all parameters, and the buffers that are floats, into float32 or float64, in which the module then computes; for checks of gradients, say.</summary>
    /// <remarks>Gradients are forgotten. Optimizers over these parameters are to be made afterwards: their moments don't change with them.</remarks>
    /// <returns>This module.</returns>
    /// <exception cref="NotSupportedException">Modules don't compute in that type.</exception>
    public Module To(DType dtype)
    {
        if (!dtype.IsDifferentiable()) throw new NotSupportedException($"Modules compute in float32 or float64, not in {dtype}.");
        Pack(pack: false);
        foreach (Entry entry in parameters.Concat(buffers))
            if (entry.Tensor.DType.IsFloat()) entry.Tensor.ChangeType(dtype);
        foreach ((_, Module child) in children) child.To(dtype);
        return this;
    }

    /// <summary>Lays the weights of all linear layers out once more, as the kernels read them: inference on many rows gets faster, for as much memory again.</summary>
    /// <remarks>Holds for calls under <see cref="Gradients.NoGrad"/>, until a weight is changed or <see cref="Train"/> is called.</remarks>
    /// <returns>This module.</returns>
    public Module PackForInference()
    {
        Pack(pack: true);
        foreach ((_, Module child) in children) child.PackForInference();
        return this;
    }

    /// <summary>A table of all parameters and buffers with their shapes and sizes.</summary>
    public string Summary()
    {
        List<Entry> own = [.. StateEntries()];
        int width = Math.Max(4, own.Select(e => e.Name.Length).DefaultIfEmpty().Max());
        int shapes = Math.Max(5, own.Select(e => e.Tensor.Shape.ToString().Length).DefaultIfEmpty().Max());
        var text = new StringBuilder();
        text.Append("name".PadRight(width)).Append("  ").Append("shape".PadRight(shapes)).Append("       numbers\n");
        foreach (Entry entry in own)
        {
            text.Append(entry.Name.PadRight(width)).Append("  ").Append(entry.Tensor.Shape.ToString().PadRight(shapes))
                .Append(CultureInfo.InvariantCulture, $"{entry.Tensor.ElementCount,14:N0}").Append('\n');
        }
        long trainable = Parameters().Where(p => p.RequiresGradient).Sum(p => p.ElementCount);
        return text.Append(CultureInfo.InvariantCulture, $"{ParameterCount:N0} parameters, {trainable:N0} of them trainable").ToString();
    }

    /// <summary>The module and all inside it, as a tree.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Print(text, 0);
        return text.ToString();
    }

    /// <summary>Adds a parameter: a tensor that gets gradients and that an optimizer changes.</summary>
    /// <returns>The same tensor, to be kept in a field.</returns>
    /// <exception cref="ArgumentException">The name is taken, empty, or has a dot in it.</exception>
    protected Tensor Register(string name, Tensor parameter)
    {
        CheckName(name);
        parameter.RequiresGradient = true;
        TensorScope.KeepForever(parameter);
        parameters.Add(new Entry(name, parameter));
        return parameter;
    }

    /// <summary>Adds a tensor that belongs to the module's state but isn't trained, such as running statistics.</summary>
    /// <returns>The same tensor, to be kept in a field.</returns>
    /// <exception cref="ArgumentException">The name is taken, empty, or has a dot in it.</exception>
    protected Tensor RegisterBuffer(string name, Tensor buffer)
    {
        CheckName(name);
        TensorScope.KeepForever(buffer);
        buffers.Add(new Entry(name, buffer));
        return buffer;
    }

    /// <summary>Adds a module inside this one.</summary>
    /// <returns>The same module, to be kept in a field.</returns>
    /// <exception cref="ArgumentException">The name is taken, empty, or has a dot in it.</exception>
    protected TModule Register<TModule>(string name, TModule module)
        where TModule : Module
    {
        CheckName(name);
        children.Add((name, module));
        return module;
    }

    /// <summary>Takes a parameter out again.</summary>
    private protected void Unregister(string name) => parameters.RemoveAll(p => p.Name == name);

    /// <summary>Takes a module out again.</summary>
    private protected void UnregisterModule(string name) => children.RemoveAll(c => c.Name == name);

    /// <summary>What stands in the parentheses behind the module's name when it is printed: sizes and options.</summary>
    protected virtual string Describe() => "";

    /// <summary>Makes or drops a copy of the weights for inference.</summary>
    private protected virtual void Pack(bool pack)
    {
    }

    private static void Check(List<Entry> own, IReadOnlyDictionary<string, Tensor> state, bool strict)
    {
        var problems = new StringBuilder();
        if (strict)
        {
            // A weight that two modules share may be stored under one of its names alone.
            HashSet<Tensor> given = new(own.Where(e => state.ContainsKey(e.Name)).Select(e => e.Tensor), ReferenceEqualityComparer.Instance);
            List("missing", own.Where(e => !given.Contains(e.Tensor)).Select(e => e.Name));
            HashSet<string> known = new(own.Select(e => e.Name), StringComparer.Ordinal);
            List("unexpected", state.Keys.Where(k => !known.Contains(k)));
        }
        List("of another shape", own
            .Where(e => state.TryGetValue(e.Name, out Tensor? t) && !t.Shape.Equals(e.Tensor.Shape))
            .Select(e => $"{e.Name} ({state[e.Name].Shape}, but the module has {e.Tensor.Shape})"));
        if (problems.Length > 0) throw new ArgumentException("The state doesn't fit the module:" + problems + ".", nameof(state));

        void List(string what, IEnumerable<string> names)
        {
            List<string> all = [.. names];
            if (all.Count == 0) return;
            problems.Append(problems.Length == 0 ? " " : "; ").Append(what).Append(": ").AppendJoin(", ", all.Take(10));
            if (all.Count > 10) problems.Append(CultureInfo.InvariantCulture, $" and {all.Count - 10} more");
        }
    }

    private void CheckName(string name)
    {
        if (name.Length == 0 || name.Contains('.', StringComparison.Ordinal))
            throw new ArgumentException($"'{name}' can't be the name of a part of a module: it must have a letter and no dot.", nameof(name));
        if (parameters.Exists(e => e.Name == name) || buffers.Exists(e => e.Name == name) || children.Exists(c => c.Name == name))
            throw new ArgumentException($"{GetType().Name} already has a part with the name '{name}'.", nameof(name));
    }

    private IEnumerable<Entry> StateEntries() => Entries("", m => m.parameters.Concat(m.buffers));

    private IEnumerable<Entry> Entries(string prefix, Func<Module, IEnumerable<Entry>> select)
    {
        foreach (Entry entry in select(this)) yield return new Entry(prefix + entry.Name, entry.Tensor);
        foreach ((string name, Module child) in children)
            foreach (Entry entry in child.Entries(prefix + name + ".", select)) yield return entry;
    }

    private void Print(StringBuilder text, int depth)
    {
        text.Append(GetType().Name).Append('(').Append(Describe());
        foreach ((string name, Module child) in children)
        {
            text.Append('\n').Append(' ', (2 * depth) + 2).Append('(').Append(name).Append("): ");
            child.Print(text, depth + 1);
        }
        if (children.Count > 0) text.Append('\n').Append(' ', 2 * depth);
        text.Append(')');
    }

    private readonly record struct Entry(string Name, Tensor Tensor);
}
