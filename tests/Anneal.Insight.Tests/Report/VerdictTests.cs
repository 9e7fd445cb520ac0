using Anneal.Data.Messages;
using Anneal.Insight.Metrics;
using Anneal.Insight.Report;

namespace Anneal.Insight.Tests.Report;

public sealed class VerdictTests
{
    [Fact]
    public void Without_targets_it_is_judged_against_guessing()
    {
        Verdict.Of(MadeReport.TwoClasses()).Level.ShouldBe(VerdictLevel.Good);
        Verdict.Of(MadeReport.ManyLabels()).Level.ShouldBe(VerdictLevel.Poor);
        ReportContent useful = MadeReport.TwoClasses();
        ReportContent weak = useful with { Models = [useful.Models[0], useful.Models[1] with { Values = new Dictionary<string, double?> { ["auc"] = useful.Test.Scores["auc"] - 0.01 }, Advantage = new Interval(0.001, 0.02) }] };
        Verdict.Of(weak).Level.ShouldBe(VerdictLevel.Fair);
    }

    [Fact]
    public void Targets_decide_where_there_are_any()
    {
        Level(new ReportTarget("accuracy", ">= 0.5", "", Met: true, 0.5)).ShouldBe(VerdictLevel.Good);
        Level(new ReportTarget("accuracy", ">= 0.99", "", Met: false, 0.99)).ShouldBe(VerdictLevel.Poor);
        double accuracy = MadeReport.TwoClasses().Test.Scores["accuracy"]!.Value;
        Level(new ReportTarget("accuracy", ">=", "", Met: false, accuracy + 0.005)).ShouldBe(VerdictLevel.Fair);
        Level(new ReportTarget("latency-p95", "<= 5 ms", "", Met: false, 0.005)).ShouldBe(VerdictLevel.Poor);
    }

    [Fact]
    public void The_evidence_is_said_in_hundreds_in_both_languages()
    {
        Verdict verdict = Verdict.Of(MadeReport.TwoClasses());
        Message first = verdict.Evidence[0];
        first.English.ShouldMatch(@"^Of 100 new rows like these it answers about \d\d right; with 95 % confidence between \d\d and \d\d\.$");
        first.Chinese.ShouldMatch(@"^每 100 行类似的新数据，它大约答对 \d\d 行；95 % 的把握在 \d\d 到 \d\d 之间。$");
        verdict.Evidence.ShouldContain(message => message.English.Contains("guess") && message.English.Contains("clearly better"));
        verdict.Evidence.ShouldContain(message => message.English.Contains("serious finding"));
    }

    private static VerdictLevel Level(ReportTarget target) => Verdict.Of(MadeReport.TwoClasses(targets: [target])).Level;
}
