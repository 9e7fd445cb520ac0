using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Anneal.Data.Messages;
using Anneal.Data.Sources;
using Anneal.Data.Tables;
using Anneal.Tests;

namespace Anneal.Data.Tests;

public sealed class ArchiveSourceTests : IDisposable
{
    private const string Csv = "a,b\n1,x\n2,y\n";

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_only_table_of_a_zip_is_found()
    {
        string path = Zip(("data/table.csv", Csv), ("readme.txt", "about"), ("__MACOSX/._table.csv", "x"), ("picture.png", "x"));
        Table table = Read(path);
        table.Column(1).ShouldBe(["x", "y"]);
        table.PlaceOf(1).ShouldBe(new Place("t.zip/data/table.csv", 3));
    }

    [Fact]
    public void One_of_several_tables_must_be_named()
    {
        string path = Zip(("a.csv", Csv), ("b.csv", "c\n3\n4\n"));
        Should.Throw<UserErrorException>(() => Read(path)).Reason.English.ShouldBe("the archive holds several tables: a.csv, b.csv");
        TableSource.Read(new SourceChoice(path) { Member = "b.csv" }).Names.ShouldBe(["c"]);
        Should.Throw<UserErrorException>(() => TableSource.Read(new SourceChoice(path) { Member = "bb.csv" })).WayOut.English.ShouldStartWith("did you mean");
        Should.Throw<UserErrorException>(() => Read(Zip(("a.png", "x")))).Reason.English.ShouldBe("the archive holds no table");
    }

    [Theory]
    [InlineData("../table.csv")]
    [InlineData("/etc/table.csv")]
    [InlineData("a/../../table.csv")]
    [InlineData("c:\\table.csv")]
    public void Paths_that_lead_out_are_refused(string name) =>
        Should.Throw<UserErrorException>(() => Read(Zip((name, Csv)))).Reason.English.ShouldContain("leads out of it");

    [Fact]
    public void A_bomb_is_refused_before_it_fills_anything()
    {
        string path = Path.Combine(folder.Path, "bomb.zip");
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using Stream entry = zip.CreateEntry("table.csv", CompressionLevel.SmallestSize).Open();
            byte[] block = new byte[1 << 20];
            block.AsSpan().Fill((byte)'\n');
            for (int i = 0; i < 200; i++) entry.Write(block);
        }

        Should.Throw<UserErrorException>(() => Read(path)).Reason.English.ShouldContain("times its size");
    }

    [Fact]
    public void Tars_and_single_files_packed_by_gzip_are_read()
    {
        string path = Path.Combine(folder.Path, "t.tar.gz");
        using (GZipStream gzip = new(File.Create(path), CompressionLevel.Fastest))
        using (TarWriter tar = new(gzip))
        {
            Write(tar, "notes.md", "about");
            Write(tar, "data/table.csv", Csv);
        }

        Read(path).Column(0).ShouldBe(["1", "2"]);

        path = Path.Combine(folder.Path, "table.csv.gz");
        using (GZipStream gzip = new(File.Create(path), CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(Csv));
        Read(path).Column(0).ShouldBe(["1", "2"]);

        static void Write(TarWriter tar, string name, string text) =>
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
    }

    [Fact]
    public void Broken_archives_are_the_users_errors()
    {
        string rows = string.Concat(Enumerable.Range(0, 500).Select(i => $"{i},{i % 7}\n"));
        MemoryStream tarred = new();
        using (TarWriter tar = new(tarred, leaveOpen: true))
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "table.csv") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(rows)), ModificationTime = DateTimeOffset.UnixEpoch });
        byte[][] files = [File.ReadAllBytes(Zip(("table.csv", rows))), tarred.ToArray()];
        int count = int.TryParse(Environment.GetEnvironmentVariable("ANNEAL_FUZZ"), out int given) ? given : 600;
        for (int seed = 0; seed < count; seed++)
        {
            string path = folder.Write(seed % 2 == 0 ? "broken.zip" : "broken.tar", Mutation.Of(files[seed % 2], new Random(seed)));
            try
            {
                Read(path);
            }
            catch (UserErrorException)
            {
                // This is what broken files should lead to.
            }
        }
    }

    private static Table Read(string path) => TableSource.Read(new SourceChoice(path, Path.GetFileName(path)));

    private string Zip(params (string Name, string Text)[] members)
    {
        string path = Path.Combine(folder.Path, "t.zip");
        File.Delete(path);
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach ((string name, string text) in members)
        {
            using Stream entry = zip.CreateEntry(name).Open();
            entry.Write(Encoding.UTF8.GetBytes(text));
        }

        return path;
    }
}
