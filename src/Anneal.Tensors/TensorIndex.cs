using System.Runtime.InteropServices;

namespace Anneal.Tensors;

/// <summary>One place of <c>x[1, 2..5, ^1]</c>: a single index, a range, a new axis or "all the axes between".</summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct TensorIndex : IEquatable<TensorIndex>
{
    private TensorIndex(Kind kind, Range range)
    {
        What = kind;
        Range = range;
    }

    internal enum Kind : byte
    {
        Range,
        Single,
        NewAxis,
        Ellipsis,
    }

    /// <summary>An axis of length 1 that wasn't there.</summary>
    public static TensorIndex NewAxis { get; } = new(Kind.NewAxis, default);

    /// <summary>As many whole axes as are left over; at most once.</summary>
    public static TensorIndex Ellipsis { get; } = new(Kind.Ellipsis, default);

    internal Kind What { get; }

    /// <summary>For a single index, its start.</summary>
    internal Range Range { get; }

    /// <summary>A single index: its axis disappears. A negative one counts from the end, as ^1 does.</summary>
    public static implicit operator TensorIndex(int index) => new(Kind.Single, new Range(index < 0 ? new Index(-index, fromEnd: true) : index, 0));

    /// <summary>A single index: its axis disappears.</summary>
    public static implicit operator TensorIndex(Index index) => new(Kind.Single, new Range(index, 0));

    /// <summary>A part of an axis.</summary>
    public static implicit operator TensorIndex(Range range) => new(Kind.Range, range);

    /// <summary>Compares kind and bounds.</summary>
    public static bool operator ==(TensorIndex a, TensorIndex b) => a.Equals(b);

    /// <summary>The opposite of ==.</summary>
    public static bool operator !=(TensorIndex a, TensorIndex b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(TensorIndex other) => What == other.What && Range.Equals(other.Range);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TensorIndex other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(What, Range);

    /// <inheritdoc/>
    public override string ToString() => What switch
    {
        Kind.Single => Range.Start.ToString(),
        Kind.Range => Range.ToString(),
        _ => What.ToString(),
    };
}
