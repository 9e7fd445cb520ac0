using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>One parameter's step as kernels see it: pointers, and the numbers of this step.</summary>
/// <typeparam name="TSettings">The kernel's own.</typeparam>
internal unsafe struct UpdateTask<TSettings>
    where TSettings : unmanaged
{
    public void* Parameter, Gradient, First, Second, Third;
    public long Length;
    public bool IsDouble;
    public TSettings Settings;

    /// <summary>Parts before this task's first one, over all tasks.</summary>
    public int PartsBefore;

    /// <summary>Points to a parameter, its gradient, and what is remembered about it.</summary>
    public UpdateTask(Tensor parameter, Tensor gradient, TSettings settings, Tensor? first = null, Tensor? second = null, Tensor? third = null)
    {
        Parameter = parameter.Address;
        Gradient = gradient.Address;
        First = first is null ? null : first.Address;
        Second = second is null ? null : second.Address;
        Third = third is null ? null : third.Address;
        Length = parameter.ElementCount;
        IsDouble = parameter.DType == DType.Float64;
        Settings = settings;
    }
}
