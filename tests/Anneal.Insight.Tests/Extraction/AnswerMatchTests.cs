using Anneal.Insight.Extraction;

namespace Anneal.Insight.Tests.Extraction;

public sealed class AnswerMatchTests
{
    /// <summary>Counted by hand after the published scripts of CMRC 2018 and SQuAD 1.1.</summary>
    [Theory]
    [InlineData("《战国无双3》", "战国无双3", 1, 1)]
    [InlineData("光荣和ω-force", "光荣和ω-force", 1, 1)]
    [InlineData("在北京大学", "北京大学", 0, 8.0 / 9)]
    [InlineData("北京的大学", "北京大学", 0, 4.0 / 9)]
    [InlineData("上海", "北京大学", 0, 0)]
    [InlineData("1998年", "1998 年", 0, 1)]
    [InlineData("the Cat", "a cat!", 1, 1)]
    [InlineData("cat the black", "black cat", 0, 1)]
    [InlineData("in the old house", "old house", 0, 0.8)]
    [InlineData("house house", "house", 0, 2.0 / 3)]
    [InlineData("", "house", 0, 0)]
    [InlineData("well-known", "wellknown", 1, 1)]
    public void As_CMRC_and_SQuAD_count(string told, string right, double exact, double f1)
    {
        AnswerMatch.Exact(told, [right]).ShouldBe(exact);
        AnswerMatch.F1(told, [right]).ShouldBe(f1, 1e-12);
    }

    [Fact]
    public void The_nearest_of_several_counts()
    {
        AnswerMatch.Exact("南京", ["北京", "南京"]).ShouldBe(1);
        AnswerMatch.F1("南京市", ["北京", "南京"]).ShouldBe(0.8, 1e-12);
    }
}
