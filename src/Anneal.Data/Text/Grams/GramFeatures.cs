using System.Numerics.Tensors;
using Anneal.Data.Text.Segmentation;

namespace Anneal.Data.Text.Grams;

/// <summary>Turns texts into sparse rows of numbers: one column for each gram that was learnt, family beside family.</summary>
/// <param name="vocabularies">The grams of each family.</param>
/// <param name="weighting">What number a gram gets.</param>
/// <param name="segmenter">Cuts words, where a family counts words.</param>
/// <example>
/// <code>
/// var features = GramFeatures.Learn(texts, [new GramFamily(GramKind.Characters, 1, 3)]);
/// SparseMatrix rows = features.Transform(texts);
/// </code>
/// </example>
public sealed class GramFeatures(IReadOnlyList<GramVocabulary> vocabularies, GramWeighting weighting = GramWeighting.TfIdf, WordSegmenter? segmenter = null)
{
    private const int Piece = 256;

    [ThreadStatic]
    private static GramList? grams;

    /// <summary>The grams of each family.</summary>
    public IReadOnlyList<GramVocabulary> Vocabularies => vocabularies;

    /// <summary>Columns of a row.</summary>
    public int Width => vocabularies.Sum(v => v.Names.Length);

    /// <summary>Learns the grams of the training texts.</summary>
    /// <param name="texts">The training texts, already cleaned.</param>
    /// <param name="families">Which grams to count.</param>
    /// <param name="weighting">What number a gram gets.</param>
    /// <param name="segmenter">Cuts words, where a family counts words.</param>
    public static GramFeatures Learn(IReadOnlyList<string> texts, IReadOnlyList<GramFamily> families, GramWeighting weighting = GramWeighting.TfIdf, WordSegmenter? segmenter = null) =>
        new([.. families.Select(f => GramVocabulary.Learn(texts, f, segmenter))], weighting, segmenter);

    /// <summary>The rows of texts, [texts, width].</summary>
    /// <param name="texts">Texts, cleaned as the training texts were.</param>
    public SparseMatrix Transform(IReadOnlyList<string> texts)
    {
        SparseMatrix[] parts = new SparseMatrix[(texts.Count + Piece - 1) / Piece];
        Parallel.For(0, parts.Length, part =>
        {
            int start = part * Piece, end = Math.Min(texts.Count, start + Piece);
            int[] starts = new int[end - start + 1];
            List<int> columns = [];
            List<float> values = [];
            for (int text = start; text < end; text++)
            {
                Append(texts[text], columns, values);
                starts[text - start + 1] = columns.Count;
            }

            parts[part] = new SparseMatrix(end - start, Width, starts, [.. columns], [.. values]);
        });
        return SparseMatrix.Stack(parts, Width);
    }

    private void Append(string text, List<int> columns, List<float> values)
    {
        GramList list = grams ??= new GramList();
        int offset = 0;
        foreach (GramVocabulary vocabulary in vocabularies)
        {
            list.Clear();
            vocabulary.Family.Collect(text, segmenter, list);
            List<int> found = list.Columns;
            found.Clear();
            foreach (ulong name in list.Names)
            {
                int column = vocabulary.IndexOf(name);
                if (column >= 0) found.Add(column);
            }

            found.Sort();
            int first = values.Count;
            for (int at = 0; at < found.Count;)
            {
                int next = at + 1;
                while (next < found.Count && found[next] == found[at]) next++;
                columns.Add(offset + found[at]);
                values.Add(weighting == GramWeighting.Presence ? 1 : (float)(1 + Math.Log(next - at)) * vocabulary.Importance[found[at]]);
                at = next;
            }

            if (weighting == GramWeighting.TfIdf) Normalise(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values)[first..]);
            offset += vocabulary.Names.Length;
        }
    }

    private static void Normalise(Span<float> numbers)
    {
        float length = TensorPrimitives.Norm<float>(numbers);
        if (length > 0) TensorPrimitives.Divide(numbers, length, numbers);
    }
}
