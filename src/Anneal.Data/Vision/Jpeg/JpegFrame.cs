using Anneal.Data.Messages;

namespace Anneal.Data.Vision.Jpeg;

/// <summary>What the frame's header says: sizes and components.</summary>
internal sealed class JpegFrame
{
    private JpegFrame(int width, int height, JpegComponent[] components, bool progressive)
    {
        (Width, Height, Components, IsProgressive) = (width, height, components, progressive);

        // A single component is never interleaved, whatever its factors say.
        if (components.Length == 1) components[0] = new JpegComponent(components[0].Id, 1, 1, components[0].QuantisationTable);
        foreach (JpegComponent component in components)
        {
            MostAcross = Math.Max(MostAcross, component.Across);
            MostDown = Math.Max(MostDown, component.Down);
        }
        UnitColumns = (width + (8 * MostAcross) - 1) / (8 * MostAcross);
        UnitRows = (height + (8 * MostDown) - 1) / (8 * MostDown);
        foreach (JpegComponent component in components) component.Size(this);
    }

    public int Width { get; }

    public int Height { get; }

    public JpegComponent[] Components { get; }

    /// <summary>Whether the picture comes in several scans, each sharpening the last.</summary>
    public bool IsProgressive { get; }

    /// <summary>The largest of the components' factors.</summary>
    public int MostAcross { get; }

    /// <inheritdoc cref="MostAcross"/>
    public int MostDown { get; }

    /// <summary>Interleaved units in a row.</summary>
    public int UnitColumns { get; }

    /// <summary>Rows of interleaved units.</summary>
    public int UnitRows { get; }

    /// <param name="segment">The marker's bytes.</param>
    /// <param name="progressive">Whether the marker is that of progressive pictures.</param>
    /// <param name="fileBytes">The length of the file.</param>
    public static JpegFrame Read(ReadOnlySpan<byte> segment, bool progressive, int fileBytes)
    {
        var bytes = new ImageBytes(segment);
        int precision = bytes.U8(), height = bytes.BigU16(), width = bytes.BigU16(), count = bytes.U8();
        if (precision != 8) throw ImageError.Unsupported($"JPEG with {precision} bits for each colour", $"每种颜色 {precision} 位的 JPEG");
        if (count == 4) throw ImageError.Unsupported("JPEG with four inks (CMYK)", "印刷四色（CMYK）的 JPEG");
        if (count is not (1 or 3)) throw ImageError.Unsupported($"JPEG with {count} components", $"含 {count} 个分量的 JPEG");

        // Each block of 64 pixels takes at least a bit.
        ImageError.CheckSize(width, height, Math.Max(1, (long)fileBytes) * 8 * 64, fileBytes);
        var components = new JpegComponent[count];
        for (int i = 0; i < count; i++)
        {
            int id = bytes.U8(), factors = bytes.U8(), table = bytes.U8();
            int across = factors >> 4, down = factors & 15;
            if (across is < 1 or > 4 || down is < 1 or > 4 || table > 3 || Array.Exists(components[..i], c => c.Id == id)) throw ImageError.Damaged("SOF");
            components[i] = new JpegComponent(id, across, down, table);
        }
        var frame = new JpegFrame(width, height, components, progressive);
        foreach (JpegComponent component in components)
        {
            // Two components with factors such as 3 and 2 would need resampling by a half; no encoder makes them.
            if (frame.MostAcross % component.Across != 0 || frame.MostDown % component.Down != 0)
                throw ImageError.Unsupported("JPEG with components whose sizes are not multiples of each other", "分量尺寸不成整数倍的 JPEG");
            if (64L * component.BlockColumns * component.BlockRows > Array.MaxLength)
                throw new UserErrorException(ImageMessages.TooManyPixels(width, height, Image.MostPixels), ImageMessages.TooLargeWayOut);
        }
        return frame;
    }
}
