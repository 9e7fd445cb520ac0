namespace Anneal.Tensors.Threading;

/// <summary>A piece of work cut into numbered parts that may run in any order on any thread.</summary>
/// <remarks>Implemented by unmanaged structs that hold raw pointers, so that starting a job allocates nothing.</remarks>
internal interface IJob
{
    /// <summary>Does part <paramref name="index"/>; parts must not write to the same memory.</summary>
    void Run(int index);
}

/// <summary>A piece of work over the elements 0..length, cut into ranges.</summary>
internal interface IRangeJob
{
    /// <summary>Does the elements from <paramref name="start"/> up to, not including, <paramref name="end"/>.</summary>
    void Run(long start, long end);
}
