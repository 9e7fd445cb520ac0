using Anneal.Data.Messages;

namespace Anneal.Data.Tests;

public sealed class NearestNameTests
{
    private static readonly string[] Names = ["source", "columns", "split", "batch-size", "Income", "年龄"];

    [Theory]
    [InlineData("sourse", "source")]
    [InlineData("suorce", "source")]
    [InlineData("batch_size", "batch-size")]
    [InlineData("BatchSize", "batch-size")]
    [InlineData("income", "Income")]
    [InlineData("col", "columns")]
    [InlineData("年令", "年龄")]
    [InlineData("weather", null)]
    [InlineData("", null)]
    public void Finds_what_was_probably_meant(string written, string? expected) => NearestName.Find(written, Names).ShouldBe(expected);

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "acb", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    public void Counts_edits(string a, string b, int distance) => NearestName.Distance(a, b).ShouldBe(distance);
}
