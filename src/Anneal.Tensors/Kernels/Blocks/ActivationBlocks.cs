using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Anneal.Tensors.Kernels;

/// <summary>A row of activations as signed bytes, 32 to a scale, with the sums that weights' zero points and minima are multiplied with.</summary>
internal readonly unsafe struct ActivationBlocks
{
    private const int Group = 32;

    private ActivationBlocks(byte* memory, int length)
    {
        Codes = (sbyte*)memory;
        Starts = (int*)(memory + length);
        Scales = (float*)(memory + (2 * (long)length));
        Sums = Scales + (length / Group);
    }

    /// <summary>Gets the bytes.</summary>
    public sbyte* Codes { get; }

    /// <summary>Gets eight sums of four neighbouring bytes for each group, times less the weights' zero code: what their dot product starts from.</summary>
    public int* Starts { get; }

    /// <summary>Gets a scale for each group.</summary>
    public float* Scales { get; }

    /// <summary>Gets the sums of each half group, in activations.</summary>
    public float* Sums { get; }

    /// <summary>Bytes that a row takes, rounded up to whole cache lines.</summary>
    public static long Bytes(int length) => ((2L * length) + (12L * length / Group) + 63) & ~63L;

    public static ActivationBlocks At(byte* memory, int length) => new(memory, length);

    /// <summary>Quantises a row.</summary>
    /// <param name="x">A multiple of 32 numbers.</param>
    /// <param name="length">How many.</param>
    /// <param name="zero">The code for zero of the weights' format.</param>
    /// <param name="memory">Where to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Quantize(float* x, int length, int zero, byte* memory)
    {
        ActivationBlocks blocks = At(memory, length);
        Vector256<int> less = Vector256.Create(-zero);
        Vector256<byte> ones = Vector256.Create((byte)1);
        for (int group = 0; group < length / Group; group++, x += Group)
        {
            Vector256<sbyte> codes = Round(x, out float scale);
            Vector256<int> fours = ByteDot.MultiplyAdd(Vector256<int>.Zero, ones, codes);
            codes.Store(blocks.Codes + (group * Group));
            (fours * less).Store(blocks.Starts + (group * 8));
            blocks.Scales[group] = scale;
            blocks.Sums[2 * group] = scale * Vector128.Sum(fours.GetLower());
            blocks.Sums[(2 * group) + 1] = scale * Vector128.Sum(fours.GetUpper());
        }
    }

    /// <summary>32 numbers as bytes: the one with the largest size becomes 127 or -127.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<sbyte> Round(float* x, out float scale)
    {
        Vector256<float> x0 = Vector256.Load(x), x1 = Vector256.Load(x + 8), x2 = Vector256.Load(x + 16), x3 = Vector256.Load(x + 24);
        Vector256<float> most = Vector256.Max(Vector256.Max(Vector256.Abs(x0), Vector256.Abs(x1)), Vector256.Max(Vector256.Abs(x2), Vector256.Abs(x3)));
        Vector128<float> half = Vector128.Max(most.GetLower(), most.GetUpper());
        half = Vector128.Max(half, Vector128.Shuffle(half, Vector128.Create(2, 3, 0, 1)));
        float largest = Math.Max(half.GetElement(0), half.GetElement(1));
        scale = largest / 127;
        Vector256<float> inverse = Vector256.Create(scale == 0 ? 0 : 1 / scale);
        Vector256<short> low = Vector256.Narrow(Vector256.ConvertToInt32(Vector256.Round(x0 * inverse)), Vector256.ConvertToInt32(Vector256.Round(x1 * inverse)));
        Vector256<short> high = Vector256.Narrow(Vector256.ConvertToInt32(Vector256.Round(x2 * inverse)), Vector256.ConvertToInt32(Vector256.Round(x3 * inverse)));
        return Vector256.Narrow(low, high);
    }
}
