namespace Anneal.Data.Vision;

/// <summary>A decoded picture: rows from the top, each pixel's channels side by side, 8 bits each.</summary>
/// <remarks>Channels are grey; grey and opacity; red, green, blue; or those and opacity. An opacity of 255 hides what is behind.</remarks>
public sealed class Image
{
    /// <summary>The most pixels that a picture from a file may have.</summary>
    public const long MostPixels = 100_000_000;

    /// <summary>Wraps pixels, without a copy.</summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="channels">Bytes of a pixel, 1 to 4.</param>
    /// <param name="pixels"><c>[height, width, channels]</c>.</param>
    /// <exception cref="ArgumentException">The sizes don't fit the pixels.</exception>
    public Image(int height, int width, int channels, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (channels is < 1 or > 4) throw new ArgumentOutOfRangeException(nameof(channels), channels, "A picture has 1 to 4 channels.");
        if (pixels.LongLength != (long)height * width * channels) throw new ArgumentException($"{pixels.Length} bytes for a picture of {height} x {width} x {channels}.", nameof(pixels));
        (Height, Width, Channels, Pixels) = (height, width, channels, pixels);
    }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>1 grey, 2 grey and opacity, 3 red, green, blue, 4 those and opacity.</summary>
    public int Channels { get; }

    /// <summary><c>[height, width, channels]</c>, 0 dark to 255 bright.</summary>
    public byte[] Pixels { get; }

    /// <summary>The picture with one channel (grey) or three (red, green, blue); what lets light through is laid on white.</summary>
    /// <remarks>Grey is the luma of ITU-R BT.601: 0.299 red + 0.587 green + 0.114 blue.</remarks>
    public Image To(int channels)
    {
        if (channels is not (1 or 3)) throw new ArgumentOutOfRangeException(nameof(channels), channels, "A picture becomes one channel or three.");
        if (channels == Channels) return this;
        var result = new byte[Height * Width * channels];
        bool grey = Channels <= 2, opacity = Channels is 2 or 4;
        for (int from = 0, to = 0; to < result.Length; from += Channels, to += channels)
        {
            int red = Pixels[from], green = red, blue = red;
            if (!grey) (green, blue) = (Pixels[from + 1], Pixels[from + 2]);
            if (opacity)
            {
                int over = Pixels[from + Channels - 1];
                (red, green, blue) = (OnWhite(red, over), OnWhite(green, over), OnWhite(blue, over));
            }
            if (channels == 1)
            {
                result[to] = grey ? (byte)red : (byte)(((red * 19595) + (green * 38470) + (blue * 7471) + 0x8000) >> 16);
            }
            else
            {
                (result[to], result[to + 1], result[to + 2]) = ((byte)red, (byte)green, (byte)blue);
            }
        }
        return new Image(Height, Width, channels, result);
    }

    private static int OnWhite(int value, int opacity) => ((value * opacity) + (255 * (255 - opacity)) + 127) / 255;
}
