namespace Anneal.Data.Vision.Bmp;

/// <summary>Undoes the run-length coding of bitmaps with 4 or 8 bits: pairs of a length and a colour, and escapes behind a zero.</summary>
internal static class BmpRuns
{
    private const int EndOfRow = 0, EndOfPicture = 1, MoveOn = 2;

    /// <returns>The palette's number of each pixel, the bottom row first.</returns>
    public static byte[] Read(ref ImageBytes bytes, int width, int height, int depth)
    {
        var numbers = new byte[width * height];
        int x = 0, y = 0;
        while (y < height)
        {
            int length = bytes.U8(), value = bytes.U8();
            if (length > 0)
            {
                Put(numbers, width, y, ref x, length, depth, [(byte)value], repeat: true);
            }
            else if (value == EndOfRow)
            {
                (x, y) = (0, y + 1);
            }
            else if (value == EndOfPicture)
            {
                break;
            }
            else if (value == MoveOn)
            {
                (x, y) = (x + bytes.U8(), y + bytes.U8());
            }
            else
            {
                // Pixels one by one, filled up to an even number of bytes.
                int used = depth == 8 ? value : (value + 1) / 2;
                Put(numbers, width, y, ref x, value, depth, bytes.Take(used + (used & 1)), repeat: false);
            }
        }
        return numbers;
    }

    private static void Put(byte[] numbers, int width, int y, ref int x, int count, int depth, ReadOnlySpan<byte> values, bool repeat)
    {
        if (count > width - x) throw ImageError.Damaged("RLE");
        for (int i = 0; i < count; i++)
        {
            byte value = values[repeat ? 0 : depth == 8 ? i : i / 2];
            numbers[(y * width) + x++] = depth == 8 ? value : (byte)((i & 1) == 0 ? value >> 4 : value & 15);
        }
    }
}
