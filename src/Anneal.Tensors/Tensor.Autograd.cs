using Anneal.Tensors.Autograd;
using Anneal.Tensors.Memory;

namespace Anneal.Tensors;

/// <content>Gradients.</content>
public sealed unsafe partial class Tensor
{
    private Node? node;
    private Tensor? gradient;

    /// <summary>Set on a tensor that the user made (a parameter): operations on it are recorded and <see cref="Backward"/> fills <see cref="Gradient"/>. True also for every result that depends on such a tensor.</summary>
    /// <exception cref="InvalidOperationException">Switched off on the result of an operation (use <see cref="Detach"/>), or switched on for integers.</exception>
    public bool RequiresGradient
    {
        get => node is not null;
        set
        {
            if (value == RequiresGradient) return;
            if (!value)
            {
                if (node is not Leaf) throw new InvalidOperationException("This tensor is the result of recorded operations: call Detach() for one that isn't.");
                node = null;
                return;
            }
            if (!DType.IsDifferentiable()) throw new InvalidOperationException($"Gradients exist for float32 and float64, not for {DType}.");
            node = new Leaf(this);
        }
    }

    /// <summary>True for a tensor that no recorded operation made.</summary>
    public bool IsLeaf => node is null or Leaf;

    /// <summary>The sum of the gradients that backward passes brought to this leaf since it was last cleared, or null.</summary>
    public Tensor? Gradient
    {
        get => gradient;
        set
        {
            if (value is not null)
            {
                if (!value.Shape.Equals(Shape)) throw new ArgumentException($"The gradient of a tensor of shape {Shape} can't have shape {value.Shape}.");
                TensorScope.KeepForever(value);
            }
            gradient = value;
        }
    }

    /// <summary>What recorded this tensor, and which of its results it is.</summary>
    internal Node? Node => node;

    internal int OutputIndex { get; private set; }

    /// <summary>Runs the chain rule from this tensor back to every leaf that requires a gradient and adds to their <see cref="Gradient"/>.</summary>
    /// <param name="gradient">The gradient of the objective by this tensor; left out for a single number, where it is 1.</param>
    /// <param name="retainGraph">Keep saved values, so that Backward can run again.</param>
    /// <param name="createGraph">Record the backward pass itself, so that gradients can be differentiated.</param>
    /// <exception cref="InvalidOperationException">Nothing was recorded, a saved value was changed in place, or the graph was already consumed.</exception>
    public void Backward(Tensor? gradient = null, bool retainGraph = false, bool createGraph = false) =>
        Engine.Run([this], [gradient], retainGraph || createGraph, createGraph);

    /// <summary>The same elements, outside the graph.</summary>
    public Tensor Detach() => Alias();

    /// <summary>Calls <paramref name="hook"/> with the gradient of this tensor whenever a backward pass has computed it.</summary>
    /// <param name="hook">May return another gradient in its place, or null to leave it. The tensor it gets is only valid during the call: Clone() what you keep.</param>
    /// <exception cref="InvalidOperationException">The tensor doesn't require a gradient.</exception>
    public void OnGradient(Func<Tensor, Tensor?> hook)
    {
        if (node is null) throw new InvalidOperationException("Only a tensor that requires a gradient can have a gradient hook.");
        node.AddHook(OutputIndex, hook);
    }

    /// <summary>Clears <see cref="Gradient"/> and gives its buffer back.</summary>
    public void ClearGradient()
    {
        gradient?.Dispose();
        gradient = null;
    }

    internal void SetNode(Node recorded, int outputIndex)
    {
        node = recorded;
        OutputIndex = outputIndex;
    }
}
