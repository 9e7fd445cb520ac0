using Anneal.Data.Messages;
using Anneal.Data.Vision.Bmp;
using Anneal.Data.Vision.Jpeg;
using Anneal.Data.Vision.Png;

namespace Anneal.Data.Vision;

/// <summary>Reads pictures: PNG, JPEG (baseline and progressive) and BMP, told apart by their first bytes.</summary>
/// <example>
/// <code>
/// Image image = ImageFile.Read("cat.jpg").To(channels: 3);
/// </code>
/// </example>
public static class ImageFile
{
    /// <summary>The most bytes that a picture's file may have.</summary>
    public const long MostBytes = 1L << 29;

    /// <summary>Whether a file's name ends like that of a picture that can be read.</summary>
    public static bool IsNamedLikeOne(string name) =>
        Path.GetExtension(name).ToUpperInvariant() is ".PNG" or ".JPG" or ".JPEG" or ".JPE" or ".JFIF" or ".BMP" or ".DIB";

    /// <summary>Reads a picture from a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shownAs">Its name in messages; the path unless given.</param>
    /// <exception cref="UserErrorException">The file is missing, can't be read, or isn't a picture that is known and whole.</exception>
    public static Image Read(string path, string? shownAs = null)
    {
        shownAs ??= path;
        byte[] bytes;
        try
        {
            long length = new FileInfo(path).Length;
            if (length > MostBytes) throw new UserErrorException(ImageMessages.Unreadable($"{length} bytes"), ImageMessages.TooLargeWayOut, new Place(shownAs));
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserErrorException(ImageMessages.NotFound(shownAs), ImageMessages.NotFoundWayOut, inner: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(ImageMessages.Unreadable(e.Message), ImageMessages.UnreadableWayOut, new Place(shownAs), e);
        }
        return Decode(bytes, shownAs);
    }

    /// <summary>Decodes a picture that is in memory.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="shownAs">Its name in messages.</param>
    /// <exception cref="UserErrorException">It isn't a picture that is known and whole.</exception>
    public static Image Decode(byte[] bytes, string shownAs)
    {
        try
        {
            if (bytes.Length == 0) throw ImageError.Broken(ImageMessages.FileEmpty);
            if (PngDecoder.Recognises(bytes)) return PngDecoder.Decode(bytes);
            if (JpegDecoder.Recognises(bytes)) return JpegDecoder.Decode(bytes);
            if (BmpDecoder.Recognises(bytes)) return BmpDecoder.Decode(bytes);
            throw new UserErrorException(ImageMessages.NotAnImage, ImageMessages.OtherFormatWayOut);
        }
        catch (UserErrorException e)
        {
            throw e.At(new Place(shownAs));
        }
    }
}
