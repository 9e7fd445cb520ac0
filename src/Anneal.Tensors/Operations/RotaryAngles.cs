using System.Collections.Concurrent;

namespace Anneal.Tensors.Operations;

/// <summary>How fast each pair of features turns with the position, and by how much turned features are scaled.</summary>
internal sealed class RotaryAngles
{
    private static readonly ConcurrentDictionary<(double Base, int Size), RotaryAngles> Plain = new();

    private RotaryTable? floats, doubles;

    /// <param name="speeds">[size / 2]: the angle of each pair at position 1.</param>
    /// <param name="magnitude">Multiplies cosines and sines.</param>
    public RotaryAngles(double[] speeds, double magnitude = 1) => (Speeds, Magnitude) = (speeds, magnitude);

    public double[] Speeds { get; }

    public double Magnitude { get; }

    /// <summary>How many features are turned.</summary>
    public int Size => 2 * Speeds.Length;

    /// <summary>Speeds base^(-2i / size), as published; one object for all calls.</summary>
    public static RotaryAngles Of(double @base, int size) => Plain.GetOrAdd((@base, size), static key => new RotaryAngles(PlainSpeeds(key.Base, key.Size)));

    /// <summary>base^(-2i / size) for each pair.</summary>
    public static double[] PlainSpeeds(double @base, int size)
    {
        var speeds = new double[size / 2];
        for (int i = 0; i < speeds.Length; i++) speeds[i] = Math.Pow(@base, -2.0 * i / size);
        return speeds;
    }

    /// <summary>Cosines and sines of at least so many positions.</summary>
    public RotaryTable Table(int positions, DType dtype)
    {
        ref RotaryTable? slot = ref dtype == DType.Float32 ? ref floats : ref doubles;
        RotaryTable? table = Volatile.Read(ref slot);
        if (table is not null && table.Cos.Shape[0] >= positions) return table;
        table = RotaryTable.Make(this, positions, dtype);
        Volatile.Write(ref slot, table);
        return table;
    }
}
