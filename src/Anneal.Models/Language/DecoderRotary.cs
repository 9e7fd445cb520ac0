using Anneal.Tensors;
using Anneal.Tensors.Operations;

namespace Anneal.Models.Language;

/// <summary>The angles of a decoder's layers, kept from call to call.</summary>
internal sealed class DecoderRotary(RotaryConfig config, int headSize, int positions)
{
    private (int Time, RotaryAngles Angles)? last;

    /// <summary>Turns heads <c>[batch, time, slots * size]</c> by their places in time.</summary>
    public Tensor Turn(Tensor rows, int slots, int turned)
    {
        int time = rows.Shape[1];
        return RotaryPositions.Apply(rows, new RotaryPositions.Turn(time, slots, turned, headSize, Angles(time), 0, config.Interleaved));
    }

    /// <summary>Turns heads <c>[rows, slots * size]</c> by their places in their sequences, in place.</summary>
    public void Turn(Tensor rows, int turned, PagedRows step)
    {
        if (config.Scaling is not { DependsOnTime: true })
        {
            step.Turn(rows, turned, Angles(0), config.Interleaved, 0, step.Positions.Length);
            return;
        }
        foreach ((int first, int count, int length) in step.Sequences) step.Turn(rows, turned, Angles(length), config.Interleaved, first, count);
    }

    /// <summary>Cosines and sines of so many positions for the kernels of a step; null where each sequence has its own.</summary>
    public RotaryTable? Table(int positions) => config.Scaling is { DependsOnTime: true } ? null : Angles(0).Table(positions, DType.Float32);

    /// <summary>Features of a head that are turned.</summary>
    public int Turned => Angles(0).Size;

    /// <summary>Neighbours are turned, not halves.</summary>
    public bool Interleaved => config.Interleaved;

    private RotaryAngles Angles(int time)
    {
        int original = config.Scaling?.OriginalPositions ?? positions;
        int key = config.Scaling switch
        {
            { Kind: RotaryScalingKind.Dynamic } => Math.Max(time, original),
            { Kind: RotaryScalingKind.LongRope } => time > original ? original + 1 : original,
            _ => 0,
        };
        if (last is { } known && known.Time == key) return known.Angles;
        RotaryAngles angles = config.Angles(headSize, positions, key);
        last = (key, angles);
        return angles;
    }
}
