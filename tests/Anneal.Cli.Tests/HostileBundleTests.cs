using System.Text.Json;
using Anneal.Tests;

namespace Anneal.Cli.Tests;

/// <summary>Damages one file of a good bundle in seeded ways; asking it must answer or be refused. ANNEAL_FUZZ sets how often.</summary>
public sealed class HostileBundleTests : IDisposable
{
    private readonly Shell shell = new();
    private readonly TempFolder folder = new();

    public static TheoryData<string> Bundles => ReleasedBundleTests.Bundles;

    public void Dispose()
    {
        folder.Dispose();
        shell.Dispose();
    }

    [Theory]
    [MemberData(nameof(Bundles))]
    public void A_damaged_bundle_answers_or_is_refused(string name)
    {
        string good = TestData.Fixture("bundles", name);
        using JsonDocument kept = JsonDocument.Parse(File.ReadAllText(Path.Combine(good, "expected.json")));
        JsonElement asked = kept.RootElement[0].GetProperty("asked");
        string[] files = [.. Directory.GetFiles(good).Where(file => Path.GetFileName(file) != "expected.json").Order(StringComparer.Ordinal)];
        int count = int.TryParse(Environment.GetEnvironmentVariable("ANNEAL_FUZZ"), out int given) ? given : 40;
        for (int seed = 0; seed < count; seed++)
        {
            // Weights stay mapped for a while: each try has a folder of its own.
            string bundle = Directory.CreateDirectory(Path.Combine(folder.Path, $"{seed}")).FullName, file = files[seed % files.Length];
            foreach (string other in files) File.WriteAllBytes(Path.Combine(bundle, Path.GetFileName(other)), other == file ? Mutation.Of(File.ReadAllBytes(file), new Random(seed)) : File.ReadAllBytes(other));
            long before = GC.GetAllocatedBytesForCurrentThread();
            int code = asked.ValueKind == JsonValueKind.String
                ? shell.Run("generate", bundle, asked.GetString()!, "--temperature", "0", "--max-tokens", "4")
                : shell.Run("predict", bundle, "--row", asked.GetRawText(), "--json");
            code.ShouldBeOneOf([0, 2], $"mutation {seed}, of {Path.GetFileName(file)}: {shell.Error}");
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(200_000_000, $"mutation {seed}, of {Path.GetFileName(file)}");
        }
    }
}
