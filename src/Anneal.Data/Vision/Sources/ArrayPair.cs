using System.Globalization;
using Anneal.Data.Messages;
using Anneal.Data.Tables;
using Anneal.Tensors;

namespace Anneal.Data.Vision.Sources;

/// <summary>An array of pictures and that of their classes.</summary>
/// <param name="Name">What references begin with.</param>
/// <param name="Part"><c>train</c>, <c>valid</c> or <c>test</c>.</param>
/// <param name="Images"><c>[pictures, height, width]</c>, or with channels.</param>
/// <param name="Labels"><c>[pictures]</c> or <c>[pictures, 1]</c>.</param>
/// <param name="Place">The file, for messages.</param>
internal sealed record ArrayPair(string Name, string Part, Tensor Images, Tensor Labels, Place Place)
{
    /// <summary>The part that a file's or an array's name speaks of.</summary>
    public static string PartOf(string name) =>
        name.Contains("t10k", StringComparison.OrdinalIgnoreCase) || name.Contains("test", StringComparison.OrdinalIgnoreCase) ? "test"
        : name.Contains("val", StringComparison.OrdinalIgnoreCase) ? "valid" : "train";

    /// <summary>All pairs as one table; with a column of parts when there is more than the training part.</summary>
    public static Table ToTable(IReadOnlyList<ArrayPair> pairs, string shownAs)
    {
        var images = new ArrayImages();
        List<string?> references = [], labels = [], parts = [];
        foreach (ArrayPair pair in pairs)
        {
            int count = images.Add(pair.Name, pair.Images, pair.Place);
            if (pair.Labels.ElementCount != count) throw new UserErrorException(ImageMessages.LabelCount(count, pair.Labels.ElementCount), ImageMessages.LabelCountWayOut, pair.Place);
            double[] numbers = pair.Labels.To(DType.Float64).Contiguous().ToArray<double>();
            for (int i = 0; i < count; i++)
            {
                references.Add(string.Create(CultureInfo.InvariantCulture, $"{pair.Name}/{i}"));
                labels.Add(numbers[i].ToString(CultureInfo.InvariantCulture));
                parts.Add(pair.Part);
            }
        }

        bool hasParts = pairs.Any(p => p.Part != "train");
        string?[][] columns = hasParts ? [[.. references], [.. labels], [.. parts]] : [[.. references], [.. labels]];
        string[] names = hasParts ? [ImageTable.ImageColumn, ImageTable.LabelColumn, ImageTable.PartColumn] : [ImageTable.ImageColumn, ImageTable.LabelColumn];
        return new Table(shownAs, names, columns, new int[references.Count]) { Images = images };
    }
}
