using Anneal.Data.Messages;

namespace Anneal.Insight.Report;

/// <summary>What the report of a task over texts says.</summary>
internal static class TextTaskReportMessages
{
    public static readonly Message Scores = new("How good it is", "效果");
    public static readonly Message ByGroup = new("By type", "按类型");
    public static readonly Message Examples = new("Some examples", "示例");
    public static readonly Message FirstOnes = new("The first ones of the test part; not chosen by how they went.", "测试部分最前面的几个，未按好坏挑选。");
    public static readonly Message Given = new("given", "输入");
    public static readonly Message Right = new("right is", "正确答案");
    public static readonly Message Told = new("the model says", "模型的回答");
    public static readonly Message Part = new("part", "部分");
    public static readonly Message Count = new("examples", "样本数");
    public static readonly Message Characters = new("characters", "字符");
    public static readonly Message LossTitle = new("Loss on the training part, step by step", "训练损失");
    public static readonly Message LossMeaning = new("What the model is taught by; it says nothing about new examples.", "训练时优化的目标，不能说明在新样本上的表现。");
    public static readonly Message ScoreMeaning = new("What the weights are chosen by. If it falls at the end, the model learns by heart: more examples or dropout help.", "权重据此选出。若最后下降，说明模型在死记硬背：请增加样本或使用 dropout。");
    public static readonly Message OnTest = new("Measured on examples that were held back.", "在留出的测试样本上测得。");
    public static readonly Message Validation = new("validation part", "验证部分");
    public static readonly Message Training = new("training part", "训练部分");

    public static Message ScoreTitle(Message score) => new($"{score.English} on the validation part", $"验证部分的{score.Chinese}");

    public static Message Verdict(ReportScoreColumn column, double own, string rival, string rivalChinese, double other)
    {
        bool better = column.HigherIsBetter ? own > other : own < other;
        return better
            ? Message.Of($"It reaches {column.Title.English} {own:0.000}; {rival} reaches {other:0.000}.", $"{column.Title.Chinese}为 {own:0.000}；{rivalChinese}为 {other:0.000}。")
            : Message.Of($"It reaches {column.Title.English} {own:0.000}, no better than {rival} ({other:0.000}): use that, or bring more examples.", $"{column.Title.Chinese}为 {own:0.000}，并不比{rivalChinese}（{other:0.000}）更好：请直接用后者，或增加样本。");
    }
}
