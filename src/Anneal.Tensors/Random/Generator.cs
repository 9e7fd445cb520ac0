namespace Anneal.Tensors;

/// <summary>Where random numbers come from: a seed and a position in its endless sequence.</summary>
/// <remarks>
/// Number i of a seed is a pure function of (seed, i), so the numbers are the same at any thread count and on any
/// machine (Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", 2011). Not for cryptography.
/// </remarks>
public sealed class Generator(ulong seed)
{
    /// <summary>The generator that is used where none is given. Set its <see cref="Seed"/> to repeat a run.</summary>
    public static Generator Default { get; } = new(0);

    private ulong currentSeed = seed;

    /// <summary>Chooses the sequence; setting it starts at its beginning.</summary>
    public ulong Seed
    {
        get => currentSeed;
        set
        {
            currentSeed = value;
            Position = 0;
        }
    }

    /// <summary>How many numbers were taken. Saved in checkpoints, so that a resumed run draws what it would have drawn.</summary>
    public ulong Position { get; set; }

    /// <summary>Takes <paramref name="count"/> numbers and returns the position of the first.</summary>
    /// <remarks>Rounded up to whole blocks of 16, so that vector code never splits a block.</remarks>
    internal ulong Take(long count)
    {
        ulong start = Position;
        Position = start + (((ulong)count + 15) & ~15UL);
        return start;
    }
}
