using System.Runtime.CompilerServices;
using Anneal.Tensors.Memory;

namespace Anneal.Tensors.Autograd;

/// <summary>One recorded operation: what it saved for its backward pass, and where its inputs came from.</summary>
/// <remarks>
/// Each differentiable operation is one class derived from this: a static method that computes and calls
/// <see cref="Record(Tensor, ReadOnlySpan{Tensor})"/>, and <see cref="Backward"/> beside it, which hands each input's gradient to <see cref="Send"/>.
/// </remarks>
internal abstract class Node
{
    private static long lastSequence;

    private Edge[] inputs = [];
    private Saved[] saved = [];
    private Tensor? gradient;
    private Tensor?[] otherGradients = [];
    private List<(int Output, Func<Tensor, Tensor?> Call)>? hooks;

    /// <summary>Operations recorded since the start.</summary>
    public static long LastSequence => Interlocked.Read(ref lastSequence);

    /// <summary>Larger than that of every node this one depends on.</summary>
    public long Sequence { get; private set; }

    /// <summary>The last backward pass that came by.</summary>
    public long Visit { get; set; }

    public ReadOnlySpan<Edge> Inputs => inputs;

    /// <summary>Saved values are gone: the node can't run again.</summary>
    public bool IsConsumed { get; private set; }

    /// <summary>The operation's name, for messages.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>A gradient for each result; null where nothing depends on it.</summary>
    protected Tensor? GradientOf(int output) => output == 0 ? gradient : otherGradients.Length == 0 ? null : otherGradients[output - 1];

    /// <summary>Computes the gradients of the inputs from that of the result and hands them to <see cref="Send"/>.</summary>
    /// <param name="gradient">Shaped as the result. For a node with several results, that of the first, possibly null: see <see cref="GradientOf"/>.</param>
    protected abstract void Backward(Tensor gradient);

    /// <summary>Keeps a tensor for the backward pass, which will notice if it was changed in place meanwhile.</summary>
    protected void Save(params ReadOnlySpan<Tensor?> tensors)
    {
        saved = SpareArrays<Saved>.Rent(tensors.Length);
        for (int i = 0; i < tensors.Length; i++)
        {
            if (tensors[i] is not { } tensor) continue;
            tensor.Storage.Hold();
            saved[i] = new Saved(tensor, tensor.Storage.Version);
        }
    }

    /// <summary>A tensor given to <see cref="Save"/>.</summary>
    /// <exception cref="InvalidOperationException">It was changed in place since.</exception>
    protected Tensor Load(int index)
    {
        ref Saved item = ref saved[index];
        if (item.Tensor!.Storage.Version != item.Version)
        {
            throw new InvalidOperationException(
                $"{Name} saved a tensor {item.Tensor.Shape} for its backward pass, but {item.Tensor.Storage.LastChange} changed it in place since. Use the operation that returns a new tensor, or change a Clone().");
        }
        return item.Tensor;
    }

    /// <summary>As <see cref="Load"/>, for a value that may not have been given.</summary>
    protected Tensor? LoadOptional(int index) => saved[index].Tensor is null ? null : Load(index);

    /// <summary>True when the gradient of this input is wanted.</summary>
    protected bool Wants(int input) => inputs[input].Node is not null;

    /// <summary>What this backward pass has sent to an input so far, where it may be added to in place; else null. Spares a buffer of the input's size.</summary>
    protected Tensor? PendingGradient(int input)
    {
        ref Edge edge = ref inputs[input];
        return !Gradients.Enabled && edge.Node?.PeekGradient(edge.Output) is { IsExclusive: true } sum ? sum : null;
    }

    /// <summary>True when the saved values won't be asked for again, so that one which nobody else holds may be overwritten.</summary>
    protected bool MayOverwriteSaved { get; private set; }

    /// <summary>Links the result to this node and this node to its inputs.</summary>
    public void Record(Tensor result, params ReadOnlySpan<Tensor?> from)
    {
        Link(from);
        result.SetNode(this, 0);
    }

    /// <summary>Links several results to this node, in order.</summary>
    public void RecordMany(ReadOnlySpan<Tensor> results, params ReadOnlySpan<Tensor?> from)
    {
        Link(from);
        otherGradients = SpareArrays<Tensor?>.Rent(results.Length - 1);
        for (int i = 0; i < results.Length; i++) results[i].SetNode(this, i);
    }

    public void AddHook(int output, Func<Tensor, Tensor?> hook) => (hooks ??= []).Add((output, hook));

    /// <summary>Runs the hooks and <see cref="Backward"/>, and forgets the gradients.</summary>
    public void Run(bool retain)
    {
        if (IsConsumed) ThrowConsumed();
        if (hooks is not null) RunHooks();
        MayOverwriteSaved = !retain;
        Backward(gradient!);
        ForgetGradients();
        if (!retain) Consume();
    }

    /// <summary>The gradient that has come together for a result so far.</summary>
    public Tensor? PeekGradient(int output) => GradientOf(output);

    public bool HasGradient
    {
        get
        {
            if (gradient is not null) return true;
            foreach (Tensor? other in otherGradients)
                if (other is not null) return true;
            return false;
        }
    }

    /// <summary>Gives back what was saved; the inputs' own values may now be freed too.</summary>
    protected virtual void Consume()
    {
        foreach (ref Saved item in saved.AsSpan()) item.Tensor?.Storage.Release();
        SpareArrays<Saved>.Return(saved);
        SpareArrays<Edge>.Return(inputs);
        SpareArrays<Tensor?>.Return(otherGradients);
        saved = [];
        inputs = [];
        otherGradients = [];
        IsConsumed = true;
    }

    /// <summary>Adds to the gradient of one of this node's results.</summary>
    public void Receive(int output, Tensor part)
    {
        if (IsConsumed) ThrowConsumed();
        ref Tensor? slot = ref output == 0 ? ref gradient : ref otherGradients[output - 1];
        slot = slot is null ? part : Engine.Add(slot, part);
    }

    /// <summary>The gradient of the first result, which from now on belongs to the caller instead of the engine.</summary>
    protected Tensor TakeGradient()
    {
        Tensor taken = gradient!;
        gradient = null;
        taken.OwnedByEngine = false;
        return taken;
    }

    public void ForgetGradients()
    {
        gradient?.Dispose();
        gradient = null;
        foreach (ref Tensor? other in otherGradients.AsSpan())
        {
            other?.Dispose();
            other = null;
        }
    }

    /// <summary>Hands the gradient of an input to whatever computed that input. The tensor must be the one that <see cref="Backward"/> got, or made by it.</summary>
    protected void Send(int input, Tensor part)
    {
        ref Edge edge = ref inputs[input];
        if (edge.Node is null) return;
        if (part.OwnedByEngine) part = Engine.Alias(part);
        TensorScope.KeepForever(part);
        part.OwnedByEngine = true;
        edge.Node.Receive(edge.Output, part);
    }

    private void Link(ReadOnlySpan<Tensor?> from)
    {
        Sequence = Interlocked.Increment(ref lastSequence);
        inputs = SpareArrays<Edge>.Rent(from.Length);
        for (int i = 0; i < from.Length; i++)
            if (from[i] is { } tensor) inputs[i] = new Edge(tensor.Node, tensor.OutputIndex);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ThrowConsumed() => throw new InvalidOperationException(
        $"The saved values of {Name} were freed by an earlier Backward(). Pass retainGraph: true to the first one to run a second, or compute the loss again.");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RunHooks()
    {
        foreach ((int output, Func<Tensor, Tensor?> call) in hooks!)
        {
            ref Tensor? slot = ref output == 0 ? ref gradient : ref otherGradients[output - 1];
            if (slot is null || call(slot) is not { } replacement || ReferenceEquals(replacement, slot)) continue;
            if (!replacement.Shape.Equals(slot.Shape))
                throw new InvalidOperationException($"A gradient hook of {Name} returned shape {replacement.Shape} for a gradient of shape {slot.Shape}.");
            if (replacement.OwnedByEngine) replacement = Engine.Alias(replacement);
            TensorScope.KeepForever(replacement);
            replacement.OwnedByEngine = true;
            slot.Dispose();
            slot = replacement;
        }
    }

    /// <summary>Where an input came from: a node and which of its results; no node if it needs no gradient.</summary>
    internal readonly record struct Edge(Node? Node, int Output);

    private readonly record struct Saved(Tensor? Tensor, int Version);
}
