using Anneal.Data.Batches;
using Anneal.Data.Schemas;
using Anneal.Data.Tables;
using Anneal.Data.Vision;
using Anneal.Data.Vision.Sources;
using Anneal.Tensors;

namespace Anneal.Data.Tests.Vision;

public sealed class AugmentationTests
{
    private const int Side = 9;

    private static readonly PixelScale Bytes = new([0], [1 / 255f]); // numbers are bytes

    [Fact]
    public void Without_changes_a_picture_stays_itself()
    {
        byte[] pixels = Dot(4, 4);
        Changed(pixels, new Augmentation(Rotate: 0), 1).ShouldBe(Plain(pixels));
        Changed(pixels, new Augmentation(Rotate: 1e-9), 1).ShouldBe(Plain(pixels), 0.01);
    }

    [Fact]
    public void A_flip_mirrors_half_of_the_pictures()
    {
        byte[] pixels = Dot(2, 1), mirrored = Dot(2, Side - 2);
        int flipped = 0;
        for (int place = 0; place < 400; place++)
        {
            float[] result = Changed(pixels, new Augmentation(Flip: true), place);
            if (result.SequenceEqual(Plain(mirrored))) flipped++;
            else result.ShouldBe(Plain(pixels));
        }
        flipped.ShouldBeInRange(150, 250);
    }

    [Fact]
    public void Turning_keeps_the_middle_and_moving_keeps_the_brightness()
    {
        byte[] middle = Dot(4, 4);
        for (int place = 0; place < 20; place++)
        {
            Changed(middle, new Augmentation(Rotate: 90), place)[(4 * Side) + 4].ShouldBe(255, 0.1);
            Changed(middle, new Augmentation(Shift: 0.2), place).Sum().ShouldBe(255, 0.5);
            Changed(middle, new Augmentation(Scale: 0.3), place)[(4 * Side) + 4].ShouldBe(255, 0.1);
        }
    }

    [Fact]
    public void Crops_show_a_part_as_large_as_the_whole()
    {
        // A ramp from left to right: a crop of it is a ramp that rises more slowly and stays within its bounds.
        byte[] ramp = new byte[Side * Side];
        for (int i = 0; i < ramp.Length; i++) ramp[i] = (byte)(20 * (i % Side));
        for (int place = 0; place < 50; place++)
        {
            float[] result = Changed(ramp, new Augmentation(Crop: 0.5), place);
            float rise = result[5] - result[4];
            rise.ShouldBeInRange(9.9f, 20.1f);
            (result[0] >= -0.01f && result[Side - 1] <= 160.01f).ShouldBeTrue();
        }
    }

    [Fact]
    public void Noise_has_the_asked_deviation_and_cutout_a_grey_square()
    {
        byte[] grey = new byte[64 * 64];
        Array.Fill(grey, (byte)100);
        var noisy = new float[grey.Length];
        new ImageAugmenter(new Augmentation(Noise: 0.1), Bytes, 64, 64).Changed(grey, noisy, new RandomStream(1, 2));
        double mean = noisy.Average(), deviation = Math.Sqrt(noisy.Average(v => (v - mean) * (v - mean)));
        mean.ShouldBe(100, 2);
        deviation.ShouldBe(25.5, 1.5);

        var cut = new float[grey.Length];
        new ImageAugmenter(new Augmentation(Cutout: 0.5), Bytes, 64, 64).Changed(grey, cut, new RandomStream(1, 2));
        cut.Count(v => v == 0).ShouldBeInRange(16 * 16, 32 * 32);
        cut.Where(v => v != 0).ShouldAllBe(v => Math.Abs(v - 100) < 1e-3);
    }

    [Fact]
    public void Changes_depend_on_the_seed_and_the_picture_and_on_nothing_else()
    {
        using var folder = new Anneal.Tests.TempFolder();
        Tensor images = Tensor.From([.. Enumerable.Range(0, 40 * 16 * 16).Select(i => (byte)(i * 7919 % 251))], [40, 16, 16]);
        var source = new ArrayImages();
        source.Add("a", images, default);
        var table = new Table("a", ["image", "label"], [[.. Enumerable.Range(0, 40).Select(i => $"a/{i}")], [.. Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? "x" : "y")]], new int[40]) { Images = source };
        TableSchema schema = SchemaInference.Infer(table, TaskKind.ImageClassification, new ColumnChoice(null, []));
        int[] rows = [.. Enumerable.Range(0, 40)];
        ImagePreprocessing preprocessing = ImagePreprocessing.Fit(table, schema, rows, mostSide: 12);
        (preprocessing.Height, preprocessing.Width, preprocessing.Channels).ShouldBe((12, 12, 1));
        var augmentation = new Augmentation(Rotate: 20, Shift: 0.1, Noise: 0.1, Cutout: 0.3, Flip: true, Contrast: 0.2, Brightness: 0.1);
        var samples = new ImageSamples(table, rows, preprocessing, augmentation);
        float[] all = samples.Read(rows, new Generator(5)).ToArray();
        float[] two = samples.Read([17, 3], new Generator(5)).ToArray();
        two[..144].ShouldBe(all[(17 * 144)..(18 * 144)]);
        two[144..].ShouldBe(all[(3 * 144)..(4 * 144)]);
        samples.Read([3], new Generator(6)).ToArray().ShouldNotBe(two[144..]);
        samples.Read(rows, null).ToArray().Average().ShouldBe(0, 0.01);
    }

    [Fact]
    public void Shrinking_takes_means_and_growing_lines_between()
    {
        ImageResize.To(new Image(1, 4, 1, [0, 100, 200, 100]), 1, 4).Pixels.ShouldBe([0, 100, 200, 100]);
        ImageResize.To(new Image(4, 4, 1, [.. Enumerable.Repeat((byte)77, 16)]), 3, 2).Pixels.ShouldBe([77, 77, 77, 77, 77, 77]);

        // Pillow's Image.resize(..., Image.BILINEAR) of these: within one, as it counts in eight bits.
        byte[] ramp = [.. Enumerable.Range(0, 64).Select(i => (byte)(i * 4))];
        byte[] small = ImageResize.To(new Image(8, 8, 1, ramp), 3, 5).Pixels, large = ImageResize.To(new Image(2, 3, 1, [10, 60, 250, 0, 120, 30]), 4, 5).Pixels;
        Near(small, [37, 43, 49, 55, 61, 114, 120, 126, 132, 138, 191, 197, 203, 209, 215]);
        Near(large, [10, 30, 60, 174, 250, 8, 35, 75, 147, 195, 3, 44, 105, 93, 85, 0, 48, 120, 66, 30]);

        static void Near(byte[] found, int[] expected)
        {
            for (int i = 0; i < expected.Length; i++) ((int)found[i]).ShouldBeInRange(expected[i] - 1, expected[i] + 1, $"pixel {i}");
        }
    }

    private static byte[] Dot(int row, int column)
    {
        var pixels = new byte[Side * Side];
        pixels[(row * Side) + column] = 255;
        return pixels;
    }

    private static float[] Plain(byte[] pixels) => Array.ConvertAll(pixels, p => (float)p);

    private static float[] Changed(byte[] pixels, Augmentation augmentation, int place)
    {
        var result = new float[pixels.Length];
        new ImageAugmenter(augmentation, Bytes, Side, Side).Changed(pixels, result, new RandomStream(9, place));
        return result;
    }
}
