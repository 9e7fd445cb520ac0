using System.Numerics;
using System.Runtime.CompilerServices;

namespace Anneal.Data.Text.Grams;

/// <summary>64-bit names of short texts. Among ten million different ones, two share a name with a chance of 1 in 400,000.</summary>
internal static class GramHash
{
    /// <summary>The state for a text with one more character, or one more word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Extend(ulong state, ulong next) => (BitOperations.RotateLeft(state ^ (next * 0x9FB21C651E98DF25), 29) * 0xD6E8FEB86659FD93) + 0x632BE59BD9B4E019;

    /// <summary>The name of the text so far; its bits are even enough for a table's slots (the finaliser of MurmurHash3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Finish(ulong state)
    {
        state = (state ^ (state >> 33)) * 0xFF51AFD7ED558CCD;
        state = (state ^ (state >> 33)) * 0xC4CEB9FE1A85EC53;
        state ^= state >> 33;
        return state == 0 ? 1 : state; // Zero marks an empty slot.
    }

    /// <summary>The name of one word.</summary>
    public static ulong Word(ReadOnlySpan<char> word)
    {
        ulong state = 0;
        foreach (char c in word) state = Extend(state, c);
        return state;
    }
}
