namespace Anneal.Tensors.Kernels;

/// <summary>A register full of numbers: what a kernel needs of it, so that one body serves every register width.</summary>
/// <typeparam name="V">The register: a vector, or a plain number for <see cref="ScalarLanes{T}"/>.</typeparam>
/// <typeparam name="T">The number in each lane.</typeparam>
/// <remarks>
/// Masks are registers too: all bits of a lane set, or none. A loop's tail loads and stores a part of a register, so
/// that the same instructions work on the last elements and the same bits come out wherever a range ends.
/// </remarks>
internal unsafe interface ILanes<V, T>
    where V : struct
    where T : unmanaged
{
    /// <summary>Gets how many numbers a register holds.</summary>
    static abstract int Count { get; }

    static abstract V Zero { get; }

    static abstract V Broadcast(T value);

    /// <summary>A literal of the kernel's text in every lane.</summary>
    static abstract V Constant(double value);

    static abstract V Load(T* from);

    static abstract void Store(T* to, V value);

    /// <summary>Reads the first <paramref name="count"/> numbers; the other lanes hold <paramref name="fill"/>.</summary>
    static abstract V LoadPartial(T* from, int count, V fill);

    /// <summary>Writes the first <paramref name="count"/> lanes and touches nothing behind them.</summary>
    static abstract void StorePartial(T* to, V value, int count);

    /// <summary>A mask that is set in the first <paramref name="count"/> lanes.</summary>
    static abstract V FirstLanes(int count);

    static abstract V Add(V a, V b);

    static abstract V Subtract(V a, V b);

    static abstract V Multiply(V a, V b);

    static abstract V Divide(V a, V b);

    /// <summary>a * b + c, rounded once where the processor can (then in every width), else twice.</summary>
    static abstract V MultiplyAdd(V a, V b, V c);

    static abstract V Sqrt(V x);

    static abstract V Abs(V x);

    static abstract V Negate(V x);

    /// <summary>The size of <paramref name="magnitude"/> with the sign of <paramref name="sign"/>.</summary>
    static abstract V CopySign(V magnitude, V sign);

    static abstract V Floor(V x);

    /// <summary>To the nearest whole number, halves to the even one.</summary>
    static abstract V Round(V x);

    /// <summary>The larger one; NaN when either is.</summary>
    static abstract V Max(V a, V b);

    /// <summary>The smaller one; NaN when either is.</summary>
    static abstract V Min(V a, V b);

    /// <summary>The larger one in a single instruction; <paramref name="b"/> when <paramref name="b"/> is NaN.</summary>
    static abstract V MaxNative(V a, V b);

    /// <summary>The smaller one in a single instruction; <paramref name="b"/> when <paramref name="b"/> is NaN.</summary>
    static abstract V MinNative(V a, V b);

    static abstract V GreaterThan(V a, V b);

    static abstract V GreaterThanOrEqual(V a, V b);

    static abstract V EqualTo(V a, V b);

    static abstract V IsNaN(V x);

    static abstract V Select(V mask, V whenSet, V otherwise);

    static abstract V And(V a, V b);

    static abstract V Or(V a, V b);

    static abstract V Not(V mask);

    static abstract bool AnySet(V mask);

    /// <summary>Multiplies by two to the power of the whole number in the low bits of <paramref name="power"/>: see <see cref="Functions{L,V,T}.Exp"/>.</summary>
    static abstract V AddToExponent(V x, V power);

    /// <summary>Takes a positive normal number apart: returns its mantissa in [sqrt(1/2), sqrt(2)) and the power of two that goes with it.</summary>
    static abstract V SplitExponent(V x, out V exponent);

    /// <summary>All lanes added up, halves first.</summary>
    static abstract T Sum(V x);

    /// <summary>The largest lane; NaN when there is one.</summary>
    static abstract T MaxOf(V x);

    /// <summary>The smallest lane; NaN when there is one.</summary>
    static abstract T MinOf(V x);

    /// <summary>Reads <paramref name="count"/> bytes as a mask: set where the byte isn't zero.</summary>
    static abstract V LoadMask(byte* from, int count);

    /// <summary>Writes the first <paramref name="count"/> lanes of a mask as bytes 0 and 1.</summary>
    static abstract void StoreMask(byte* to, V mask, int count);

    /// <summary>A register full of random words, as the whole numbers in their upper 24 bits: what a float holds exactly.</summary>
    static abstract V LoadUpper24(uint* words);
}
