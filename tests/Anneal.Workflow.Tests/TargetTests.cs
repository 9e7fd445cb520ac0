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
}
