using Anneal.Workflow.Targets;

namespace Anneal.Workflow.Tests;

public sealed class TargetTests
{
    [Theory]
    [InlineData(">= 0.8", 0.8, true)]
    [InlineData(">=0.8", 0.7999, false)]
    [InlineData("> 0.8", 0.8, false)]
    [InlineData("<= 0.5", 0.5, true)]
    [InlineData(" < 0.5 ", 0.4, true)]
    [InlineData("< 0.5", 0.5, false)]
    public void Compares(string condition, double measured, bool met) => Target.Parse("m", condition)!.IsMetBy(measured).ShouldBe(met);

    [Theory]
    [InlineData("0.8")]
    [InlineData("= 0.8")]
    [InlineData(">= high")]
    [InlineData(">= 1e999")]
    [InlineData("")]
    public void What_is_no_condition_is_refused(string condition) => Target.Parse("m", condition).ShouldBeNull();

    [Fact]
    public void What_could_not_be_measured_is_missed() => Target.Parse("auc", "< 0.5")!.IsMetBy(null).ShouldBeFalse();

    [Fact]
    public void A_condition_is_written_as_it_was_read() => Target.Parse("m", ">=0.80")!.Condition.ShouldBe(">= 0.8");

    [Theory]
    [InlineData("latency-p95", "<= 20 ms", 0.02, "<= 20 ms")]
    [InlineData("latency-p95", "< 1.5s", 1.5, "< 1.5 s")]
    [InlineData("size", "<= 10 MB", 1e7, "<= 10 MB")]
    [InlineData("memory", "<= 512KB", 512e3, "<= 512 KB")]
    public void A_cost_has_a_unit(string metric, string condition, double limit, string written)
    {
        Target target = Target.Parse(metric, condition)!;
        target.Limit.ShouldBe(limit, 1e-9);
        target.Condition.ShouldBe(written);
        Target.Parse(metric, target.Condition)!.Limit.ShouldBe(limit, 1e-9);
    }

    [Theory]
    [InlineData("latency-p95", "<= 20")]
    [InlineData("latency-p95", "<= 20 MB")]
    [InlineData("size", "<= 10 m")]
    [InlineData("size", "<= -1 MB")]
    public void A_cost_without_its_unit_is_refused(string metric, string condition) => Target.Parse(metric, condition).ShouldBeNull();
}
