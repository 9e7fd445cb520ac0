using System.Globalization;
using System.Runtime.CompilerServices;
using Anneal.Tensors;
using Anneal.Tensors.Kernels;

namespace Anneal.Nn;

/// <summary>Modules one after another; each gets the result of the one before. Their names are <c>0</c>, <c>1</c>, …</summary>
/// <example>
/// <code>
/// var model = new Sequential(new Linear(784, 128), new Relu(), new Linear(128, 10));
/// Tensor logits = model.Forward(images);
/// </code>
/// </example>
[CollectionBuilder(typeof(Sequential), nameof(Of))]
public sealed class Sequential : Module, IReadOnlyList<Module>
{
    private readonly Module[] modules;

    /// <summary>A chain of these modules.</summary>
    public Sequential(params ReadOnlySpan<Module> modules)
    {
        this.modules = modules.ToArray();
        for (int i = 0; i < modules.Length; i++) Register(i.ToString(CultureInfo.InvariantCulture), modules[i]);
    }

    /// <summary>How many modules there are.</summary>
    public int Count => modules.Length;

    /// <summary>The module at a place, from 0.</summary>
    public Module this[int index] => modules[index];

    /// <summary>A chain of these modules, for collection expressions.</summary>
    public static Sequential Of(ReadOnlySpan<Module> modules) => new(modules);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        Tensor current = input;
        for (int i = 0; i < modules.Length; i++)
        {
            Activation activation = i + 1 < modules.Length ? Fusable(modules[i + 1]) : Activation.None;
            Tensor? fused = activation == Activation.None ? null : Fused(modules[i], current, activation);
            if (fused is not null) i++;
            Tensor next = fused ?? modules[i].Forward(current);

            // What nobody saved for a backward pass is given back at once.
            if (!ReferenceEquals(current, input) && !ReferenceEquals(current, next)) TensorScope.GiveBack(current);
            current = next;
        }
        return current;
    }

    /// <summary>A layer with the activation behind it computed on the way to memory; null if it can't.</summary>
    private static Tensor? Fused(Module module, Tensor input, Activation activation) => module switch
    {
        Linear linear => linear.Forward(input, activation),
        Conv2d convolution when activation == Activation.Relu => convolution.Forward(input, activation),
        BatchNorm norm when activation == Activation.Relu => norm.Forward(input, relu: true, residual: null),
        _ => null,
    };

    /// <summary>An activation that a layer before it may compute.</summary>
    private static Activation Fusable(Module module) => module switch
    {
        Relu => Activation.Relu,
        Gelu gelu => gelu.Kind,
        Silu => Activation.Silu,
        Sigmoid => Activation.Sigmoid,
        Tanh => Activation.Tanh,
        _ => Activation.None,
    };

    /// <inheritdoc/>
    public IEnumerator<Module> GetEnumerator() => ((IEnumerable<Module>)modules).GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => modules.GetEnumerator();
}
