using Anneal.Data.Messages;

namespace Anneal.Data.Vision;

/// <summary>What is wrong with a picture; <see cref="ImageFile"/> adds the file's name.</summary>
internal static class ImageError
{
    public static UserErrorException EndsEarly() => Broken(ImageMessages.EndsEarly);

    public static UserErrorException Damaged(string part) => Broken(ImageMessages.Damaged(part));

    public static UserErrorException Broken(Message reason, Exception? inner = null) => new(reason, ImageMessages.BrokenWayOut, inner: inner);

    public static UserErrorException Unsupported(string what, string chinese) => new(ImageMessages.Unsupported(what, chinese), ImageMessages.OtherFormatWayOut);

    /// <summary>Refuses sizes that no picture has, before memory is taken for them.</summary>
    /// <param name="width">Pixels in a row, as the file says.</param>
    /// <param name="height">Rows, as the file says.</param>
    /// <param name="most">The most pixels that a file of this length and kind can hold.</param>
    /// <param name="bytes">Its length.</param>
    public static void CheckSize(long width, long height, long most, long bytes)
    {
        if (width < 1 || height < 1) throw Broken(ImageMessages.Empty);
        if (width > Image.MostPixels || height > Image.MostPixels || width * height > Image.MostPixels)
            throw new UserErrorException(ImageMessages.TooManyPixels(width, height, Image.MostPixels), ImageMessages.TooLargeWayOut);
        if (width * height > most) throw Broken(ImageMessages.TooFewBytes(width, height, bytes));
    }
}
