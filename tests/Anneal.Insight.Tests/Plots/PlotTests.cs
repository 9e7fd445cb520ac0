using System.Globalization;
using System.Xml.Linq;
using Anneal.Insight.Curves;
using Anneal.Insight.Plots;

namespace Anneal.Insight.Tests.Plots;

public sealed class PlotTests
{
    private const string Hostile = "</svg><script>alert(1)</script>\"' &amp; \u0001\uD800 名字";

    public static TheoryData<string> Plots => [.. All(Hostile, []).Keys];

    [Theory]
    [MemberData(nameof(Plots))]
    public void A_plot_is_well_formed_whatever_the_names(string plot)
    {
        XDocument svg = XDocument.Parse(All(Hostile, Points)[plot]);
        svg.Descendants().Select(element => element.Name.LocalName).ShouldNotContain("script");
        svg.Root!.Elements().First().Value.ShouldStartWith("</svg><script>");
    }

    [Theory]
    [MemberData(nameof(Plots))]
    public void A_plot_of_nothing_of_one_point_and_of_numbers_that_are_none_is_drawn(string plot)
    {
        foreach (CurvePoint[] points in new CurvePoint[][] { [], [new(0.5, 0.5)], [new(0, 0), new(0, 0)], [new(double.NaN, 1), new(1, double.PositiveInfinity), new(1e30, -1e30)] })
        {
            XDocument svg = XDocument.Parse(All("plain", points)[plot]);
            foreach (XAttribute attribute in svg.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "x" or "y" or "cx" or "cy" or "width" or "height" or "x1" or "y2"))
                double.IsFinite(double.Parse(attribute.Value, CultureInfo.InvariantCulture)).ShouldBeTrue(attribute.ToString());
        }
    }

    [Fact]
    public void Ticks_are_round_and_within()
    {
        Ticks.Of(0, 1).ShouldBe([0, 0.2, 0.4, 0.6, 0.8, 1], 1e-12);
        Ticks.Of(1, 30, whole: true).ShouldBe([5, 10, 15, 20, 25, 30]);
        Ticks.Of(-3e6, 4.6e6).ShouldBe([-2e6, 0, 2e6, 4e6]);
        (Ticks.Text(0.25), Ticks.Text(25_000), Ticks.Text(1.5e6), Ticks.Text(0)).ShouldBe(("0.25", "25k", "1.5M", "0"));
        Ticks.Percent(0.125).ShouldBe("12.5%");
    }

    [Fact]
    public void Long_names_are_cut_between_characters()
    {
        Markup.Shorten("abcdef", 4).ShouldBe("abc…");
        Markup.Shorten("ab😀cd", 4).ShouldBe("ab…");
        TextWidth.Fit("月还款额与收入的比值", 60).Length.ShouldBeLessThan(7);
        Markup.Escape("a\u0000<b>\uD800").ShouldBe("a&lt;b&gt;\uFFFD");
    }

    private static readonly CurvePoint[] Points = [new(0, 0), new(0.4, 0.7), new(1, 1)];

    private static Dictionary<string, string> All(string name, CurvePoint[] points)
    {
        PlotText text = new(name, name, name);
        LineSeries[] series = [new(name, points), new(name, points, Dashed: true, Marked: true)];
        return new Dictionary<string, string>
        {
            ["line"] = LinePlot.Draw(text, PlotAxis.Around(points.Select(p => p.X)), PlotAxis.Around(points.Select(p => p.Y)), series, (0.5, name)),
            ["roc"] = RocPlot.Draw(text, series),
            ["pr"] = PrecisionRecallPlot.Draw(text, [series[0]], 0.3),
            ["reliability"] = ReliabilityPlot.Draw(text, [.. points.Where(p => double.IsFinite(p.X + p.Y)).Select(p => new ReliabilityPoint(p.X, p.Y, 5))], name),
            ["threshold"] = ThresholdPlot.Draw(text, name, name, name, [.. points.Select(p => new ThresholdPoint(p.X, p.Y, p.Y, p.Y))], (0.5, name)),
            ["bar"] = BarPlot.Draw(name, [.. points.Select(p => (name, double.IsFinite(p.Y) ? p.Y : 0, name))]),
            ["confusion"] = ConfusionPlot.Draw(text, [.. points.Select(_ => name)], [.. points.Select(_ => points.Select(_ => 3).ToArray())]),
            ["histogram"] = HistogramPlot.Draw(text, [.. points.Select(p => p.Y)], zero: true),
            ["scatter"] = ScatterPlot.PredictedAgainstTrue(text, points),
            ["residuals"] = ScatterPlot.Residuals(text, points),
        };
    }
}
