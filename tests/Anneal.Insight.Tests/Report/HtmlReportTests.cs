using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Anneal.Data.Messages;
using Anneal.Insight.Report;

namespace Anneal.Insight.Tests.Report;

public sealed class HtmlReportTests
{
    public static TheoryData<string> Kinds => ["classes", "labels", "numbers"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_report_has_its_chapters_in_order_and_stands_alone(string kind)
    {
        foreach (Language language in Enum.GetValues<Language>())
        {
            IHtmlDocument page = Parse(Of(kind), language);
            page.QuerySelectorAll("section").Select(section => section.Id).ShouldBe(["verdict", "data", "compared", "numbers", "pictures", "weak", "wrong", "use", "made", "glossary"]);
            page.QuerySelectorAll("nav a").Select(link => link.GetAttribute("href")).ShouldAllBe(target => page.QuerySelector(target!) != null);
            page.QuerySelectorAll("script, link, img, iframe, object").ShouldBeEmpty();
            page.QuerySelectorAll("*").SelectMany(element => element.Attributes).ShouldAllBe(attribute => !attribute.Name.StartsWith("on") && attribute.Name != "src");
            page.DocumentElement.GetAttribute("lang").ShouldBe(language == Language.Chinese ? "zh-CN" : "en");
            page.QuerySelectorAll("section").ShouldAllBe(section => section.TextContent.Trim().Length > 10);
            page.QuerySelectorAll("svg > title").Length.ShouldBe(page.QuerySelectorAll("svg").Length);
        }
    }

    [Fact]
    public void The_pictures_fit_the_kind_of_label()
    {
        Pictures(MadeReport.TwoClasses()).ShouldBe(8);
        Pictures(MadeReport.ManyLabels()).ShouldBe(5);
        Pictures(MadeReport.Numbers()).ShouldBe(6);
    }

    [Fact]
    public void Names_and_cells_never_break_out()
    {
        IHtmlDocument usual = Parse(MadeReport.TwoClasses(), Language.English);
        IHtmlDocument hostile = Parse(MadeReport.TwoClasses(MadeReport.Hostile, MadeReport.Hostile + "2", MadeReport.Hostile, MadeReport.Hostile), Language.English);
        hostile.QuerySelectorAll("script, img, b b, section section").ShouldBeEmpty();
        hostile.QuerySelectorAll("h1").Single().TextContent.ShouldStartWith("</td></svg><script>");

        // The same elements stand in the same order: no text became one.
        Tags(hostile).Except(Tags(usual)).ShouldBeEmpty();
        hostile.QuerySelectorAll("section").Length.ShouldBe(usual.QuerySelectorAll("section").Length);
        hostile.QuerySelectorAll("td").Length.ShouldBe(usual.QuerySelectorAll("td").Length);
    }

    [Fact]
    public void Chinese_is_said_in_Chinese()
    {
        string text = Parse(MadeReport.TwoClasses(), Language.Chinese).Body!.TextContent;
        text.ShouldContain("有用的模型");
        text.ShouldContain("准确率");
        text.ShouldNotContain("accuracy");
        text.ShouldNotContain("Of 100");
    }

    [Fact]
    public void Targets_show_what_was_promised()
    {
        ReportTarget[] targets = [new("accuracy", ">= 0.7", "0.7517", Met: true, 0.7), new("latency-p95", "<= 5 ms", "7.2 ms", Met: false, 0.005)];
        IHtmlDocument page = Parse(MadeReport.TwoClasses(targets: targets), Language.English);
        page.QuerySelectorAll("#targets tbody tr, #targets table > tr").Length.ShouldBe(2);
        page.QuerySelectorAll("#targets .missed").Single().TextContent.ShouldContain("missed");
        page.QuerySelector("#targets")!.TextContent.ShouldContain("7.2 ms");
    }

    private static int Pictures(ReportContent content) => Parse(content, Language.English).QuerySelectorAll("#pictures svg").Length;

    private static HashSet<string> Tags(IHtmlDocument page) => [.. page.All.Select(element => element.TagName)];

    private static IHtmlDocument Parse(ReportContent content, Language language) => new HtmlParser().ParseDocument(HtmlReport.Write(content, language));

    private static ReportContent Of(string kind) => kind switch { "classes" => MadeReport.TwoClasses(), "labels" => MadeReport.ManyLabels(), _ => MadeReport.Numbers() };
}
