using Anneal.Data.Messages;
using Anneal.Insight.Report;

namespace Anneal.Insight.Tests.Report;

public sealed class ModelCardTests
{
    [Fact]
    public void A_card_has_its_chapters_in_both_languages()
    {
        Headings(ModelCard.Write(MadeReport.TwoClasses(), Language.English)).ShouldBe(["# income", "## What it is", "## Intended use", "## Data", "## How good it is", "## Limits", "## Doing it again"]);
        Headings(ModelCard.Write(MadeReport.Numbers(), Language.Chinese)).ShouldBe(["# price", "## 模型概况", "## 适用范围", "## 数据", "## 效果", "## 局限", "## 复现"]);
    }

    [Fact]
    public void A_Chinese_card_has_Chinese_punctuation()
    {
        string card = ModelCard.Write(MadeReport.TwoClasses(), Language.Chinese);
        card.ShouldContain("- **任务**：");
        card.ShouldNotContain("**: ");
        card.ShouldNotContain(" (总体");
        ModelCard.Write(MadeReport.TwoClasses(), Language.English).ShouldContain("- **Task**: ");
    }

    [Fact]
    public void Names_never_become_markup()
    {
        string card = ModelCard.Write(MadeReport.TwoClasses(MadeReport.Hostile, MadeReport.Hostile + "2", MadeReport.Hostile), Language.English);
        Headings(card).Length.ShouldBe(7);
        card.ShouldNotContain("<script");
        card.ShouldNotContain("<img");
        card.ShouldNotContain("[x](");
        card.ShouldNotContain("\0");
    }

    private static string[] Headings(string card) => [.. card.Split('\n').Where(line => line.StartsWith('#'))];
}
