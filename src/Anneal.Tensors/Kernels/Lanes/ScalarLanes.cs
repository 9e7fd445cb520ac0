using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Anneal.Tensors.Kernels;

/// <summary>One number at a time: for float64 (exact gradient checks), whole numbers, and processors without vectors.</summary>
/// <typeparam name="T">float, double, or a whole-number type; the latter has no <see cref="Sqrt"/>, masks or exponents.</typeparam>
internal readonly unsafe struct ScalarLanes<T> : ILanes<T, T>
    where T : unmanaged, INumber<T>
{
    public static int Count => 1;

    public static T Zero => T.Zero;

    private static T AllBits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (typeof(T) == typeof(float)) return Unsafe.BitCast<uint, T>(uint.MaxValue);
            if (typeof(T) == typeof(double)) return Unsafe.BitCast<ulong, T>(ulong.MaxValue);
            return T.One;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Broadcast(T value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Constant(double value)
    {
        if (typeof(T) == typeof(float)) return Unsafe.BitCast<float, T>((float)value);
        if (typeof(T) == typeof(double)) return Unsafe.BitCast<double, T>(value);
        return T.CreateTruncating(value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Load(T* from) => *from;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T* to, T value) => *to = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T LoadPartial(T* from, int count, T fill) => count > 0 ? *from : fill;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(T* to, T value, int count)
    {
        if (count > 0) *to = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T FirstLanes(int count) => count > 0 ? AllBits : T.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Add(T a, T b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Subtract(T a, T b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Multiply(T a, T b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Divide(T a, T b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MultiplyAdd(T a, T b, T c)
    {
        if (Fma.IsSupported || AdvSimd.IsSupported)
        {
            if (typeof(T) == typeof(float))
                return Unsafe.BitCast<float, T>(MathF.FusedMultiplyAdd(Unsafe.BitCast<T, float>(a), Unsafe.BitCast<T, float>(b), Unsafe.BitCast<T, float>(c)));
            if (typeof(T) == typeof(double))
                return Unsafe.BitCast<double, T>(Math.FusedMultiplyAdd(Unsafe.BitCast<T, double>(a), Unsafe.BitCast<T, double>(b), Unsafe.BitCast<T, double>(c)));
        }
        return (a * b) + c;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sqrt(T x)
    {
        if (typeof(T) == typeof(float)) return Unsafe.BitCast<float, T>(MathF.Sqrt(Unsafe.BitCast<T, float>(x)));
        if (typeof(T) == typeof(double)) return Unsafe.BitCast<double, T>(Math.Sqrt(Unsafe.BitCast<T, double>(x)));
        throw new NotSupportedException();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Abs(T x) => T.Abs(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Negate(T x) => -x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T CopySign(T magnitude, T sign) => T.CopySign(magnitude, sign);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Floor(T x)
    {
        if (typeof(T) == typeof(float)) return Unsafe.BitCast<float, T>(MathF.Floor(Unsafe.BitCast<T, float>(x)));
        if (typeof(T) == typeof(double)) return Unsafe.BitCast<double, T>(Math.Floor(Unsafe.BitCast<T, double>(x)));
        return x;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Round(T x)
    {
        if (typeof(T) == typeof(float)) return Unsafe.BitCast<float, T>(MathF.Round(Unsafe.BitCast<T, float>(x)));
        if (typeof(T) == typeof(double)) return Unsafe.BitCast<double, T>(Math.Round(Unsafe.BitCast<T, double>(x)));
        return x;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Max(T a, T b) => T.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Min(T a, T b) => T.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MaxNative(T a, T b) => a > b ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MinNative(T a, T b) => a < b ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T GreaterThan(T a, T b) => a > b ? AllBits : T.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T GreaterThanOrEqual(T a, T b) => a >= b ? AllBits : T.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T EqualTo(T a, T b) => a == b ? AllBits : T.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T IsNaN(T x) => T.IsNaN(x) ? AllBits : T.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Select(T mask, T whenSet, T otherwise) => AnySet(mask) ? whenSet : otherwise;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T And(T a, T b)
    {
        if (typeof(T) == typeof(float)) return Unsafe.BitCast<uint, T>(Unsafe.BitCast<T, uint>(a) & Unsafe.BitCast<T, uint>(b));
        if (typeof(T) == typeof(double)) return Unsafe.BitCast<ulong, T>(Unsafe.BitCast<T, ulong>(a) & Unsafe.BitCast<T, ulong>(b));
        return T.IsZero(a) ? a : b;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Or(T a, T b)
    {
        if (typeof(T) == typeof(float)) return Unsafe.BitCast<uint, T>(Unsafe.BitCast<T, uint>(a) | Unsafe.BitCast<T, uint>(b));
        if (typeof(T) == typeof(double)) return Unsafe.BitCast<ulong, T>(Unsafe.BitCast<T, ulong>(a) | Unsafe.BitCast<T, ulong>(b));
        return T.IsZero(a) ? b : a;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Not(T mask) => AnySet(mask) ? T.Zero : AllBits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnySet(T mask)
    {
        // A set mask is a NaN when read as a number: look at its bits.
        if (typeof(T) == typeof(float)) return Unsafe.BitCast<T, uint>(mask) != 0;
        if (typeof(T) == typeof(double)) return Unsafe.BitCast<T, ulong>(mask) != 0;
        return !T.IsZero(mask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T AddToExponent(T x, T power)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<int, T>(Unsafe.BitCast<T, int>(x) + (Unsafe.BitCast<T, int>(power) << 23));
        throw new NotSupportedException();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SplitExponent(T x, out T exponent)
    {
        if (typeof(T) != typeof(float)) throw new NotSupportedException();
        int bits = Unsafe.BitCast<T, int>(x);
        int power = (bits - 0x3F3504F3) >> 23;
        exponent = Unsafe.BitCast<float, T>(power);
        return Unsafe.BitCast<int, T>(bits - (power << 23));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(T x) => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MaxOf(T x) => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MinOf(T x) => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T LoadUpper24(uint* words) => Constant(*words >> 8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T LoadMask(byte* from, int count) => count > 0 && *from != 0 ? AllBits : T.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMask(byte* to, T mask, int count)
    {
        if (count > 0) *to = AnySet(mask) ? (byte)1 : (byte)0;
    }
}
