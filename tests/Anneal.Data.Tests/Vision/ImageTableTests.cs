using System.Formats.Tar;
using System.IO.Compression;
using Anneal.Data.Messages;
using Anneal.Data.Sources;
using Anneal.Data.Splits;
using Anneal.Data.Tables;
using Anneal.Data.Vision;
using Anneal.Data.Vision.Sources;
using Anneal.Formats;
using Anneal.Tensors;
using Anneal.Tests;

namespace Anneal.Data.Tests.Vision;

public sealed class ImageTableTests : IDisposable
{
    private static readonly string[] Names = ["cats/1.png", "cats/2.jpg", "dogs/1.bmp"];

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Each_folder_is_a_class()
    {
        foreach (string name in Names) Write(Path.Combine(folder.Path, name), Picture(name));
        folder.Write("notes.txt", "not a picture");
        Table table = ImageTable.Read(folder.Path);
        table.Names.ShouldBe(["image", "label"]);
        table.Column(0).ShouldBe(Names);
        table.Column(1).ShouldBe(["cats", "cats", "dogs"]);
        table.Images!.Read("cats/1.png").Width.ShouldBe(11);
        table.Images.Read("dogs/1.bmp").Width.ShouldBe(13);
        ImageTable.Recognises(folder.Path).ShouldBeTrue();
        table.Parts.ShouldBeNull();

        // The same by a table that names them, from its own folder.
        Table named = ImageTable.Read(new SourceChoice(folder.Write("photos.csv", "file,animal\ncats/1.png,cat\ndogs/1.bmp,dog\n")));
        named.Images!.Read(named.Column(0)[1]!).Width.ShouldBe(13);
        named.Images.FileOf("cats/1.png").ShouldBe(Path.Combine(folder.Path, "cats/1.png"));
    }

    [Fact]
    public void Rows_bring_pictures_along_and_paths_only_where_they_may()
    {
        byte[] bytes = Picture("1.png");
        var server = new GivenImages(null);
        server.Read("data:image/png;base64," + Convert.ToBase64String(bytes)).Width.ShouldBe(11);
        string path = folder.Write("cat.png", bytes);
        Should.Throw<UserErrorException>(() => server.Read(path)).WayOut.English.ShouldContain("base64");
        new GivenImages("").Read(path).Width.ShouldBe(11);
        foreach (string bad in (string[])["data:", "data:image/png,abc", "data:image/png;base64,###", "data:image/png;base64,aGVsbG8="])
            Should.Throw<UserErrorException>(() => server.Read(bad)).Reason.Chinese.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void Folders_of_parts_are_told_from_classes()
    {
        foreach (string name in (string[])["train/cats/1.png", "train/test/2.png", "val/cats/1.png", "test/test/9.png"]) Write(Path.Combine(folder.Path, name), Picture(name));
        Table table = ImageTable.Read(folder.Path);
        table.Column(0).ShouldBe(["test/test/9.png", "train/cats/1.png", "train/test/2.png", "val/cats/1.png"]);
        table.Column(1).ShouldBe(["test", "cats", "test", "cats"]);
        table.Parts.ShouldBe([SplitPart.Test, SplitPart.Train, SplitPart.Train, SplitPart.Valid]);
    }

    [Theory]
    [InlineData("photos.zip")]
    [InlineData("photos.tar")]
    [InlineData("photos.tar.gz")]
    public void Archives_are_read_without_unpacking(string file)
    {
        string path = Path.Combine(folder.Path, file);
        Pack(path, [.. Names.Select(n => "photos/" + n), "__MACOSX/photos/cats/._1.png", "photos/README.md"]);
        Table table = ImageTable.Read(path);
        table.Column(0).ShouldBe([.. Names.Select(n => "photos/" + n)]);
        table.Column(1).ShouldBe(["cats", "cats", "dogs"]);
        table.Images!.Read("photos/cats/2.jpg").Height.ShouldBe(48);
    }

    [Theory]
    [InlineData("../cat.png")]
    [InlineData("/etc/cat.png")]
    [InlineData("cats\\..\\1.png")]
    public void Names_that_lead_out_of_an_archive_are_refused(string name)
    {
        string path = Path.Combine(folder.Path, "bad.zip");
        Pack(path, ["cats/1.png", name]);
        Should.Throw<UserErrorException>(() => ImageTable.Read(path, "bad.zip")).Place!.Value.File.ShouldBe("bad.zip");
    }

    [Fact]
    public void Broken_archives_are_named()
    {
        string[] endings = ["zip", "tar.gz", "tar"];
        byte[][] files = Array.ConvertAll(endings, ending =>
        {
            string path = Path.Combine(folder.Path, $"good.{ending}");
            Pack(path, Names);
            return File.ReadAllBytes(path);
        });
        int count = int.TryParse(Environment.GetEnvironmentVariable("ANNEAL_FUZZ"), out int given) ? given : 600;
        for (int seed = 0; seed < count; seed++)
        {
            string broken = folder.Write($"broken.{endings[seed % 3]}", Mutation.Of(files[seed % 3], new Random(seed)));
            try
            {
                Table table = ImageTable.Read(broken);
                foreach (string? reference in table.Column(0)) table.Images!.Read(reference!);
            }
            catch (UserErrorException e)
            {
                e.Reason.Chinese.ShouldNotBeNullOrEmpty();
            }
        }
    }

    [Fact]
    public void Idx_files_come_in_pairs_and_t10k_is_the_test_part()
    {
        folder.Write("train-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6]);
        folder.Write("train-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 2, 7, 9]);
        folder.Write("t10k-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 3, 7, 8, 9]);
        folder.Write("t10k-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 1, 5]);
        Table table = ImageTable.Read(folder.Path);
        table.Column(0).ShouldBe(["train/0", "train/1", "test/0"]);
        table.Column(1).ShouldBe(["7", "9", "5"]);
        table.Parts.ShouldBe([SplitPart.Train, SplitPart.Train, SplitPart.Test]);
        table.Images!.Read("train/1").Pixels.ShouldBe([4, 5, 6]);
        table.Images.Read("test/0").Pixels.ShouldBe([7, 8, 9]);
        Should.Throw<UserErrorException>(() => table.Images.Read("test/1"));
        Should.Throw<UserErrorException>(() => table.Images.Read("other/0"));

        File.Delete(Path.Combine(folder.Path, "t10k-labels-idx1-ubyte"));
        Should.Throw<UserErrorException>(() => ImageTable.Read(folder.Path)).Reason.English.ShouldContain("t10k-labels-idx1-ubyte");
    }

    [Fact]
    public void Arrays_come_in_pairs()
    {
        Tensor images = Tensor.From((byte[])[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [2, 1, 2, 3]), labels = Tensor.From([1L, 0], [2]);
        NumPy.Save(Path.Combine(folder.Path, "train_images.npy"), images);
        NumPy.Save(Path.Combine(folder.Path, "train_labels.npy"), labels);
        Table table = ImageTable.Read(folder.Path);
        table.Column(1).ShouldBe(["1", "0"]);
        Image second = table.Images!.Read(table.Column(0)[1]!);
        (second.Height, second.Width, second.Channels).ShouldBe((1, 2, 3));
        second.Pixels.ShouldBe([7, 8, 9, 10, 11, 12]);

        string archive = Path.Combine(folder.Path, "mnist.npz");
        NumPy.SaveArchive(archive, new Dictionary<string, Tensor>
        {
            ["x_train"] = Tensor.From([0f, 0.5f, 1, 0], [2, 1, 2]), ["y_train"] = labels, ["x_test"] = Tensor.From([1f, 1], [1, 1, 2]), ["y_test"] = Tensor.From([3L], [1]),
        });
        table = ImageTable.Read(archive);
        table.Parts.ShouldBe([SplitPart.Train, SplitPart.Train, SplitPart.Test]);
        table.Images!.Read(table.Column(0)[0]!).Pixels.ShouldBe([0, 128]);

        NumPy.SaveArchive(archive, new Dictionary<string, Tensor> { ["images"] = Tensor.Full([2, 1, 2], 300), ["labels"] = labels });
        Should.Throw<UserErrorException>(() => ImageTable.Read(archive)).Reason.English.ShouldContain("300");
        NumPy.SaveArchive(archive, new Dictionary<string, Tensor> { ["images"] = Tensor.Full([3, 1, 2], 1), ["labels"] = labels });
        Should.Throw<UserErrorException>(() => ImageTable.Read(archive)).Reason.English.ShouldContain("3 pictures and 2 labels");
    }

    [Fact]
    public void A_source_without_pictures_or_classes_is_named()
    {
        Should.Throw<UserErrorException>(() => ImageTable.Read(folder.Path, "photos")).Reason.English.ShouldContain("photos");
        Write(Path.Combine(folder.Path, "1.png"), Picture("1.png"));
        Should.Throw<UserErrorException>(() => ImageTable.Read(folder.Path, "photos")).Reason.English.ShouldContain("1.png");
        Should.Throw<UserErrorException>(() => ImageTable.Read(Path.Combine(folder.Path, "none"))).Reason.English.ShouldContain("none");
    }

    private static byte[] Picture(string name) => File.ReadAllBytes(Path.Combine(TestData.Fixture("images"), Path.GetExtension(name) switch
    {
        ".jpg" => "even.jpg",
        ".bmp" => "rgb24.bmp",
        _ => "rgb8.png",
    }));

    private static void Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    private static void Pack(string path, string[] names)
    {
        using FileStream file = File.Create(path);
        if (path.EndsWith(".zip", StringComparison.Ordinal))
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Create);
            foreach (string name in names)
            {
                ZipArchiveEntry added = zip.CreateEntry(name);
                added.LastWriteTime = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using Stream entry = added.Open();
                entry.Write(Picture(name));
            }
            return;
        }
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
        using var tar = new TarWriter(stream);
        foreach (string name in names) tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Picture(name)), ModificationTime = DateTimeOffset.UnixEpoch });
    }
}
