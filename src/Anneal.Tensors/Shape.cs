using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Anneal.Tensors;

/// <summary>The lengths of a tensor's axes, outermost first: <c>[batch, time, features]</c>. Immutable.</summary>
[CollectionBuilder(typeof(Shape), nameof(Of))]
public sealed class Shape : IEquatable<Shape>, IReadOnlyList<int>
{
    /// <summary>The most axes that a tensor may have.</summary>
    public const int MaxRank = 8;

    /// <summary>The shape of a single number: no axes, one element.</summary>
    public static readonly Shape Scalar = new([]);

    private const int RememberedShapes = 2048;

    /// <summary>Shapes that were made lately, by hash: a training step asks for the same few again and again. Threads may overwrite each other's entry, never read half of one.</summary>
    private static readonly Shape?[] Remembered = new Shape?[RememberedShapes];

    private readonly int[] dims;
    private readonly long[] strides;

    private Shape(int[] dims)
    {
        if (dims.Length > MaxRank)
            throw new ArgumentException($"A tensor has at most {MaxRank} axes, not {dims.Length}.");
        this.dims = dims;
        strides = new long[dims.Length];
        long count = 1;
        for (int i = dims.Length - 1; i >= 0; i--)
        {
            if (dims[i] < 0) throw new ArgumentException($"Axis {i} of shape {Format(dims)} is negative.");
            strides[i] = count;
            count = checked(count * dims[i]);
        }
        ElementCount = count;
    }

    /// <summary>The number of elements: the product of the lengths, 1 for a scalar.</summary>
    public long ElementCount { get; }

    /// <summary>The number of axes.</summary>
    public int Rank => dims.Length;

    int IReadOnlyCollection<int>.Count => dims.Length;

    /// <summary>The lengths, outermost first.</summary>
    public ReadOnlySpan<int> Dims => dims;

    /// <summary>Row-major strides in elements.</summary>
    internal ReadOnlySpan<long> Strides => strides;

    /// <summary>The length of an axis; negative numbers count from the last one (-1).</summary>
    public int this[int axis] => dims[Axis(axis)];

    /// <summary>Makes a shape of these lengths.</summary>
    public static Shape Of(params ReadOnlySpan<int> dims)
    {
        if (dims.Length == 0) return Scalar;
        uint hash = (uint)dims.Length;
        foreach (int d in dims) hash = ((hash << 5) | (hash >> 27)) ^ ((uint)d * 0x9E3779B1);
        ref Shape? place = ref Remembered[(hash ^ (hash >> 15)) % RememberedShapes];
        Shape? known = Volatile.Read(ref place);
        if (known is not null && dims.SequenceEqual(known.dims)) return known;
        var shape = new Shape(dims.ToArray());
        Volatile.Write(ref place, shape);
        return shape;
    }

    /// <summary>Makes a shape of these lengths.</summary>
    public static implicit operator Shape(int[] dims) => Of(dims);

    /// <summary>The axis as a number from 0; negative numbers count from the last one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public int Axis(int axis)
    {
        int result = axis < 0 ? axis + dims.Length : axis;
        if ((uint)result >= (uint)dims.Length)
            throw new ArgumentOutOfRangeException(nameof(axis), $"Shape {this} has no axis {axis.ToString(CultureInfo.InvariantCulture)}.");
        return result;
    }

    /// <summary>The shape that two operands stretch to: axes are aligned at the right; a length of 1 (or none) takes the other's length.</summary>
    /// <exception cref="ArgumentException">Two lengths differ and neither is 1.</exception>
    public static Shape Broadcast(Shape a, Shape b)
    {
        if (ReferenceEquals(a, b) || a.Equals(b)) return a;
        int rank = Math.Max(a.Rank, b.Rank);
        Span<int> result = stackalloc int[rank];
        bool isA = rank == a.Rank, isB = rank == b.Rank;
        for (int i = 0; i < rank; i++)
        {
            int ai = i - (rank - a.Rank), bi = i - (rank - b.Rank);
            int da = ai < 0 ? 1 : a.dims[ai], db = bi < 0 ? 1 : b.dims[bi];
            if (da != db && da != 1 && db != 1)
                throw new ArgumentException($"Shapes {a} and {b} don't broadcast: axis {i - rank} is {da} in one and {db} in the other.");
            result[i] = da == 1 ? db : da;
            isA &= result[i] == da;
            isB &= result[i] == db;
        }
        return isA ? a : isB ? b : Of(result);
    }

    /// <summary>This shape without one axis, or with its length set to 1.</summary>
    public Shape Without(int axis, bool keepAxis = false)
    {
        axis = Axis(axis);
        if (keepAxis) return With(axis, 1);
        Span<int> rest = stackalloc int[Rank - 1];
        for (int i = 0, j = 0; i < Rank; i++)
            if (i != axis) rest[j++] = dims[i];
        return Of(rest);
    }

    /// <summary>This shape with another length for one axis.</summary>
    public Shape With(int axis, int length)
    {
        Span<int> result = stackalloc int[Rank];
        dims.CopyTo(result);
        result[Axis(axis)] = length;
        return Of(result);
    }

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && (ReferenceEquals(this, other) || dims.AsSpan().SequenceEqual(other.dims));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (int d in dims) hash.Add(d);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => Format(dims);

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)dims).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => dims.GetEnumerator();

    private static string Format(ReadOnlySpan<int> dims)
    {
        var text = new System.Text.StringBuilder("[");
        for (int i = 0; i < dims.Length; i++)
            text.Append(i == 0 ? "" : ", ").Append(CultureInfo.InvariantCulture, $"{dims[i]}");
        return text.Append(']').ToString();
    }
}
