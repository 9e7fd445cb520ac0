using System.Globalization;
using Anneal.Data.Messages;
using Anneal.Tensors;

namespace Anneal.Data.Vision.Sources;

/// <summary>Pictures that lie side by side in arrays, as in IDX and NumPy files; a reference is the array's name and a number, such as <c>train/17</c>.</summary>
public sealed class ArrayImages : ImageSource
{
    private readonly Dictionary<string, (byte[] Pixels, int Height, int Width, int Channels)> arrays = new(StringComparer.Ordinal);

    /// <summary>Adds an array.</summary>
    /// <param name="name">Its name in references.</param>
    /// <param name="array">Bytes, or numbers from 0 to 255, or fractions from 0 to 1: <c>[pictures, height, width]</c> or <c>[pictures, height, width, channels]</c>.</param>
    /// <param name="place">Its file, for messages.</param>
    /// <returns>How many pictures it holds.</returns>
    /// <exception cref="UserErrorException">It has another shape, or numbers that are no brightness.</exception>
    public int Add(string name, Tensor array, Place place)
    {
        if (!IsPictures(array)) throw new UserErrorException(ImageMessages.NotPictures(array.Shape.ToString()), ImageMessages.NotPicturesWayOut, place);
        int channels = array.Rank == 4 ? array.Shape[3] : 1;
        arrays.Add(name, (Bytes(array, place), array.Shape[1], array.Shape[2], channels));
        return array.Shape[0];
    }

    /// <summary>Whether an array has the shape of pictures.</summary>
    public static bool IsPictures(Tensor array) =>
        (array.Rank == 3 || (array.Rank == 4 && array.Shape[3] is >= 1 and <= 4)) && array.Shape[0] > 0 && array.Shape[1] > 0 && array.Shape[2] > 0;

    /// <inheritdoc/>
    public override Image Read(string reference)
    {
        int slash = reference.LastIndexOf('/');
        if (slash > 0 && arrays.TryGetValue(reference[..slash], out (byte[] Pixels, int Height, int Width, int Channels) array)
            && int.TryParse(reference.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            int size = array.Height * array.Width * array.Channels;
            if ((long)number * size < array.Pixels.Length) return new Image(array.Height, array.Width, array.Channels, array.Pixels.AsSpan(number * size, size).ToArray());
        }
        throw new UserErrorException(ImageMessages.NotFound(reference), ImageMessages.NotFoundWayOut);
    }

    private static byte[] Bytes(Tensor array, Place place)
    {
        if (array.DType == DType.UInt8) return array.Contiguous().ToArray<byte>();
        float[] numbers = array.To(DType.Float32).Contiguous().ToArray();
        float least = numbers.Min(), most = numbers.Max();
        if (!(least >= 0 && most <= 255)) throw new UserErrorException(ImageMessages.NotBrightness(least, most), ImageMessages.NotBrightnessWayOut, place);
        float scale = most <= 1 && array.DType.IsFloat() ? 255 : 1;
        return Array.ConvertAll(numbers, n => (byte)MathF.Round(n * scale));
    }
}
