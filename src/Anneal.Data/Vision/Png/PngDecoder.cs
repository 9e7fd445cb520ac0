using System.IO.Compression;
using Anneal.Data.Messages;
using Anneal.Formats;

namespace Anneal.Data.Vision.Png;

/// <summary>Decodes PNG: all colour types and depths, palettes, transparency, interlacing.</summary>
/// <remarks>W3C, "Portable Network Graphics (PNG) Specification (Third Edition)". Gamma and colour profiles are left out, as usual in learning.</remarks>
internal static class PngDecoder
{
    private const uint Ihdr = 0x49484452, Plte = 0x504C5445, Idat = 0x49444154, Iend = 0x49454E44, Trns = 0x74524E53;

    /// <summary>Where the seven passes begin and how far apart their pixels are: x, y, step in x, step in y.</summary>
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static bool Recognises(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Signature);

    public static Image Decode(byte[] file)
    {
        var bytes = new ImageBytes(file, Signature.Length);
        PngHeader? header = null;
        byte[] palette = [], transparency = [];
        var data = new MemoryStream();
        while (true)
        {
            uint length = bytes.BigU32();
            int typeAt = bytes.Position;
            uint type = bytes.BigU32();
            ReadOnlySpan<byte> chunk = bytes.Take(length);
            uint checksum = bytes.BigU32();
            string name = Name(type);
            bool critical = (type & 0x20000000) == 0;
            if (critical && Crc32.Append(0, file.AsSpan(typeAt, 4 + chunk.Length)) != checksum) throw ImageError.Damaged(name);
            if (header is null && type != Ihdr) throw ImageError.Damaged("IHDR");
            switch (type)
            {
                case Ihdr when header is null && length == 13:
                    header = PngHeader.Read(chunk, file.Length);
                    break;
                case Plte when length % 3 == 0 && length is > 0 and <= 768:
                    palette = chunk.ToArray();
                    break;
                case Trns when length <= 256:
                    transparency = chunk.ToArray();
                    break;
                case Idat:
                    data.Write(chunk);
                    break;
                case Iend:
                    data.Position = 0;
                    return Pixels(header!.Value, palette, transparency, data);
                default:
                    if (critical) throw ImageError.Damaged(name);
                    break;
            }
        }
    }

    private static Image Pixels(PngHeader header, byte[] palette, byte[] transparency, MemoryStream data)
    {
        if (header.Colour == PngColour.Palette && palette.Length == 0) throw ImageError.Damaged("PLTE");
        long rawBits = (long)header.Width * header.Height * header.BitsPerPixel;
        if (rawBits / 8 > (data.Length + 1) * 1032) throw ImageError.Broken(ImageMessages.TooFewBytes(header.Width, header.Height, data.Length));
        var pixels = new PngPixels(header, palette, transparency);
        int channels = pixels.Channels;
        if ((long)header.Width * header.Height * channels > Array.MaxLength) throw new UserErrorException(ImageMessages.TooManyPixels(header.Width, header.Height, Image.MostPixels), ImageMessages.TooLargeWayOut);
        var result = new byte[header.Width * header.Height * channels];
        try
        {
            using var raw = new ZLibStream(data, CompressionMode.Decompress);
            if (!header.Interlaced)
            {
                Pass(raw, header, pixels, result, (0, 0, 1, 1));
            }
            else
            {
                foreach ((int, int, int, int) pass in Passes) Pass(raw, header, pixels, result, pass);
            }
        }
        catch (InvalidDataException e)
        {
            throw ImageError.Broken(ImageMessages.Damaged("IDAT"), e);
        }
        return new Image(header.Height, header.Width, channels, result);
    }

    /// <summary>Reads the rows of one pass and puts their pixels where they belong.</summary>
    private static void Pass(Stream raw, PngHeader header, PngPixels pixels, byte[] result, (int X, int Y, int StepX, int StepY) pass)
    {
        int width = (header.Width - pass.X + pass.StepX - 1) / pass.StepX, height = (header.Height - pass.Y + pass.StepY - 1) / pass.StepY;
        if (width <= 0 || height <= 0) return;
        int rowBytes = header.RowBytes(width), channels = pixels.Channels, pixelBytes = Math.Max(1, header.BitsPerPixel / 8);
        byte[] row = new byte[rowBytes + 1], above = new byte[rowBytes + 1];
        for (int y = 0; y < height; y++)
        {
            if (raw.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) < row.Length) throw ImageError.EndsEarly();
            PngFilter.Undo(row[0], row.AsSpan(1), above.AsSpan(1), pixelBytes);
            int at = ((((pass.Y + (y * pass.StepY)) * header.Width) + pass.X)) * channels;
            pixels.Write(row.AsSpan(1), width, result.AsSpan(at), pass.StepX * channels);
            (row, above) = (above, row);
        }
    }

    /// <summary>A chunk's name if it is made of letters, for messages.</summary>
    private static string Name(uint type)
    {
        Span<char> letters = [(char)(type >> 24), (char)((type >> 16) & 255), (char)((type >> 8) & 255), (char)(type & 255)];
        foreach (char c in letters)
        {
            if (!char.IsAsciiLetter(c)) return "chunk";
        }
        return new string(letters);
    }
}
