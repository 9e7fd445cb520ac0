using System.Numerics;
using System.Runtime.InteropServices;

namespace Anneal.Data.Vision.Jpeg;

/// <summary>Brings a row of a component to the picture's resolution.</summary>
/// <remarks>
/// Twice the width or height is interpolated: each new sample takes three quarters of the nearer old one and a quarter of the next, as the usual
/// decoders do it (their "fancy upsampling"), rounded up and down in turn. Other factors repeat samples.
/// </remarks>
internal sealed class JpegUpsampling
{
    private const int Margin = 64; // of the buffers, for reads beside the row and vectors beyond it

    private readonly JpegComponent component;
    private readonly int across, down;
    private readonly ushort[] sums;
    private readonly byte[] row;

    public JpegUpsampling(JpegFrame frame, JpegComponent component)
    {
        this.component = component;
        across = frame.MostAcross / component.Across;
        down = frame.MostDown / component.Down;
        sums = new ushort[component.Width + (2 * Margin)];
        row = new byte[(component.Width * across) + (2 * Margin)];
    }

    /// <summary>One row of the picture; valid until the next is asked for.</summary>
    public ReadOnlySpan<byte> Row(int y)
    {
        if (across == 1 && down == 1) return Samples(y);
        if (across == 2 && component.Width > 2 && down <= 2) return Widened(y);
        if (across == 1 && down == 2) return Between(y);
        Repeat(Samples(y / down));
        return row;
    }

    private ReadOnlySpan<byte> Samples(int y) => component.Samples.AsSpan(y * component.Stride, component.Width);

    /// <summary>The row on the other side of which the new one lies.</summary>
    private ReadOnlySpan<byte> Farther(int y) => Samples(Math.Clamp((y & 1) == 0 ? (y >> 1) - 1 : (y >> 1) + 1, 0, component.Height - 1));

    private ReadOnlySpan<byte> Widened(int y)
    {
        int width = component.Width;
        Span<ushort> middle = sums.AsSpan(Margin, width);
        if (down == 1)
        {
            ReadOnlySpan<byte> samples = Samples(y);
            for (int i = 0; i < width; i++) middle[i] = samples[i];
        }
        else
        {
            ReadOnlySpan<byte> near = Samples(y >> 1), far = Farther(y);
            for (int i = 0; i < width; i++) middle[i] = (ushort)((3 * near[i]) + far[i]);
        }
        sums[Margin - 1] = middle[0];
        sums[Margin + width] = middle[width - 1];
        (ushort left, ushort right, int shift) = down == 1 ? ((ushort)1, (ushort)2, 2) : ((ushort)8, (ushort)7, 4);
        Vector<ushort> leftHalf = new(left), rightHalf = new(right), three = new(3);

        // Both new samples as one 16-bit number, the left one in its lower byte.
        Span<ushort> pairs = MemoryMarshal.Cast<byte, ushort>(row.AsSpan());
        for (int i = 0; i < width; i += Vector<ushort>.Count)
        {
            Vector<ushort> here = new Vector<ushort>(sums, Margin + i) * three;
            Vector<ushort> first = (here + new Vector<ushort>(sums, Margin + i - 1) + leftHalf) >>> shift;
            Vector<ushort> second = (here + new Vector<ushort>(sums, Margin + i + 1) + rightHalf) >>> shift;
            (first | (second << 8)).CopyTo(pairs[i..]);
        }
        return row;
    }

    private ReadOnlySpan<byte> Between(int y)
    {
        ReadOnlySpan<byte> near = Samples(y >> 1), far = Farther(y);
        int half = (y & 1) == 0 ? 1 : 2;
        for (int i = 0; i < near.Length; i++) row[i] = (byte)(((3 * near[i]) + far[i] + half) >> 2);
        return row;
    }

    private void Repeat(ReadOnlySpan<byte> samples)
    {
        for (int i = 0, to = 0; i < samples.Length; i++)
        {
            for (int n = 0; n < across; n++) row[to++] = samples[i];
        }
    }
}
