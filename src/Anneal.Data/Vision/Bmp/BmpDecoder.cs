using Anneal.Data.Messages;

namespace Anneal.Data.Vision.Bmp;

/// <summary>Decodes Windows bitmaps of 1, 4, 8, 16, 24 and 32 bits, run-length coded ones and ones that begin at the top too.</summary>
/// <remarks>Microsoft, "Bitmap Storage" and BITMAPV5HEADER. A palette of greys gives a grey picture.</remarks>
internal static class BmpDecoder
{
    private const int Plain = 0, Runs8 = 1, Runs4 = 2, Masks = 3, MasksWithOpacity = 6;

    public static bool Recognises(ReadOnlySpan<byte> bytes) => bytes.Length >= 18 && bytes[0] == 'B' && bytes[1] == 'M' && bytes[14] is 12 or 40 or 52 or 56 or 64 or 108 or 124;

    public static Image Decode(byte[] file)
    {
        var bytes = new ImageBytes(file, 10);
        uint pixelsAt = bytes.U32();
        int headerBytes = (int)bytes.U32();
        bool old = headerBytes == 12;
        long width = old ? bytes.U16() : bytes.S32(), height = old ? bytes.U16() : bytes.S32();
        bytes.Take(2);
        int depth = bytes.U16();
        int compression = 0;
        long colours = 0;
        if (!old)
        {
            compression = bytes.S32();
            bytes.Take(12);
            colours = bytes.U32();
            bytes.Take(4);
        }
        bool topDown = height < 0;
        height = Math.Abs(height);
        bool known = compression switch
        {
            Plain => depth is 1 or 4 or 8 or 16 or 24 or 32,
            Runs8 => depth == 8 && !topDown,
            Runs4 => depth == 4 && !topDown,
            Masks or MasksWithOpacity => depth is 16 or 32,
            _ => false,
        };
        if (!known) throw ImageError.Unsupported($"BMP of {depth} bits with compression {compression}", $" {depth} 位、压缩方式 {compression} 的 BMP");

        // A run of two bytes makes at most 255 pixels, and one that moves on skips at most 255 rows; the rest is stored as it is.
        bool runs = compression is Runs8 or Runs4;
        ImageError.CheckSize(width, height, runs ? file.LongLength * 16384 : file.LongLength * 8 / depth, file.Length);
        int w = (int)width, h = (int)height;
        if (depth > 8)
        {
            BmpMasks masks = ReadMasks(ref bytes, headerBytes, depth, compression);
            bytes.MoveTo(pixelsAt);
            return Colours(ref bytes, w, h, topDown, depth, masks);
        }
        if (colours == 0 || colours > 1 << depth) colours = 1 << depth;
        bytes.MoveTo(14 + headerBytes);
        byte[] palette = ReadPalette(ref bytes, (int)Math.Min(colours, Math.Max(0, (pixelsAt - 14L - headerBytes) / (old ? 3 : 4))), old ? 3 : 4);
        bytes.MoveTo(pixelsAt);
        byte[] numbers = runs ? BmpRuns.Read(ref bytes, w, h, depth) : Numbers(ref bytes, w, h, depth);
        return FromPalette(numbers, w, h, topDown, palette);
    }

    private static BmpMasks ReadMasks(ref ImageBytes bytes, int headerBytes, int depth, int compression)
    {
        if (compression == Plain) return depth == 16 ? new BmpMasks(0x7C00, 0x3E0, 0x1F, 0) : new BmpMasks(0xFF0000, 0xFF00, 0xFF, 0);
        bytes.MoveTo(14 + 40);
        uint red = bytes.U32(), green = bytes.U32(), blue = bytes.U32();
        uint opacity = headerBytes >= 56 || compression == MasksWithOpacity ? bytes.U32() : 0;
        return new BmpMasks(red, green, blue, opacity);
    }

    private static byte[] ReadPalette(ref ImageBytes bytes, int colours, int entryBytes)
    {
        var palette = new byte[3 * colours];
        for (int i = 0; i < colours; i++)
        {
            ReadOnlySpan<byte> entry = bytes.Take(entryBytes);
            (palette[3 * i], palette[(3 * i) + 1], palette[(3 * i) + 2]) = (entry[2], entry[1], entry[0]);
        }
        return palette;
    }

    private static int RowBytes(int width, int depth) => (int)((((long)width * depth) + 31) / 32 * 4);

    private static byte[] Numbers(ref ImageBytes bytes, int width, int height, int depth)
    {
        var numbers = new byte[width * height];
        int rowBytes = RowBytes(width, depth);
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<byte> row = bytes.Take(rowBytes);
            Span<byte> to = numbers.AsSpan(y * width, width);
            for (int x = 0; x < width; x++)
            {
                int bit = x * depth;
                to[x] = (byte)((row[bit >> 3] >> (8 - depth - (bit & 7))) & ((1 << depth) - 1));
            }
        }
        return numbers;
    }

    private static Image FromPalette(byte[] numbers, int width, int height, bool topDown, byte[] palette)
    {
        bool grey = true;
        for (int i = 0; i < palette.Length; i += 3) grey &= palette[i] == palette[i + 1] && palette[i] == palette[i + 2];
        int channels = grey ? 1 : 3;
        if ((long)width * height * channels > Array.MaxLength) throw new UserErrorException(ImageMessages.TooManyPixels(width, height, Image.MostPixels), ImageMessages.TooLargeWayOut);
        var pixels = new byte[width * height * channels];
        for (int y = 0; y < height; y++)
        {
            int to = (topDown ? y : height - 1 - y) * width * channels;
            foreach (byte number in numbers.AsSpan(y * width, width))
            {
                if (3 * number >= palette.Length) throw ImageError.Damaged("palette");
                palette.AsSpan(3 * number, channels).CopyTo(pixels.AsSpan(to));
                to += channels;
            }
        }
        return new Image(height, width, channels, pixels);
    }

    private static Image Colours(ref ImageBytes bytes, int width, int height, bool topDown, int depth, BmpMasks masks)
    {
        int channels = masks.HasOpacity ? 4 : 3, rowBytes = RowBytes(width, depth);
        if ((long)width * height * channels > Array.MaxLength) throw new UserErrorException(ImageMessages.TooManyPixels(width, height, Image.MostPixels), ImageMessages.TooLargeWayOut);
        var pixels = new byte[width * height * channels];
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<byte> row = bytes.Take(rowBytes);
            Span<byte> to = pixels.AsSpan((topDown ? y : height - 1 - y) * width * channels, width * channels);
            if (depth == 24)
            {
                for (int i = 0; i < to.Length; i += 3) (to[i], to[i + 1], to[i + 2]) = (row[i + 2], row[i + 1], row[i]);
                continue;
            }
            var values = new ImageBytes(row);
            for (int x = 0; x < width; x++) masks.Write(depth == 16 ? (uint)values.U16() : values.U32(), to[(x * channels)..]);
        }
        return new Image(height, width, channels, pixels);
    }
}
