using System.IO.Compression;
using Anneal.Data.Sources;
using Anneal.Data.Tables;
using Anneal.Tests;

namespace Anneal.Data.Tests.Text;

/// <summary>The Chinese reviews beside the repository; tests that ask for them are skipped where they aren't there.</summary>
internal static class Reviews
{
    /// <summary>5,000 of waimai_10k and about as many of online_shopping_10_cats, as tests/fixtures/segmentation.py picks them.</summary>
    public static List<string> TenThousand()
    {
        List<string> waimai = Column(CsvSource.Read(TestData.Shared("data", "zh-sentiment", "waimai_10k.csv"), "waimai_10k.csv"), "review");
        using TempFolder folder = new();
        using (ZipArchive zip = ZipFile.OpenRead(TestData.Shared("data", "zh-sentiment", "online_shopping_10_cats.zip")))
            zip.Entries[0].ExtractToFile(Path.Combine(folder.Path, "shop.csv"));
        List<string> shop = Column(CsvSource.Read(Path.Combine(folder.Path, "shop.csv"), "shop.csv"), "review");
        int step = shop.Count / 5000;
        return [.. waimai.Take(5000), .. Enumerable.Range(0, 5000).Select(i => shop[i * step])];
    }

    private static List<string> Column(Table table, string name) => [.. table.Column(table.IndexOf(name)).Select(cell => cell ?? "")];
}
