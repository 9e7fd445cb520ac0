using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>A kernel's body, written once over the lanes. It works on the elements (or rows) from start up to, not including, end.</summary>
internal interface ILaneKernel
{
    void Run<L, V, T>(long start, long end)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged;
}

/// <summary>Runs a kernel over the widest registers that the processor has for <typeparamref name="T"/>.</summary>
/// <typeparam name="TKernel">The kernel: an unmanaged struct of pointers and sizes.</typeparam>
/// <typeparam name="T">float (vectors) or double (one at a time: for gradient checks).</typeparam>
internal readonly struct Wide<TKernel, T> : IRangeJob
    where TKernel : unmanaged, ILaneKernel
    where T : unmanaged
{
    private readonly TKernel kernel;

    public Wide(TKernel kernel) => this.kernel = kernel;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Run(long start, long end)
    {
        if (typeof(T) == typeof(float))
        {
            if (Vector512.IsHardwareAccelerated) kernel.Run<Lanes512, Vector512<float>, float>(start, end);
            else if (Vector256.IsHardwareAccelerated) kernel.Run<Lanes256, Vector256<float>, float>(start, end);
            else if (Vector128.IsHardwareAccelerated) kernel.Run<Lanes128, Vector128<float>, float>(start, end);
            else kernel.Run<ScalarLanes<float>, float, float>(start, end);
        }
        else if (typeof(T) == typeof(double))
        {
            kernel.Run<ScalarLanes<double>, double, double>(start, end);
        }
        else
        {
            RunWhole(start, end);
        }
    }

    private void RunWhole(long start, long end)
    {
        if (typeof(T) == typeof(int)) kernel.Run<ScalarLanes<int>, int, int>(start, end);
        else if (typeof(T) == typeof(long)) kernel.Run<ScalarLanes<long>, long, long>(start, end);
        else if (typeof(T) == typeof(byte)) kernel.Run<ScalarLanes<byte>, byte, byte>(start, end);
        else throw new NotSupportedException($"No kernel works on {typeof(T).Name}.");
    }

    /// <summary>Runs the kernel over 0..length on the shared threads, in ranges of <paramref name="grain"/>.</summary>
    public static void ForRange(long length, long grain, TKernel kernel) =>
        WorkerPool.ForRange(length, grain, new Wide<TKernel, T>(kernel));
}
