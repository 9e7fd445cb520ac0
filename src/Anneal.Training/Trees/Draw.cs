namespace Anneal.Training.Trees;

/// <summary>Random numbers by counter: number (a, b) of a seed is a pure function of the three (the finaliser of SplitMix64; Steele, Lea and Flood, 2014).</summary>
internal static class Draw
{
    public static ulong Word(ulong seed, ulong a, ulong b) => Mix(Mix(Mix(seed + 0x9E3779B97F4A7C15) + a) + b);

    /// <summary>From 0 to below 1.</summary>
    public static double Unit(ulong seed, ulong a, ulong b) => (Word(seed, a, b) >> 11) * (1.0 / (1UL << 53));

    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
