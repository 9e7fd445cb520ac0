using System.Text.Json;
using Anneal.Tests;

namespace Anneal.Cli.Tests;

/// <summary>Bundles of every version of the format, kept by tests/fixtures/bundles.py: they load for ever, and answer as they did when they were made.</summary>
public sealed class ReleasedBundleTests : IDisposable
{
    private readonly Shell shell = new();

    public static TheoryData<string> Bundles =>
        [.. Directory.GetDirectories(TestData.Fixture("bundles")).SelectMany(Directory.GetDirectories).Select(folder => Path.GetRelativePath(TestData.Fixture("bundles"), folder).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public void Dispose() => shell.Dispose();

    [Theory]
    [MemberData(nameof(Bundles))]
    public void A_bundle_of_this_version_answers_as_it_did(string name)
    {
        string bundle = TestData.Fixture("bundles", name);
        using JsonDocument kept = JsonDocument.Parse(File.ReadAllText(Path.Combine(bundle, "expected.json")));
        kept.RootElement.GetArrayLength().ShouldBeGreaterThan(0);
        foreach (JsonElement one in kept.RootElement.EnumerateArray())
        {
            JsonElement asked = one.GetProperty("asked"), answer = one.GetProperty("answer");
            if (asked.ValueKind == JsonValueKind.String)
            {
                shell.Run("generate", bundle, asked.GetString()!, "--temperature", "0", "--max-tokens", "40").ShouldBe(0, shell.Error);
                shell.Output.ShouldBe(answer.GetString());
                continue;
            }

            shell.Run("predict", bundle, "--row", asked.GetRawText(), "--json").ShouldBe(0, shell.Error);
            using JsonDocument told = JsonDocument.Parse(shell.Output);
            ShouldAgree(told.RootElement, answer, name);
            shell.Run("predict", bundle, "--row", asked.GetRawText()).ShouldBe(0, shell.Error);
            shell.Output.ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void Every_version_there_has_been_is_kept() =>
        Directory.GetDirectories(TestData.Fixture("bundles")).Select(Path.GetFileName).ShouldBe([.. Enumerable.Range(1, Workflow.Bundles.BundleConfig.CurrentVersion).Select(version => $"v{version}")], ignoreOrder: true);

    /// <summary>The same texts, and numbers that differ by no more than another processor's rounding.</summary>
    private static void ShouldAgree(JsonElement told, JsonElement kept, string at)
    {
        told.ValueKind.ShouldBe(kept.ValueKind, at);
        switch (kept.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty field in kept.EnumerateObject()) ShouldAgree(told.GetProperty(field.Name), field.Value, $"{at}.{field.Name}");
                break;
            case JsonValueKind.Array:
                told.GetArrayLength().ShouldBe(kept.GetArrayLength(), at);
                for (int i = 0; i < kept.GetArrayLength(); i++) ShouldAgree(told[i], kept[i], $"{at}[{i}]");
                break;
            case JsonValueKind.Number:
                told.GetDouble().ShouldBe(kept.GetDouble(), 1e-4 * Math.Max(1, Math.Abs(kept.GetDouble())), at);
                break;
            default:
                told.ToString().ShouldBe(kept.ToString(), at);
                break;
        }
    }
}
