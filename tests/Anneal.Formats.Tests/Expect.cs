using Anneal.Tensors;

namespace Anneal.Formats.Tests;

/// <summary>What the tests of every format ask.</summary>
internal static class Expect
{
    /// <summary>Reading throws the one exception that readers throw, with all of its parts, having allocated next to nothing.</summary>
    public static ModelFileException Refused(Action read, long mostBytes = 10_000_000)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        ModelFileException error = Should.Throw<ModelFileException>(read);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(mostBytes);
        error.File.ShouldNotBeEmpty();
        error.Place.ShouldNotBeEmpty();
        error.Reason.ShouldEndWith(".");
        error.Remedy.ShouldEndWith(".");
        error.Message.ShouldNotContain('\n');
        return error;
    }

    /// <summary>Type, shape and every bit of the elements are the same.</summary>
    public static void Same(Tensor actual, Tensor expected)
    {
        actual.DType.ShouldBe(expected.DType);
        actual.Shape.ShouldBe(expected.Shape);
        Bytes(actual).ShouldBe(Bytes(expected));
    }

    public static void Same(IReadOnlyDictionary<string, Tensor> actual, IReadOnlyDictionary<string, Tensor> expected)
    {
        actual.Keys.Order(StringComparer.Ordinal).ShouldBe(expected.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, Tensor tensor) in expected) Same(actual[name], tensor);
    }

    /// <summary>Every element type, and shapes from a single number to an empty one; "strided" is no contiguous tensor.</summary>
    public static Dictionary<string, Tensor> AllKinds() => new(StringComparer.Ordinal)
    {
        ["float32"] = Tensor.From([1f, -0f, float.NaN, float.PositiveInfinity, 1e-40f, 3.4e38f], [2, 3]),
        ["float64"] = Tensor.From([Math.PI, double.Epsilon], [2]),
        ["float16"] = Tensor.From([(Half)1.5f, Half.NegativeInfinity, Half.Epsilon], [3, 1]),
        ["bfloat16"] = Tensor.From([(BFloat16)1.5f], [1]),
        ["int64"] = Tensor.From([long.MinValue, -1, long.MaxValue], [3]),
        ["int32"] = Tensor.From([int.MinValue, 7], [2]),
        ["uint8"] = Tensor.From<byte>([0, 255, 3], [3]),
        ["bool"] = Tensor.From([true, false, true], [3]),
        ["scalar"] = Tensor.Scalar(2.5f),
        ["empty"] = Tensor.Zeros([0, 3]),
        ["strided"] = Tensor.From([1f, 2, 3, 4, 5, 6], [2, 3]).T,
    };

    private static byte[] Bytes(Tensor tensor) => tensor.DType switch
    {
        DType.Float32 => ToBytes(tensor.ToArray<float>()),
        DType.Float64 => ToBytes(tensor.ToArray<double>()),
        DType.Float16 => ToBytes(tensor.ToArray<Half>()),
        DType.BFloat16 => ToBytes(tensor.ToArray<BFloat16>()),
        DType.Int64 => ToBytes(tensor.ToArray<long>()),
        DType.Int32 => ToBytes(tensor.ToArray<int>()),
        DType.UInt8 => tensor.ToArray<byte>(),
        _ => ToBytes(tensor.ToArray<bool>()),
    };

    private static byte[] ToBytes<T>(T[] values)
        where T : unmanaged => System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
