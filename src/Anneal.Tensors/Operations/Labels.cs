namespace Anneal.Tensors.Operations;

/// <summary>Class numbers and ids as kernels take them: contiguous int64, known to be in range.</summary>
internal static class Labels
{
    /// <summary>Itself, or a copy as int64 in row-major order.</summary>
    /// <exception cref="ArgumentException">A value is outside 0..count and isn't <paramref name="ignore"/>, or the type isn't int64 or int32.</exception>
    public static Tensor Checked(Tensor labels, int count, string operation, string what, long? ignore = null)
    {
        if (labels.DType is not (DType.Int64 or DType.Int32 or DType.UInt8))
            throw new ArgumentException($"{operation}: {what} must be int64 or int32, not {labels.DType}.");
        Tensor whole = labels.To(DType.Int64).Contiguous();
        ReadOnlySpan<long> values = whole.AsReadOnlySpan<long>();
        for (int i = 0; i < values.Length; i++)
        {
            if ((ulong)values[i] < (ulong)count || values[i] == ignore) continue;
            throw new ArgumentException($"{operation}: {what} {values[i]} at position {Position(labels.Shape, i)} is outside 0..{count - 1}.");
        }
        return whole;
    }

    private static string Position(Shape shape, long index)
    {
        if (shape.Rank < 2) return index.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var place = new long[shape.Rank];
        for (int axis = 0; axis < place.Length; axis++)
        {
            place[axis] = index / shape.Strides[axis];
            index %= shape.Strides[axis];
        }
        return "[" + string.Join(", ", place) + "]";
    }
}
