using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Insight.Metrics;

namespace Anneal.Insight.Report;

/// <summary>How good a model is, for somebody who decides.</summary>
public enum VerdictLevel
{
    /// <summary>Use it.</summary>
    Good,

    /// <summary>It helps, with care.</summary>
    Fair,

    /// <summary>Not yet.</summary>
    Poor,
}

/// <summary>The report in plain words: is it good enough, how sure is that, against what.</summary>
/// <param name="Level">How good.</param>
/// <param name="Headline">In one sentence.</param>
/// <param name="Evidence">Why, one sentence each.</param>
public sealed record Verdict(VerdictLevel Level, Message Headline, IReadOnlyList<Message> Evidence)
{
    /// <summary>Fewer rows than this leave wide intervals.</summary>
    private const int FewRows = 300;

    /// <summary>Judges by the targets where there are any, else against the baselines.</summary>
    public static Verdict Of(ReportContent content)
    {
        (VerdictLevel level, Message headline) = content.Targets.Count > 0 ? ByTargets(content) : ByBaseline(content);
        return new Verdict(level, headline, [.. Evidences(content)]);
    }

    private static (VerdictLevel Level, Message Headline) ByTargets(ReportContent content)
    {
        ReportTarget[] missed = [.. content.Targets.Where(target => !target.Met)];
        int all = content.Targets.Count;
        if (missed.Length == 0)
        {
            return (VerdictLevel.Good, all == 1
                ? new Message("Good enough: it meets the target.", "够好了：达到了目标。")
                : Message.Of($"Good enough: it meets all {all} targets.", $"够好了：{all} 个目标全部达到。"));
        }

        bool narrowly = missed.All(target => content.Test.Intervals.TryGetValue(target.Metric, out Interval interval) && interval.Low <= target.Limit && target.Limit <= interval.High);
        return narrowly
            ? (VerdictLevel.Fair, Message.Of($"Nearly: it misses {missed.Length} of {all} targets, by less than chance can explain.", $"差一点：{all} 个目标中有 {missed.Length} 个未达到，但差距在偶然误差之内。"))
            : (VerdictLevel.Poor, Message.Of($"Not good enough yet: it misses {missed.Length} of {all} targets.", $"还不够好：{all} 个目标中有 {missed.Length} 个未达到。"));
    }

    private static (VerdictLevel Level, Message Headline) ByBaseline(ReportContent content)
    {
        ReportModel? guess = content.Models.LastOrDefault(model => model.Baseline);
        if (guess?.Advantage is not { } advantage)
            return (VerdictLevel.Fair, new Message("Measured, but there is nothing to compare it with.", "已评估，但没有可比较的对象。"));
        if (advantage.Low <= 0) return (VerdictLevel.Poor, new Message("Not usable yet: it is no better than guessing.", "还不能用：不比瞎猜好。"));
        return Gain(content, guess) >= 0.3
            ? (VerdictLevel.Good, new Message("A useful model: clearly better than guessing.", "有用的模型：明显好于瞎猜。"))
            : (VerdictLevel.Fair, new Message("Better than guessing, but not by much.", "比瞎猜好，但优势不大。"));
    }

    /// <summary>How much of the way from guessing to perfection the model goes.</summary>
    private static double Gain(ReportContent content, ReportModel guess)
    {
        Metric metric = ModelComparison.Metric(content.Test.Kind, content.Data.Classes.Count);
        if (content.Test.Scores[metric.Name] is not { } reached || guess.Values.GetValueOrDefault(metric.Name) is not { } guessed) return 0;
        return metric.HigherIsBetter ? (reached - guessed) / Math.Max(1 - guessed, 1e-9) : (guessed - reached) / Math.Max(guessed, 1e-9);
    }

    private static IEnumerable<Message> Evidences(ReportContent content)
    {
        Scores scores = content.Test.Scores;
        yield return content.Test.Kind switch
        {
            LabelKind.OneClass => OutOfHundred(content),
            LabelKind.ManyClasses => Labels(scores),
            _ => Numbers(scores),
        };
        if (content.Test.Kind == LabelKind.OneClass && scores.Classes.Count == 2)
        {
            ClassScores rare = scores.Classes[0].Support < scores.Classes[1].Support ? scores.Classes[0] : scores.Classes[1];
            yield return Message.Of(
                $"Of 100 rows that truly are “{rare.Class}” it finds {Hundred(rare.Recall)}; of 100 that it calls “{rare.Class}”, {Hundred(rare.Precision)} are.",
                $"每 100 行真正的“{rare.Class}”中，它能找出 {Hundred(rare.Recall)} 行；它判为“{rare.Class}”的每 100 行中，有 {Hundred(rare.Precision)} 行判对。");
        }

        foreach (Message comparison in Comparisons(content)) yield return comparison;
        yield return scores.Rows < FewRows
            ? Message.Of($"All this was measured on only {scores.Rows:N0} rows that the model never saw, so the numbers are rough: believe the ranges, not the digits.", $"以上数字只来自模型从未见过的 {scores.Rows:N0} 行，比较粗略：请看区间，不要抠小数。")
            : Message.Of($"All this was measured on {scores.Rows:N0} rows that the model never saw.", $"以上数字来自模型从未见过的 {scores.Rows:N0} 行。");
        if (scores["calibration-error"] is > 0.1 and var error)
            yield return Message.Of($"Do not take its probabilities literally: they are off by {error * 100:0} points on average.", $"不要直接相信它给出的概率：平均偏差 {error * 100:0} 个百分点。");
        if (content.Test.Slices is [{ } worst, ..])
        {
            Message where = SliceText.Describe(worst);
            string reached = SliceText.Score(worst.Score, content.Test.Kind);
            string overall = SliceText.Score(worst.Overall, content.Test.Kind);
            yield return content.Test.Kind == LabelKind.Number
                ? new Message($"It is weakest where {where.English}: a mean error of {reached}, against {overall} overall.", $"它最弱的地方：{where.Chinese}，平均误差 {reached}（总体 {overall}）。")
                : new Message($"It is weakest where {where.English}: {reached} right, against {overall} overall.", $"它最弱的地方：{where.Chinese}，答对 {reached}（总体 {overall}）。");
        }

        int serious = content.Data.Findings.Count(finding => finding.Serious);
        if (serious > 0)
            yield return Message.Of($"The data has {serious} serious finding(s), listed below: settle them before trusting the numbers.", $"数据中有 {serious} 个严重问题（见下文）：请先处理，再相信这些数字。");
    }

    private static Message OutOfHundred(ReportContent content)
    {
        double accuracy = content.Test.Scores["accuracy"] ?? 0;
        return content.Test.Intervals.TryGetValue("accuracy", out Interval interval)
            ? Message.Of(
                $"Of 100 new rows like these it answers about {Hundred(accuracy)} right; with 95 % confidence between {Hundred(interval.Low)} and {Hundred(interval.High)}.",
                $"每 100 行类似的新数据，它大约答对 {Hundred(accuracy)} 行；95 % 的把握在 {Hundred(interval.Low)} 到 {Hundred(interval.High)} 之间。")
            : Message.Of($"Of 100 new rows like these it answers about {Hundred(accuracy)} right.", $"每 100 行类似的新数据，它大约答对 {Hundred(accuracy)} 行。");
    }

    private static Message Labels(Scores scores) => Message.Of(
        $"Of 100 labels that are true it tells {Hundred(scores["recall"] ?? 0)}, and of 100 that it tells {Hundred(scores["precision"] ?? 0)} are true (means over the labels); every label is right in {Hundred(scores["subset-accuracy"] ?? 0)} of 100 rows.",
        $"每 100 个真实标签它能说出 {Hundred(scores["recall"] ?? 0)} 个，它说出的每 100 个中有 {Hundred(scores["precision"] ?? 0)} 个正确（各标签平均）；每 100 行中有 {Hundred(scores["subset-accuracy"] ?? 0)} 行标签全部正确。");

    private static Message Numbers(Scores scores)
    {
        Metric mae = MetricCatalogue.Find("mae")!;
        (string mean, string median) = (mae.Format(scores["mae"]), mae.Format(scores["median-error"]));
        return new Message(
            $"Its numbers are off by {mean} on average; half of them are closer than {median}.",
            $"它给出的数平均偏差 {mean}；有一半的误差小于 {median}。");
    }

    private static IEnumerable<Message> Comparisons(ReportContent content)
    {
        Metric metric = ModelComparison.Metric(content.Test.Kind, content.Data.Classes.Count);
        string own = metric.Format(content.Test.Scores[metric.Name]);
        foreach (ReportModel baseline in content.Models.Where(model => model.Baseline))
        {
            if (baseline.Advantage is not { } advantage) continue;
            string other = metric.Format(baseline.Values.GetValueOrDefault(metric.Name));
            Message result = advantage switch
            {
                { Low: > 0 } => new Message("it is clearly better", "明显更好"),
                { High: < 0 } => new Message("it is clearly worse", "明显更差"),
                _ => new Message("the difference may be chance", "差别可能只是偶然"),
            };
            yield return new Message(
                $"Against “{baseline.Title.English}”: {metric.Title.English} {own} to {other}; {result.English}.",
                $"与“{baseline.Title.Chinese}”相比：{metric.Title.Chinese} {own} 对 {other}，{result.Chinese}。");
        }
    }

    private static int Hundred(double share) => (int)Math.Round(share * 100, MidpointRounding.AwayFromZero);
}
