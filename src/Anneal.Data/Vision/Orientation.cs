using System.Buffers.Binary;

namespace Anneal.Data.Vision;

/// <summary>Turns a photograph the way the camera says it was held.</summary>
/// <remarks>The orientation tag of Exif 2.3: 1 as it is; 2 mirrored left to right; 3 half a turn; 4 upside down mirrored; 5 to 8 with rows and columns exchanged.</remarks>
internal static class Orientation
{
    private const int Tag = 0x0112;

    /// <summary>The tag's value in a TIFF directory, 1 when it isn't there or the directory is broken: a picture is worth more than its note.</summary>
    public static int Read(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8) return 1;
        bool little = tiff[0] == 'I';
        uint at = U32(tiff[4..], little);
        if (at > tiff.Length - 2) return 1;
        int count = U16(tiff[(int)at..], little);
        for (int i = 0; i < count; i++)
        {
            long entry = at + 2 + (12L * i);
            if (entry > tiff.Length - 12) return 1;
            ReadOnlySpan<byte> field = tiff[(int)entry..];
            if (U16(field, little) == Tag) return U16(field[8..], little) is >= 1 and <= 8 and var value ? value : 1;
        }
        return 1;
    }

    public static Image Apply(Image image, int orientation)
    {
        if (orientation == 1) return image;
        bool exchange = orientation >= 5, fromRight = orientation is 2 or 3 or 7 or 8, fromBottom = orientation is 3 or 4 or 6 or 7;
        int height = exchange ? image.Width : image.Height, width = exchange ? image.Height : image.Width, channels = image.Channels;
        var pixels = new byte[image.Pixels.Length];
        for (int y = 0, to = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++, to += channels)
            {
                int row = exchange ? x : y, column = exchange ? y : x;
                if (fromBottom) row = image.Height - 1 - row;
                if (fromRight) column = image.Width - 1 - column;
                image.Pixels.AsSpan(((row * image.Width) + column) * channels, channels).CopyTo(pixels.AsSpan(to));
            }
        }
        return new Image(height, width, channels, pixels);
    }

    private static int U16(ReadOnlySpan<byte> bytes, bool little) => little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint U32(ReadOnlySpan<byte> bytes, bool little) => little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
