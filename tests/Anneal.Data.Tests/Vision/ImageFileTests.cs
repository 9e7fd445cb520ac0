using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Data.Vision;
using Anneal.Data.Vision.Png;
using Anneal.Tests;

namespace Anneal.Data.Tests.Vision;

public sealed class ImageFileTests
{
    private static readonly string Folder = TestData.Fixture("images");

    public static TheoryData<string, int[], string> Expected()
    {
        var cases = new TheoryData<string, int[], string>();
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "expected.json")));
        foreach (JsonElement entry in json.RootElement.EnumerateArray())
            cases.Add(entry.GetProperty("file").GetString()!, [.. entry.GetProperty("shape").EnumerateArray().Select(d => d.GetInt32())], entry.GetProperty("sha256").GetString()!);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Expected))]
    public void Pixels_are_those_that_other_decoders_see(string file, int[] shape, string hash)
    {
        Image image = ImageFile.Read(Path.Combine(Folder, file));
        int[] found = [image.Height, image.Width, image.Channels];
        found.ShouldBe(shape);
        Convert.ToHexStringLower(SHA256.HashData(image.Pixels)).ShouldBe(hash);
    }

    [Fact]
    public void Photographs_are_decoded_as_libjpeg_does()
    {
        using var tar = new TarReader(new GZipStream(File.OpenRead(TestData.Shared("data", "sdnet2018-mini", "sdnet2018-mini.tar.gz")), CompressionMode.Decompress));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int count = 0;
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)) continue;
            var bytes = new MemoryStream();
            entry.DataStream!.CopyTo(bytes);
            hash.AppendData(ImageFile.Decode(bytes.ToArray(), entry.Name).Pixels);
            count++;
        }
        count.ShouldBe(400);
        Convert.ToHexStringLower(hash.GetHashAndReset()).ShouldBe("df022922a5bde88f7e2feeaf51c60b5df8bf847c4902eb0d615b0e4efb3dd64c");
    }

    [Fact]
    public void Inks_of_a_printer_are_refused_by_name()
    {
        UserErrorException mistake = Should.Throw<UserErrorException>(() => ImageFile.Read(Path.Combine(Folder, "cmyk.jpg"), "cmyk.jpg"));
        mistake.Reason.English.ShouldContain("CMYK");
        mistake.Reason.Chinese.ShouldContain("CMYK");
        mistake.Place!.Value.File.ShouldBe("cmyk.jpg");
    }

    [Theory]
    [InlineData("rgb8.png")]
    [InlineData("even.jpg")]
    [InlineData("even_progressive.jpg")]
    [InlineData("restart.jpg")]
    [InlineData("rgb24.bmp")]
    [InlineData("runs8.bmp")]
    public void A_picture_cut_short_is_named(string file)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(Folder, file));
        foreach (double share in (ReadOnlySpan<double>)[0, 0.1, 0.5, 0.9])
        {
            UserErrorException mistake = Should.Throw<UserErrorException>(() => ImageFile.Decode(bytes[..(int)(share * bytes.Length)], "photo"));
            mistake.Place!.Value.File.ShouldBe("photo");
            mistake.Reason.Chinese.ShouldNotBeNullOrEmpty();
            mistake.WayOut.English.ShouldNotBeNullOrEmpty();
        }
    }

    [Fact]
    public void A_file_that_is_no_picture_is_named_with_the_reason()
    {
        Should.Throw<UserErrorException>(() => ImageFile.Decode("a,b\n1,2\n"u8.ToArray(), "table.csv")).Reason.English.ShouldContain("PNG, JPEG or BMP");
        Should.Throw<UserErrorException>(() => ImageFile.Decode([], "nothing.png")).Reason.English.ShouldContain("empty");
        Should.Throw<UserErrorException>(() => ImageFile.Read("/no/such/cat.png")).Reason.English.ShouldContain("cat.png");
    }

    [Fact]
    public void Sizes_that_no_file_holds_cost_no_memory()
    {
        byte[] png = File.ReadAllBytes(Path.Combine(Folder, "rgb8.png")), jpeg = File.ReadAllBytes(Path.Combine(Folder, "even.jpg")), bmp = File.ReadAllBytes(Path.Combine(Folder, "rgb24.bmp"));
        new byte[] { 0, 1, 0, 0, 0, 1, 0, 0 }.CopyTo(png, 16); // 65,536 x 65,536
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc(png.AsSpan(12, 17)));
        int frame = jpeg.AsSpan().IndexOf((byte[])[0xFF, 0xC0]);
        new byte[] { 0xFF, 0xFF, 0xFF, 0xFF }.CopyTo(jpeg, frame + 5);
        new byte[] { 0, 0, 1, 0, 0, 0, 1, 0 }.CopyTo(bmp, 18);
        foreach (byte[] file in (byte[][])[png, jpeg, bmp])
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Should.Throw<UserErrorException>(() => ImageFile.Decode(file, "huge")).Reason.English.ShouldContain("pixels");
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
        }
    }

    [Fact]
    public void Grey_and_colour_become_each_other_and_glass_lies_on_white()
    {
        var image = new Image(1, 2, 4, [255, 0, 0, 255, 0, 0, 0, 0]);
        image.To(3).Pixels.ShouldBe([255, 0, 0, 255, 255, 255]);
        image.To(1).Pixels.ShouldBe([76, 255]);
        new Image(1, 1, 2, [0, 128]).To(3).Pixels.ShouldBe([127, 127, 127]);
        new Image(1, 1, 1, [9]).To(3).Pixels.ShouldBe([9, 9, 9]);
    }

    /// <summary>Damages good files in seeded ways; each must be read or refused. ANNEAL_FUZZ sets how often.</summary>
    [Fact]
    public void Damaged_files_are_read_or_refused()
    {
        byte[][] files = [.. Directory.GetFiles(Folder).Where(f => !f.EndsWith(".json", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        int count = int.TryParse(Environment.GetEnvironmentVariable("ANNEAL_FUZZ"), out int given) ? given : 10_000;
        for (int seed = 0; seed < count; seed++)
        {
            byte[] damaged = Mutation.Of(files[seed % files.Length], new Random(seed));
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                ImageFile.Decode(damaged, "damaged");
            }
            catch (UserErrorException e) when (e.Place is { File: "damaged" })
            {
                // Refused, as it should be.
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Mutation {seed} of file {seed % files.Length} was answered with {e.GetType().Name}: {e.Message}", e);
            }
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100_000_000, $"mutation {seed}");
        }
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
        }
        return ~crc;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_picture_written_as_png_reads_back(int channels)
    {
        byte[] pixels = new byte[5 * 7 * channels];
        new Random(channels).NextBytes(pixels);
        Image back = ImageFile.Decode(PngEncoder.Encode(new Image(5, 7, channels, pixels)), "made.png");
        (back.Height, back.Width, back.Channels).ShouldBe((5, 7, channels));
        back.Pixels.ShouldBe(pixels);
    }
}
