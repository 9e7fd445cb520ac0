namespace Anneal.Tensors.Threading;

/// <summary>Work in phases: all parts of one are done before the next begins.</summary>
/// <remarks>Implemented by unmanaged structs that hold raw pointers, as an <see cref="IJob"/> is.</remarks>
internal interface IPhases
{
    /// <summary>Prepares a phase when all parts of the one before are done. Runs on one thread.</summary>
    /// <returns>The parts that the phase has; 0 where there is nothing left to do in it; less after the last phase.</returns>
    int Begin(int phase);

    /// <summary>Does a part of a phase; parts of one phase must not write to the same memory.</summary>
    void Run(int phase, int part);
}
