using System.Globalization;
using System.IO.Compression;
using System.Text;
using Anneal.Data.Messages;
using Anneal.Data.Sources;
using Anneal.Data.Tables;
using Anneal.Formats;
using Anneal.Tensors;
using Anneal.Tests;
using Microsoft.Data.Sqlite;

namespace Anneal.Data.Tests;

/// <summary>Damages good tables of every format in seeded ways; each must be read or refused with the file's name. ANNEAL_FUZZ sets how often.</summary>
public sealed class HostileTablesTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("csv")]
    [InlineData("gb.csv")]
    [InlineData("tsv")]
    [InlineData("jsonl")]
    [InlineData("json")]
    [InlineData("npy")]
    [InlineData("sqlite")]
    [InlineData("xlsx")]
    public void Damaged_tables_are_read_or_refused(string ending)
    {
        byte[] good = Good(ending);
        Read(folder.Write($"good.{ending}", good)).RowCount.ShouldBeGreaterThan(1);
        int count = int.TryParse(Environment.GetEnvironmentVariable("ANNEAL_FUZZ"), out int given) ? given : 300;
        for (int seed = 0; seed < count; seed++)
        {
            Random random = new(seed);
            string path = folder.Write($"broken.{ending}", ending == "xlsx" && seed % 2 == 0 ? WithDamagedPart(good, random) : Mutation.Of(good, random));
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Read(path);
            }
            catch (UserErrorException e)
            {
                e.Reason.Chinese.ShouldNotBeNullOrEmpty();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Mutation {seed} was answered with {e.GetType().Name}: {e.Message}", e);
            }

            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100_000_000, $"mutation {seed}");
        }
    }

    [Theory]
    [InlineData("""{"a": "\ud800"}""")]
    [InlineData("""{"\udc00": 1}""")]
    [InlineData("""{"a": ["\ud83d", "x"]}""")]
    public void Half_a_character_in_json_is_told_with_its_line(string row)
    {
        UserErrorException error = Should.Throw<UserErrorException>(() => Read(folder.Write("t.jsonl", "{\"a\": \"x\"}\n" + row + "\n")));
        error.Place!.Value.Line.ShouldBe(2);
        error.Place.Value.Column.ShouldBeGreaterThan(1);
        error.Reason.English.ShouldContain("within a character");
        Should.Throw<UserErrorException>(() => Read(folder.Write("t.json", $"[{row}]")));
    }

    private static Table Read(string path) => TableSource.Read(new SourceChoice(path, Path.GetFileName(path)));

    private byte[] Good(string ending)
    {
        string[] rows = [.. Enumerable.Range(0, 40).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i},\"上海, {i % 3}\",{i * 0.5},2024-01-{(i % 28) + 1:00}"))];
        string csv = "id,town,price,day\n" + string.Join('\n', rows) + "\n";
        string[] objects = [.. Enumerable.Range(0, 40).Select(i => $$$"""{"id": {{{i}}}, "at": {"town": "上海", "zip": [1, {{{i}}}]}, "ok": {{{(i % 2 == 0 ? "true" : "null")}}}}""")];
        switch (ending)
        {
            case "csv": return Encoding.UTF8.GetBytes(csv);
            case "gb.csv":
                Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
                return Encoding.GetEncoding("GB18030").GetBytes(csv);
            case "tsv": return Encoding.UTF8.GetBytes(csv.Replace("\"", "", StringComparison.Ordinal).Replace(", ", " ", StringComparison.Ordinal).Replace(',', '\t'));
            case "jsonl": return Encoding.UTF8.GetBytes(string.Join('\n', objects));
            case "json": return Encoding.UTF8.GetBytes($"[{string.Join(",\n", objects)}]");
            case "xlsx": return File.ReadAllBytes(TestData.Fixture("tables", "orders.xlsx"));
            case "npy":
                string matrix = Path.Combine(folder.Path, "matrix.npy");
                NumPy.Save(matrix, Tensor.Arange(60).Reshape(20, 3));
                return File.ReadAllBytes(matrix);
            default:
                string database = Path.Combine(folder.Path, "good.db");
                using (SqliteConnection connection = new($"Data Source={database};Pooling=False"))
                {
                    connection.Open();
                    using SqliteCommand command = connection.CreateCommand();
                    command.CommandText = "create table t (id integer primary key, town text, price real, photo blob);"
                        + string.Concat(Enumerable.Range(0, 40).Select(i => $"insert into t values ({i}, '上海 {i}', {i}.5, null);"));
                    command.ExecuteNonQuery();
                }

                return File.ReadAllBytes(database);
        }
    }

    /// <summary>A workbook is a zip of XML: what is damaged inside of it still unpacks.</summary>
    private static byte[] WithDamagedPart(byte[] workbook, Random random)
    {
        MemoryStream damaged = new();
        using (ZipArchive from = new(new MemoryStream(workbook)), to = new(damaged, ZipArchiveMode.Create, leaveOpen: true))
        {
            int which = random.Next(from.Entries.Count);
            for (int i = 0; i < from.Entries.Count; i++)
            {
                MemoryStream part = new();
                using (Stream content = from.Entries[i].Open()) content.CopyTo(part);
                using Stream entry = to.CreateEntry(from.Entries[i].FullName, CompressionLevel.NoCompression).Open();
                entry.Write(i == which ? Mutation.Of(part.ToArray(), random) : part.ToArray());
            }
        }

        return damaged.ToArray();
    }
}
