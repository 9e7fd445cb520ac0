namespace Anneal.Data.Vision.Jpeg;

/// <summary>Blocks of a baseline picture: each is whole, and becomes samples at once.</summary>
internal sealed class JpegSequential : IJpegBlocks
{
    private readonly short[] block = new short[64];

    public void Restart()
    {
        // Only the means are carried, and the scan forgets those itself.
    }

    public void Decode(ref JpegBits bits, JpegScanPart part, int blockRow, int blockColumn)
    {
        Span<short> coefficients = block;
        coefficients.Clear();
        JpegComponent component = part.Component;
        bits.Fill();
        int size = part.Means!.Next(ref bits);
        if (size > 11) throw ImageError.Damaged("Huffman");
        if (size > 0) component.LastMean += bits.TakeSigned(size);
        coefficients[0] = (short)component.LastMean;
        JpegCodes details = part.Details!;
        ReadOnlySpan<byte> order = ZigZag.Order;
        bool flat = true;
        for (int k = 1; k < 64; k++)
        {
            bits.Fill();
            int symbol = details.Next(ref bits), run = symbol >> 4;
            size = symbol & 15;
            if (size == 0)
            {
                if (run < 15) break; // the rest is zero
                k += 15;
                continue;
            }
            k += run;
            coefficients[order[k]] = (short)bits.TakeSigned(size);
            flat = false;
        }
        Span<byte> samples = component.Samples.AsSpan((8 * blockRow * component.Stride) + (8 * blockColumn));
        if (flat) InverseCosine.Flat(coefficients[0] * component.Steps![0], samples, component.Stride);
        else InverseCosine.Run(coefficients, component.Steps!, samples, component.Stride);
    }
}
