using System.Runtime.CompilerServices;

namespace Anneal.Data.Vision;

/// <summary>Changes one picture at random and brings it to numbers, in one pass over its pixels.</summary>
/// <param name="augmentation">How.</param>
/// <param name="scale">How bytes become numbers.</param>
/// <param name="height">Rows.</param>
/// <param name="width">Pixels in a row.</param>
internal sealed class ImageAugmenter(Augmentation augmentation, PixelScale scale, int height, int width)
{
    /// <summary>Whether pixels change places, which takes tens of times as long as turning bytes into numbers.</summary>
    public bool Moves { get; } = augmentation.Rotate != 0 || augmentation.Scale != 0 || augmentation.Crop != 0 || augmentation.Shift != 0 || augmentation.Flip || augmentation.FlipVertical;

    /// <summary>The picture as it is.</summary>
    /// <param name="pixels"><c>[channels, height, width]</c>.</param>
    /// <param name="to">Numbers of the same shape.</param>
    public void Plain(ReadOnlySpan<byte> pixels, Span<float> to) => Convert(pixels, to, gain: 1, lift: 0);

    /// <summary>The picture changed.</summary>
    /// <param name="pixels"><c>[channels, height, width]</c>.</param>
    /// <param name="to">Numbers of the same shape.</param>
    /// <param name="random">Draws the changes.</param>
    public void Changed(ReadOnlySpan<byte> pixels, Span<float> to, RandomStream random)
    {
        float gain = 1, lift = 0;
        if (augmentation.Contrast != 0) gain += random.Within(augmentation.Contrast);
        if (augmentation.Brightness != 0) lift = random.Within(augmentation.Brightness);
        if (Moves) Move(pixels, to, gain, lift, ref random);
        else Convert(pixels, to, gain, lift);
        if (augmentation.Noise != 0) AddNoise(to, ref random);
        if (augmentation.Cutout != 0) CutOut(to, ref random);
    }

    private void Convert(ReadOnlySpan<byte> pixels, Span<float> to, float gain, float lift)
    {
        int area = height * width;
        for (int c = 0; c * area < pixels.Length; c++)
        {
            (float factor, float offset) = Line(c, gain, lift);
            ReadOnlySpan<byte> from = pixels.Slice(c * area, area);
            Span<float> target = to.Slice(c * area, area);
            for (int i = 0; i < target.Length; i++) target[i] = (from[i] * factor) + offset;
        }
    }

    /// <summary>Contrast is about the channel's mean; a byte b becomes b * factor + offset.</summary>
    private (float Factor, float Offset) Line(int channel, float gain, float lift)
    {
        float deviation = scale.Deviation[channel];
        return (gain / (255 * deviation), ((lift - (gain * scale.Mean[channel])) / deviation));
    }

    /// <summary>Each new pixel is looked up where it came from, between four old ones; what lies outside is the nearest pixel of the edge.</summary>
    private void Move(ReadOnlySpan<byte> pixels, Span<float> to, float gain, float lift, ref RandomStream random)
    {
        float angle = random.Within(augmentation.Rotate) * MathF.PI / 180, zoom = 1 / (1 + random.Within(augmentation.Scale));
        float kept = 1 - ((float)augmentation.Crop * random.Next()), cropX = random.Within(1 - kept) / 2, cropY = random.Within(1 - kept) / 2;
        float shiftX = (random.Within(augmentation.Shift) + cropX) * width, shiftY = (random.Within(augmentation.Shift) + cropY) * height;
        float mirrorX = augmentation.Flip && random.Coin() ? -1 : 1, mirrorY = augmentation.FlipVertical && random.Coin() ? -1 : 1;
        zoom *= kept;
        (float sine, float cosine) = MathF.SinCos(angle);
        float xFromX = zoom * cosine * mirrorX, xFromY = -zoom * sine * mirrorX, yFromX = zoom * sine * mirrorY, yFromY = zoom * cosine * mirrorY;
        float middleX = (width - 1) / 2f, middleY = (height - 1) / 2f;
        int area = height * width;
        for (int c = 0; c * area < pixels.Length; c++)
        {
            (float factor, float offset) = Line(c, gain, lift);
            ReadOnlySpan<byte> from = pixels.Slice(c * area, area);
            Span<float> target = to.Slice(c * area, area);
            for (int y = 0, i = 0; y < height; y++)
            {
                float sourceX = middleX + shiftX + (xFromY * (y - middleY)) - (xFromX * middleX), sourceY = middleY + shiftY + (yFromY * (y - middleY)) - (yFromX * middleX);
                for (int x = 0; x < width; x++, i++, sourceX += xFromX, sourceY += yFromX) target[i] = (Sample(from, sourceX, sourceY) * factor) + offset;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Sample(ReadOnlySpan<byte> from, float x, float y)
    {
        x = Math.Clamp(x, 0, width - 1);
        y = Math.Clamp(y, 0, height - 1);
        int left = (int)x, top = (int)y, right = Math.Min(left + 1, width - 1), bottom = Math.Min(top + 1, height - 1);
        float across = x - left, down = y - top;
        float upper = from[(top * width) + left] + (across * (from[(top * width) + right] - from[(top * width) + left]));
        float lower = from[(bottom * width) + left] + (across * (from[(bottom * width) + right] - from[(bottom * width) + left]));
        return upper + (down * (lower - upper));
    }

    /// <summary>The sum of a word's four bytes is nearly normal: mean 510, deviation 147.8.</summary>
    private void AddNoise(Span<float> to, ref RandomStream random)
    {
        Span<uint> words = stackalloc uint[64];
        int area = height * width;
        for (int c = 0; c * area < to.Length; c++)
        {
            float factor = (float)augmentation.Noise / scale.Deviation[c] / 147.8f;
            for (int start = c * area; start < (c + 1) * area; start += words.Length)
            {
                Span<float> part = to[start..Math.Min(start + words.Length, (c + 1) * area)];
                random.Fill(words);
                for (int i = 0; i < part.Length; i++)
                {
                    uint word = words[i];
                    part[i] += ((int)((word & 255) + ((word >> 8) & 255) + ((word >> 16) & 255) + (word >> 24)) - 510) * factor;
                }
            }
        }
    }

    private void CutOut(Span<float> to, ref RandomStream random)
    {
        int side = (int)Math.Round(augmentation.Cutout * Math.Min(height, width)), area = height * width;
        int top = (int)(random.Next() * height) - (side / 2), left = (int)(random.Next() * width) - (side / 2);
        int firstRow = Math.Max(0, top), lastRow = Math.Min(height, top + side), first = Math.Max(0, left), last = Math.Min(width, left + side);
        if (last <= first) return;
        for (int start = 0; start < to.Length; start += area)
        {
            for (int y = firstRow; y < lastRow; y++) to.Slice(start + (y * width) + first, last - first).Clear();
        }
    }
}
