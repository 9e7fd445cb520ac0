using System.Runtime.Intrinsics;

namespace Anneal.Tensors.Kernels;

/// <summary>What the kernels need of a block format: its codes as bytes, in the order of the numbers, and its scales as floats.</summary>
/// <remarks>A number is <c>scale · (code − Zero) + minimum</c>. Every 32 codes are a group.</remarks>
internal unsafe interface IBlockFormat
{
    /// <summary>Gets the numbers in a block.</summary>
    static abstract int Length { get; }

    /// <summary>Gets the bytes of a block.</summary>
    static abstract int BlockBytes { get; }

    /// <summary>Gets how many numbers share a scale: 32 or 16.</summary>
    static abstract int ScaleLength { get; }

    /// <summary>Gets the code that stands for zero.</summary>
    static abstract int Zero { get; }

    /// <summary>Gets a value indicating whether there are minima.</summary>
    static abstract bool HasMinimum { get; }

    /// <summary>The block's scales and, where there are any, minima.</summary>
    static abstract void Scales(byte* block, float* scales, float* minima);

    /// <summary>The codes of a group.</summary>
    static abstract Vector256<byte> Codes(byte* block, int group);

    /// <summary>A block's worth of finite numbers, rounded.</summary>
    static abstract void Quantize(float* x, byte* block);
}
