using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Anneal.Tensors.Kernels;

/// <summary>A row of activations as signed bytes, 32 to a scale, as products with panels read it.</summary>
internal readonly unsafe struct RoundedRow
{
    private const int Group = PanelLayout.Group;

    private RoundedRow(byte* memory, int length)
    {
        Codes = (int*)memory;
        Starts = (int*)(memory + length);
        Scales = (float*)(Starts + (length / Group));
    }

    /// <summary>Gets the bytes, four to a number.</summary>
    public int* Codes { get; }

    /// <summary>Gets each group's sum of codes, times less the weights' code for zero: what its dot product starts from.</summary>
    public int* Starts { get; }

    /// <summary>Gets a scale for each group.</summary>
    public float* Scales { get; }

    /// <summary>Bytes that a row takes, rounded up to whole cache lines.</summary>
    public static nint Bytes(int length) => (length + (8 * (length / Group)) + 63) & ~63;

    public static RoundedRow At(byte* memory, int length) => new(memory, length);

    /// <summary>Rounds a row.</summary>
    /// <param name="x">A multiple of 32 numbers.</param>
    /// <param name="length">How many.</param>
    /// <param name="zero">The weights' code for zero.</param>
    /// <param name="memory">Where to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Round(float* x, int length, int zero, byte* memory)
    {
        RoundedRow row = At(memory, length);
        for (int group = 0; group < length / Group; group++, x += Group)
        {
            Vector256<sbyte> codes = ActivationBlocks.Round(x, out row.Scales[group]);
            codes.Store((sbyte*)row.Codes + (group * Group));
            row.Starts[group] = -zero * Vector256.Sum(ByteDot.MultiplyAdd(Vector256<int>.Zero, Vector256.Create((byte)1), codes));
        }
    }
}
