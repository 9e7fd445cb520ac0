namespace Anneal.Data.Vision.Jpeg;

/// <summary>Blocks of one scan of a progressive picture: some of the coefficients, and of these some of the bits.</summary>
/// <remarks>ITU-T T.81, annex G.</remarks>
/// <param name="first">The first coefficient of the scan, in stored order.</param>
/// <param name="last">The last.</param>
/// <param name="refines">Whether the scan adds a bit to coefficients that an earlier one began.</param>
/// <param name="low">The bit that the scan ends at.</param>
internal sealed class JpegProgressive(int first, int last, bool refines, int low) : IJpegBlocks
{
    private int emptyBlocks; // that follow without a bit of their own

    public void Restart() => emptyBlocks = 0;

    public void Decode(ref JpegBits bits, JpegScanPart part, int blockRow, int blockColumn)
    {
        JpegComponent component = part.Component;
        Span<short> block = component.Coefficients.AsSpan(64 * ((blockRow * component.BlockColumns) + blockColumn), 64);
        if (first == 0) Mean(ref bits, part, block);
        else if (refines) Refine(ref bits, part.Details!, block);
        else Details(ref bits, part.Details!, block);
    }

    private void Mean(ref JpegBits bits, JpegScanPart part, Span<short> block)
    {
        bits.Fill();
        if (refines)
        {
            if (bits.Take(1) != 0) block[0] |= (short)(1 << low);
            return;
        }
        int size = part.Means!.Next(ref bits);
        if (size > 11) throw ImageError.Damaged("Huffman");
        if (size > 0) part.Component.LastMean += bits.TakeSigned(size);
        block[0] = (short)(part.Component.LastMean << low);
    }

    private void Details(ref JpegBits bits, JpegCodes codes, Span<short> block)
    {
        if (emptyBlocks > 0)
        {
            emptyBlocks--;
            return;
        }
        for (int k = first; k <= last; k++)
        {
            bits.Fill();
            int symbol = codes.Next(ref bits), run = symbol >> 4, size = symbol & 15;
            if (size == 0)
            {
                if (run < 15)
                {
                    emptyBlocks = EmptyBlocks(ref bits, run) - 1;
                    return;
                }
                k += 15;
                continue;
            }
            k += run;
            block[ZigZag.Order[k]] = (short)(bits.TakeSigned(size) << low);
        }
    }

    private void Refine(ref JpegBits bits, JpegCodes codes, Span<short> block)
    {
        short one = (short)(1 << low);
        int k = first;
        if (emptyBlocks == 0)
        {
            for (; k <= last; k++)
            {
                bits.Fill();
                int symbol = codes.Next(ref bits), run = symbol >> 4, size = symbol & 15, value = 0;
                if (size == 1)
                {
                    value = bits.Take(1) != 0 ? one : -one;
                }
                else if (size != 0)
                {
                    throw ImageError.Damaged("Huffman");
                }
                else if (run < 15)
                {
                    emptyBlocks = EmptyBlocks(ref bits, run);
                    break;
                }

                // Past `run` coefficients that are still zero; those that are not get a bit each on the way.
                while (k <= last)
                {
                    ref short coefficient = ref block[ZigZag.Order[k]];
                    if (coefficient != 0) Sharpen(ref bits, ref coefficient, one);
                    else if (run-- == 0) break;
                    k++;
                }
                if (value != 0 && k <= last) block[ZigZag.Order[k]] = (short)value;
            }
        }
        if (emptyBlocks == 0) return;
        for (; k <= last; k++)
        {
            ref short coefficient = ref block[ZigZag.Order[k]];
            if (coefficient != 0) Sharpen(ref bits, ref coefficient, one);
        }
        emptyBlocks--;
    }

    private static void Sharpen(ref JpegBits bits, ref short coefficient, short one)
    {
        bits.Fill();
        if (bits.Take(1) == 0 || (coefficient & one) != 0) return;
        coefficient += coefficient > 0 ? one : (short)-one;
    }

    private static int EmptyBlocks(ref JpegBits bits, int run) => run == 0 ? 1 : (1 << run) + bits.Take(run);
}
