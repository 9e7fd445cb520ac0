using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>One optimizer step over one parameter tensor, in a single pass over memory. Formulas and their order are PyTorch's.</summary>
/// <remarks>
/// Every step takes a gradient scale (for clipping by norm: the gradient itself isn't rewritten). Moments below the
/// smallest normal float become zero: .NET can't switch denormals off, and arithmetic on them is a hundred times slower.
/// A NaN stays, so that a diverged run doesn't look healthy.
/// </remarks>
internal static unsafe partial class OptimizerSteps
{
    /// <summary>x, or zero where x is denormal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Flush<L, V, T>(V x)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged => L.Select(L.GreaterThan(L.Constant(1.17549435e-38), L.Abs(x)), L.Zero, x);
}
