using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Anneal.Tensors.Kernels;

/// <summary>16 floats; 32 registers: tiles of 8 x 48, or 12 x 32.</summary>
internal readonly unsafe struct TileLanes512 : ITileLanes<Vector512<float>, float>
{
    public static int Count => 16;

    public static int TileRows => 12;

    public static int PanelVectors => 3;

    public static int PanelRows => 8;

    public static int StripStep => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, Vector512<float> value) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadPart(float* source, int count)
    {
        if (Avx512F.IsSupported) return Avx512F.MaskLoad(source, First(count), Vector512<float>.Zero);
        Vector512<float> part = default;
        Unsafe.CopyBlockUnaligned(&part, source, (uint)(count * sizeof(float)));
        return part;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePart(float* target, Vector512<float> value, int count)
    {
        if (Avx512F.IsSupported) Avx512F.MaskStore(target, First(count), value);
        else Unsafe.CopyBlockUnaligned(target, &value, (uint)(count * sizeof(float)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Broadcast(float* source) => Vector512.Create(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) => Vector512.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Relu(Vector512<float> a) => Vector512.ConditionalSelect(Vector512.LessThan(a, Vector512<float>.Zero), Vector512<float>.Zero, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> a) => TileLanes256.Sum(a.GetLower() + a.GetUpper());

    private static Vector512<float> First(int count) => Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();
}

/// <summary>8 floats; 16 registers: tiles of 6 x 16.</summary>
internal readonly unsafe struct TileLanes256 : ITileLanes<Vector256<float>, float>
{
    public static int Count => 8;

    public static int TileRows => 6;

    public static int PanelVectors => 2;

    public static int PanelRows => 6;

    public static int StripStep => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, Vector256<float> value) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadPart(float* source, int count)
    {
        if (Avx.IsSupported) return Avx.MaskLoad(source, First(count));
        Vector256<float> part = default;
        Unsafe.CopyBlockUnaligned(&part, source, (uint)(count * sizeof(float)));
        return part;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePart(float* target, Vector256<float> value, int count)
    {
        if (Avx.IsSupported) Avx.MaskStore(target, First(count), value);
        else Unsafe.CopyBlockUnaligned(target, &value, (uint)(count * sizeof(float)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(float* source) => Vector256.Create(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Vector256.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Relu(Vector256<float> a) => Vector256.ConditionalSelect(Vector256.LessThan(a, Vector256<float>.Zero), Vector256<float>.Zero, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256<float> a) => TileLanes128.Sum(a.GetLower() + a.GetUpper());

    private static Vector256<float> First(int count) => Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle();
}

/// <summary>4 floats: Arm64, and x86 without AVX.</summary>
internal readonly unsafe struct TileLanes128 : ITileLanes<Vector128<float>, float>
{
    public static int Count => 4;

    public static int TileRows => 6;

    public static int PanelVectors => 2;

    public static int PanelRows => 6;

    public static int StripStep => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, Vector128<float> value) => value.Store(target);

    public static Vector128<float> LoadPart(float* source, int count)
    {
        Vector128<float> part = default;
        Unsafe.CopyBlockUnaligned(&part, source, (uint)(count * sizeof(float)));
        return part;
    }

    public static void StorePart(float* target, Vector128<float> value, int count) =>
        Unsafe.CopyBlockUnaligned(target, &value, (uint)(count * sizeof(float)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Broadcast(float* source) => Vector128.Create(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) => Vector128.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Relu(Vector128<float> a) => Vector128.ConditionalSelect(Vector128.LessThan(a, Vector128<float>.Zero), Vector128<float>.Zero, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector128<float> a) => a[0] + a[2] + (a[1] + a[3]);
}

/// <summary>One element at a time: float64, and machines without vectors.</summary>
internal readonly unsafe struct TileLanesScalar<T> : ITileLanes<T, T>
    where T : unmanaged, INumber<T>
{
    public static int Count => 1;

    public static int TileRows => 4;

    public static int PanelVectors => 2;

    public static int PanelRows => 4;

    public static int StripStep => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Load(T* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T* target, T value) => *target = value;

    public static T LoadPart(T* source, int count) => count > 0 ? *source : T.Zero;

    public static void StorePart(T* target, T value, int count)
    {
        if (count > 0) *target = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Broadcast(T* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MultiplyAdd(T a, T b, T c) => (a * b) + c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Add(T a, T b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Relu(T a) => a < T.Zero ? T.Zero : a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(T a) => a;
}
