namespace Anneal.Data.Vision.Png;

/// <summary>What the IHDR chunk says.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Depth">Bits of a sample: 1, 2, 4, 8 or 16.</param>
/// <param name="Colour">What samples a pixel has.</param>
/// <param name="Interlaced">Whether the pixels come in seven passes, coarse ones first.</param>
internal readonly record struct PngHeader(int Width, int Height, int Depth, PngColour Colour, bool Interlaced)
{
    public int Samples => Colour switch
    {
        PngColour.Rgb => 3,
        PngColour.GreyAlpha => 2,
        PngColour.Rgba => 4,
        _ => 1,
    };

    public int BitsPerPixel => Depth * Samples;

    /// <summary>Bytes of a row of so many pixels, without the filter's byte.</summary>
    public int RowBytes(int width) => checked((int)((((long)width * BitsPerPixel) + 7) / 8));

    public static PngHeader Read(ReadOnlySpan<byte> chunk, int fileBytes)
    {
        var bytes = new ImageBytes(chunk);
        uint width = bytes.BigU32(), height = bytes.BigU32();
        int depth = bytes.U8(), colour = bytes.U8(), compression = bytes.U8(), filter = bytes.U8(), interlace = bytes.U8();
        bool known = (PngColour)colour switch
        {
            PngColour.Grey => depth is 1 or 2 or 4 or 8 or 16,
            PngColour.Palette => depth is 1 or 2 or 4 or 8,
            PngColour.Rgb or PngColour.GreyAlpha or PngColour.Rgba => depth is 8 or 16,
            _ => false,
        };
        if (!known || compression != 0 || filter != 0 || interlace > 1) throw ImageError.Damaged("IHDR");

        // Deflate packs at most 1,032 bytes into one.
        long most = ((long)fileBytes * 1032 * 8) / depth;
        ImageError.CheckSize(width, height, most, fileBytes);
        return new PngHeader((int)width, (int)height, depth, (PngColour)colour, interlace == 1);
    }
}
