using System.Globalization;
using Anneal.Data.Messages;
using Anneal.Data.Splits;
using Anneal.Data.Tables;
using Anneal.Tensors;

namespace Anneal.Data.Vision.Sources;

/// <summary>An array of pictures and that of their classes.</summary>
/// <param name="Name">What references begin with.</param>
/// <param name="Part">What the pictures are for.</param>
/// <param name="Images"><c>[pictures, height, width]</c>, or with channels.</param>
/// <param name="Labels"><c>[pictures]</c> or <c>[pictures, 1]</c>.</param>
/// <param name="Place">The file, for messages.</param>
internal sealed record ArrayPair(string Name, SplitPart Part, Tensor Images, Tensor Labels, Place Place)
{
    /// <summary>The part that a file's or an array's name speaks of.</summary>
    public static SplitPart PartOf(string name) =>
        name.Contains("t10k", StringComparison.OrdinalIgnoreCase) || name.Contains("test", StringComparison.OrdinalIgnoreCase) ? SplitPart.Test
        : name.Contains("val", StringComparison.OrdinalIgnoreCase) ? SplitPart.Valid : SplitPart.Train;

    /// <summary>All pairs as one table; marked with their parts when there is more than the training part.</summary>
    public static Table ToTable(IReadOnlyList<ArrayPair> pairs, string shownAs)
    {
        var images = new ArrayImages();
        List<string?> references = [], labels = [];
        List<SplitPart> parts = [];
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

        var table = new Table(shownAs, [ImageTable.ImageColumn, ImageTable.LabelColumn], [[.. references], [.. labels]], new int[references.Count]) { Images = images };
        return pairs.Any(p => p.Part != SplitPart.Train) ? table.WithParts([.. parts]) : table;
    }
}
