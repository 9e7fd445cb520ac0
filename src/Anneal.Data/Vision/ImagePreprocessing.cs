using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Data.Splits;
using Anneal.Data.Tables;

namespace Anneal.Data.Vision;

/// <summary>The way from a table's pictures to pixels of one size and a common scale, fitted on training rows.</summary>
/// <param name="Column">The column of references.</param>
/// <param name="Height">Rows of each picture.</param>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Channels">1 grey, 3 red, green, blue.</param>
/// <param name="Scale">How bytes become numbers.</param>
public sealed record ImagePreprocessing(string Column, int Height, int Width, int Channels, PixelScale Scale)
{
    /// <summary>Pictures that sizes and scale are taken from at most; more would not change them.</summary>
    private const int MostLookedAt = 2000;

    /// <summary>Fits sizes, channels and scale to training pictures: grey if all are, the usual proportions, the longer side at most <paramref name="mostSide"/>.</summary>
    /// <param name="table">The table.</param>
    /// <param name="schema">Its columns.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="mostSide">The longer side of the result in pixels, at most.</param>
    /// <exception cref="UserErrorException">The table has no pictures, or one of them is broken.</exception>
    public static ImagePreprocessing Fit(Table table, TableSchema schema, ReadOnlySpan<int> rows, int mostSide)
    {
        string column = ColumnOf(table, schema);
        int[] looked = EvenlyStrewn.Of(rows, MostLookedAt);
        int count = looked.Length;
        var reader = new ImageReader(table, column);
        var images = new Image[count];
        ImageReader.ForAll(count, i => images[i] = reader.Read(looked[i]));

        int channels = Array.TrueForAll(images, IsGrey) ? 1 : 3;
        (int height, int width) = (Median(images, i => i.Height), Median(images, i => i.Width));
        double shrink = Math.Min(1, (double)mostSide / Math.Max(height, width));
        var unscaled = new ImagePreprocessing(column, Math.Max(1, (int)Math.Round(height * shrink)), Math.Max(1, (int)Math.Round(width * shrink)), channels, new PixelScale([], []));
        var pixels = new byte[(long)count * unscaled.Size];
        ImageReader.ForAll(count, i => unscaled.Lay(images[i], pixels.AsSpan(i * unscaled.Size, unscaled.Size)));
        return unscaled with { Scale = PixelScale.Fit(pixels, channels, unscaled.Height * unscaled.Width) };
    }

    /// <summary>The first column of pictures that a model may see.</summary>
    /// <exception cref="UserErrorException">There is none.</exception>
    public static string ColumnOf(Table table, TableSchema schema) => schema.Features.FirstOrDefault(c => c.Type == ColumnType.Image)?.Name
        ?? throw new UserErrorException(ImageMessages.NoImageColumn, ImageMessages.NoImageColumnWayOut, new Place(table.File));

    /// <summary>Numbers of a picture.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int Size => Channels * Height * Width;

    /// <summary>Brings a picture to the size and lays its channels one behind the other.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="to">Receives <c>[channels, height, width]</c>.</param>
    internal void Lay(Image image, Span<byte> to)
    {
        ReadOnlySpan<byte> pixels = ImageResize.To(image.To(Channels), Height, Width).Pixels;
        if (Channels == 1)
        {
            pixels.CopyTo(to);
            return;
        }
        int area = Height * Width;
        for (int i = 0, from = 0; i < area; i++, from += 3) (to[i], to[i + area], to[i + (2 * area)]) = (pixels[from], pixels[from + 1], pixels[from + 2]);
    }

    /// <summary>Grey by its format, or saved in colour without having any.</summary>
    private static bool IsGrey(Image image)
    {
        if (image.Channels <= 2) return true;
        for (int i = 0; i < image.Pixels.Length; i += image.Channels)
        {
            if (image.Pixels[i] != image.Pixels[i + 1] || image.Pixels[i] != image.Pixels[i + 2]) return false;
        }
        return true;
    }

    private static int Median(Image[] images, Func<Image, int> size)
    {
        int[] sizes = [.. images.Select(size).Order()];
        return sizes.Length == 0 ? 1 : sizes[sizes.Length / 2];
    }
}
