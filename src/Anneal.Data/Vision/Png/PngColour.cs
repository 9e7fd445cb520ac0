namespace Anneal.Data.Vision.Png;

/// <summary>What samples a pixel of a PNG picture has; the numbers are the format's.</summary>
internal enum PngColour
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    Rgba = 6,
}
