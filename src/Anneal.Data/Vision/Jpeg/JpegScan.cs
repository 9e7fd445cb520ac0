namespace Anneal.Data.Vision.Jpeg;

/// <summary>Walks over the blocks of one scan in the order in which they are stored.</summary>
/// <param name="Frame">The picture's.</param>
/// <param name="Parts">The components in this scan and their tables.</param>
/// <param name="RestartInterval">Units between two restart markers, or 0.</param>
internal sealed record JpegScan(JpegFrame Frame, JpegScanPart[] Parts, int RestartInterval)
{
    /// <summary>Decodes all blocks.</summary>
    /// <returns>Where the marker behind the scan stands.</returns>
    public int Run(IJpegBlocks blocks, ReadOnlySpan<byte> file, int start)
    {
        var bits = new JpegBits(file, start);
        foreach (JpegScanPart part in Parts) part.Component.LastMean = 0;
        bool single = Parts.Length == 1;
        JpegComponent first = Parts[0].Component;

        // A scan of one component holds just the blocks with pixels; one of several holds whole units.
        int columns = single ? (first.Width + 7) / 8 : Frame.UnitColumns, rows = single ? (first.Height + 7) / 8 : Frame.UnitRows;
        int untilRestart = RestartInterval, restarts = 0;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                if (RestartInterval > 0 && untilRestart-- == 0)
                {
                    bits.Restart(restarts++ & 7);
                    blocks.Restart();
                    foreach (JpegScanPart part in Parts) part.Component.LastMean = 0;
                    untilRestart = RestartInterval - 1;
                }
                if (single)
                {
                    blocks.Decode(ref bits, Parts[0], row, column);
                }
                else
                {
                    foreach (JpegScanPart part in Parts)
                    {
                        int across = part.Component.Across, down = part.Component.Down;
                        for (int y = 0; y < down; y++)
                        {
                            for (int x = 0; x < across; x++) blocks.Decode(ref bits, part, (row * down) + y, (column * across) + x);
                        }
                    }
                }
            }
            bits.CheckEnd();
        }
        return bits.MarkerAt();
    }
}
