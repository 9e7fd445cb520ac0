using System.Runtime.InteropServices;

namespace Anneal.Models.Language;

/// <summary>The tokens of one text and what the network keeps of them.</summary>
public abstract class TokenSequence
{
    private readonly List<int> ids = [];

    /// <summary>The tokens that the network has read.</summary>
    public ReadOnlySpan<int> Ids => CollectionsMarshal.AsSpan(ids);

    /// <summary>How many tokens the network has read.</summary>
    public int Length => ids.Count;

    /// <summary>Forgets the tokens from a place on.</summary>
    /// <param name="length">How many stay.</param>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, ids.Count);
        ids.RemoveRange(length, ids.Count - length);
        ForgetFrom(length);
    }

    /// <summary>Another sequence that begins with the same tokens.</summary>
    public TokenSequence Fork()
    {
        TokenSequence copy = Copy();
        copy.ids.AddRange(ids);
        return copy;
    }

    /// <summary>Bytes that the network keeps for this sequence.</summary>
    public abstract long Bytes { get; }

    /// <summary>Takes note of tokens that the network has read.</summary>
    protected void Append(ReadOnlySpan<int> more) => ids.AddRange(more);

    /// <summary>Forgets what the network keeps of the tokens from a place on.</summary>
    protected abstract void ForgetFrom(int length);

    /// <summary>A copy of what the network keeps.</summary>
    protected abstract TokenSequence Copy();
}
