namespace Anneal.Tensors;

/// <summary>Gives back, at its end, the buffers of all tensors that this thread made inside it.</summary>
/// <remarks>
/// A scope is never needed for correctness: without one the garbage collector takes what is no longer used. Around a
/// training step it makes memory level and allocation free: the next step finds the same buffers.
/// <code>
/// using (new TensorScope())
/// {
///     Tensor loss = model.Forward(x).CrossEntropy(y);
///     loss.Backward();
///     optimizer.Step();
/// }
/// </code>
/// Gradients of parameters outlive the scope. Any other tensor that should is passed to <see cref="Keep"/>. A tensor
/// that is used after its scope has ended throws <see cref="ObjectDisposedException"/>.
/// A scope belongs to the thread that made it; don't await inside one.
/// </remarks>
public sealed class TensorScope : IDisposable
{
    [ThreadStatic]
    private static TensorScope? current;

    [ThreadStatic]
    private static Stack<Tensor?[]>? spareLists;

    private readonly TensorScope? parent;
    private Tensor?[] owned;
    private int count;
    private bool ended;

    /// <summary>Starts a scope on this thread, inside the current one if there is one.</summary>
    public TensorScope()
    {
        parent = current;
        current = this;
        owned = spareLists is { Count: > 0 } spare ? spare.Pop() : new Tensor?[256];
    }

    /// <summary>The tensor leaves this scope: it now belongs to the enclosing one, or to the garbage collector.</summary>
    /// <returns>The same tensor.</returns>
    public Tensor Keep(Tensor tensor)
    {
        if (Remove(tensor)) parent?.Add(tensor);
        return tensor;
    }

    /// <summary>Ends the scope and gives back the buffers of its tensors, except those that a graph still needs because it was not run backward.</summary>
    public void Dispose()
    {
        if (ended) return;
        if (!ReferenceEquals(current, this))
            throw new InvalidOperationException("Scopes end in the reverse order of their start, on the thread that started them.");
        ended = true;
        current = parent;
        Clear();
        (spareLists ??= new Stack<Tensor?[]>()).Push(owned);
        owned = [];
    }

    /// <summary>Gives back what the scope holds so far and goes on.</summary>
    internal void Clear()
    {
        for (int i = 0; i < count; i++)
        {
            owned[i]?.Dispose();
            owned[i] = null;
        }
        count = 0;
    }

    /// <summary>Gives an intermediate result back before its scope ends. Does nothing for a tensor that the current scope doesn't own: it may be a parameter.</summary>
    internal static void GiveBack(Tensor tensor)
    {
        if (current is { } scope && scope.Remove(tensor)) tensor.Dispose();
    }

    /// <summary>Puts a new tensor into the thread's current scope, if there is one.</summary>
    internal static void Enter(Tensor tensor) => current?.Add(tensor);

    /// <summary>Takes a tensor out of whichever scope of this thread holds it, for good.</summary>
    internal static void KeepForever(Tensor tensor)
    {
        for (TensorScope? scope = current; scope is not null && !scope.Remove(tensor); scope = scope.parent)
        {
        }
    }

    private bool Remove(Tensor tensor)
    {
        int slot = tensor.ScopeSlot;
        if ((uint)slot >= (uint)count || !ReferenceEquals(owned[slot], tensor)) return false;
        owned[slot] = null;
        tensor.ScopeSlot = -1;
        return true;
    }

    private void Add(Tensor tensor)
    {
        if (count == owned.Length) Array.Resize(ref owned, count * 2);
        tensor.ScopeSlot = count;
        owned[count++] = tensor;
    }
}
