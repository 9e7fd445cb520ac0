using Anneal.Data.Tables;
using Anneal.Data.Vision;
using Anneal.Tensors;

namespace Anneal.Data.Batches;

/// <summary>Pictures of a table's rows, decoded and brought to one size; changed at random while a model learns.</summary>
/// <remarks>They are kept in memory as bytes where they take up to a gibibyte; beyond that each batch is decoded when it is read.</remarks>
public sealed class ImageSamples : Samples
{
    private const long MostKept = 1L << 30;

    private readonly ImagePreprocessing preprocessing;
    private readonly ImageAugmenter augmenter;
    private readonly ImageReader reader;
    private readonly int[] rows;
    private readonly byte[]? kept;
    private readonly double mixup;

    /// <param name="table">The table.</param>
    /// <param name="rows">Which of its rows.</param>
    /// <param name="preprocessing">How a picture becomes numbers.</param>
    /// <param name="augmentation">How pictures are changed while a model learns.</param>
    /// <exception cref="Messages.UserErrorException">A picture is missing or broken.</exception>
    public ImageSamples(Table table, ReadOnlySpan<int> rows, ImagePreprocessing preprocessing, Augmentation augmentation)
    {
        this.preprocessing = preprocessing;
        this.rows = rows.ToArray();
        mixup = augmentation.Mixup;
        reader = new ImageReader(table, preprocessing.Column);
        augmenter = new ImageAugmenter(augmentation, preprocessing.Scale, preprocessing.Height, preprocessing.Width);
        int size = preprocessing.Size;
        if ((long)rows.Length * size > MostKept) return;
        byte[] pixels = new byte[rows.Length * size];
        ImageReader.ForAll(rows.Length, i => preprocessing.Lay(reader.Read(this.rows[i]), pixels.AsSpan(i * size, size)));
        kept = pixels;
    }

    /// <inheritdoc/>
    public override int Count => rows.Length;

    /// <inheritdoc/>
    public override double Mixup => mixup;

    /// <summary>Pixels <c>[rows, channels, height, width]</c>.</summary>
    /// <remarks>The changes depend on the generator's seed and the row alone, so that neither the order of rows nor threads matter.</remarks>
    /// <exception cref="Messages.UserErrorException">A picture is missing or broken.</exception>
    public override Tensor Read(ReadOnlySpan<int> rows, Generator? augmentation)
    {
        int[] places = rows.ToArray();
        int size = preprocessing.Size;
        Tensor batch = Tensor.Zeros([places.Length, preprocessing.Channels, preprocessing.Height, preprocessing.Width]);

        // Bytes that only become numbers are not worth handing to other threads: waking them takes longer.
        if (kept is not null && (augmentation is null || !augmenter.Moves))
        {
            for (int i = 0; i < places.Length; i++) Lay(i);
        }
        else
        {
            ImageReader.ForAll(places.Length, Lay);
        }

        return batch;

        void Lay(int i)
        {
            Span<float> to = batch.AsSpan<float>().Slice(i * size, size);
            if (augmentation is null) augmenter.Plain(Pixels(places[i]), to);
            else augmenter.Changed(Pixels(places[i]), to, new RandomStream(augmentation.Seed, places[i]));
        }
    }

    private ReadOnlySpan<byte> Pixels(int place)
    {
        int size = preprocessing.Size;
        if (kept is not null) return kept.AsSpan(place * size, size);
        byte[] pixels = new byte[size];
        preprocessing.Lay(reader.Read(rows[place]), pixels);
        return pixels;
    }
}
