namespace Anneal.Data.Vision;

/// <summary>How pictures are changed at random while a model learns, so that it sees each of them in many ways.</summary>
/// <remarks>Shares are of the picture's size, brightness is counted from 0 (dark) to 1. Cutout: DeVries and Taylor, "Improved Regularization of Convolutional Neural Networks with Cutout", 2017.</remarks>
/// <param name="Rotate">Turned by up to so many degrees either way.</param>
/// <param name="Scale">Made larger or smaller by up to this share.</param>
/// <param name="Crop">Up to this share of the height and width is cut away, and the rest made as large as before.</param>
/// <param name="Shift">Moved by up to this share of the height and of the width.</param>
/// <param name="Flip">Mirrored left to right half of the time.</param>
/// <param name="FlipVertical">Mirrored top to bottom half of the time.</param>
/// <param name="Brightness">Made lighter or darker by up to this much.</param>
/// <param name="Contrast">Differences made stronger or weaker by up to this share.</param>
/// <param name="Noise">Deviation of the noise that each pixel gets.</param>
/// <param name="Cutout">A square with this share of the smaller side is made grey.</param>
/// <param name="Mixup">Above 0, pictures are laid over each other in pairs, and so are their labels; the nearer to 1, the more evenly.</param>
public sealed record Augmentation(
    double Rotate = 0,
    double Scale = 0,
    double Crop = 0,
    double Shift = 0,
    bool Flip = false,
    bool FlipVertical = false,
    double Brightness = 0,
    double Contrast = 0,
    double Noise = 0,
    double Cutout = 0,
    double Mixup = 0)
{
    /// <summary>No change at all.</summary>
    public static Augmentation None { get; } = new();
}
