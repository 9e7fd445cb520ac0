using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Insight.Report;

/// <summary>The words of the report and the model card.</summary>
internal static class ReportMessages
{
    public static readonly Message Report = new("Report", "报告");
    public static readonly Message ModelCard = new("Model card", "模型卡");
    public static readonly Message Verdict = new("Verdict", "结论");
    public static readonly Message Targets = new("Targets", "目标");
    public static readonly Message Data = new("Data", "数据");
    public static readonly Message Leaderboard = new("Compared with", "与其他方法比较");
    public static readonly Message Metrics = new("All numbers", "全部指标");
    public static readonly Message Plots = new("Pictures", "图表");
    public static readonly Message Slices = new("Where it is weak", "薄弱环节");
    public static readonly Message Wrong = new("Where it is most wrong", "错得最离谱的行");
    public static readonly Message Use = new("How to use it", "如何使用");
    public static readonly Message Settings = new("How it was made", "制作过程");
    public static readonly Message Glossary = new("What the numbers mean", "指标说明");

    public static readonly Message Metric = new("metric", "指标");
    public static readonly Message Wanted = new("wanted", "要求");
    public static readonly Message Measured = new("measured", "实测");
    public static readonly Message Result = new("result", "结果");
    public static readonly Message Met = new("met", "达标");
    public static readonly Message Missed = new("missed", "未达标");
    public static readonly Message Model = new("model", "模型");
    public static readonly Message ThisModel = new("this model", "本模型");
    public static readonly Message Advantage = new("this model's lead (95 %)", "本模型领先（95 %）");
    public static readonly Message OnTest = new("on test rows", "测试集");
    public static readonly Message Range = new("95 % confidence", "95 % 置信区间");
    public static readonly Message OnValid = new("on validation rows", "验证集");
    public static readonly Message Class = new("class", "类别");
    public static readonly Message Precision = new("precision", "精确率");
    public static readonly Message Recall = new("recall", "召回率");
    public static readonly Message F1 = new("F1", "F1");
    public static readonly Message Rows = new("rows", "行数");
    public static readonly Message RowsWord = new("rows", "行");
    public static readonly Message Column = new("column", "列");
    public static readonly Message Type = new("type", "类型");
    public static readonly Message Role = new("used as", "用途");
    public static readonly Message Missing = new("missing", "缺失");
    public static readonly Message Values = new("values", "取值");
    public static readonly Message Where = new("where", "条件");
    public static readonly Message Right = new("told right", "答对");
    public static readonly Message MeanError = new("mean error", "平均误差");
    public static readonly Message Colon = new(": ", "：");
    public static readonly Message Overall = new("overall", "总体");
    public static readonly Message Line = new("line", "行号");
    public static readonly Message Truth = new("truly", "实际");
    public static readonly Message Told = new("told", "判为");
    public static readonly Message ToldNumber = new("told", "预测");
    public static readonly Message Sure = new("sure", "把握");
    public static readonly Message Row = new("the row", "内容");
    public static readonly Message None = new("(none)", "（无）");
    public static readonly Message Findings = new("What was noticed", "发现的问题");
    public static readonly Message NothingNoticed = new("Nothing to object to was found in the data.", "数据中没有发现问题。");
    public static readonly Message ClassShares = new("Rows of each class", "各类别的行数");
    public static readonly Message LabelShares = new("Rows of each label", "各标签的行数");
    public static readonly Message LabelNumbers = new("The numbers to tell", "要预测的数值分布");
    public static readonly Message Recipe = new("The recipe, every default written out", "配方（已写出所有默认值）");
    public static readonly Message NoSlices = new(
        "No group of rows was found on which the model is significantly worse than on the others.",
        "没有发现模型明显更差的数据分组。");

    public static readonly Message SlicesMeaning = new(
        "Groups of test rows on which the model is significantly worse than on the rest. Watch them in use, or collect more data like them.",
        "模型在这些测试数据分组上明显更差。使用时请留意，或多收集这类数据。");

    public static readonly Message WrongMeaning = new(
        "Look at these first: often the label is wrong, or something that decides is missing from the data.",
        "请先看这些行：往往是标注有误，或数据里缺少关键信息。");

    public static readonly Message NothingWrong = new("Every test row is answered right.", "测试集全部答对。");

    public static readonly Message LossTitle = new("Learning, epoch by epoch", "训练过程");
    public static readonly Message Epoch = new("epoch", "轮次");
    public static readonly Message Loss = new("loss", "损失");
    public static readonly Message Training = new("training rows", "训练集");
    public static readonly Message Validation = new("validation rows", "验证集");
    public static readonly Message LossMeaning = new(
        "Both lines should fall. Where the validation line turns up while the training line falls on, the model begins to learn by heart; the best epoch is kept.",
        "两条线都应下降。若验证线开始回升而训练线继续下降，说明模型开始死记硬背；保留的是最好的一轮。");

    public static readonly Message RocTitle = new("ROC: found against false alarms", "ROC 曲线：找出的与误报的");
    public static readonly Message FalseAlarms = new("false alarms (share of the others)", "误报率");
    public static readonly Message Found = new("found (recall)", "找出的比例（召回率）");
    public static readonly Message RocMeaning = new("The nearer to the upper left corner the better; the dashed line is a coin.", "越靠近左上角越好；虚线等于抛硬币。");
    public static readonly Message PrTitle = new("Precision against recall", "精确率与召回率");
    public static readonly Message PrMeaning = new(
        "To find more, more false alarms must be borne. The nearer to the upper right corner the better.",
        "想找出更多，就要容忍更多误报。越靠近右上角越好。");

    public static readonly Message ReliabilityTitle = new("Can its probabilities be trusted?", "概率可信吗？");
    public static readonly Message ProbabilityTold = new("probability told", "给出的概率");
    public static readonly Message CameTrue = new("came true", "实际应验的比例");
    public static readonly Message ReliabilityMeaning = new(
        "On the diagonal, what it calls 70 % comes true 70 times of 100. Grey bars: how many rows.",
        "落在对角线上，说明“70 %”在 100 次里真有 70 次应验。灰条：行数。");

    public static readonly Message ThresholdTitle = new("Where to draw the line", "阈值怎么定");
    public static readonly Message Threshold = new("threshold", "阈值");
    public static readonly Message ShareTold = new("share of all rows told", "判为该类的比例");
    public static readonly Message ConfusionTitle = new("Right and mixed up", "对与错（混淆矩阵）");
    public static readonly Message ConfusionMeaning = new(
        "Each line is a true class: blue is told right, orange is told as another class. Shares are of the line.",
        "每一行是一个真实类别：蓝色为判对，橙色为错判成其他类别。百分比按行计算。");

    public static readonly Message ScatterTitle = new("Told against true", "预测值与真实值");
    public static readonly Message TrueNumber = new("true", "真实值");
    public static readonly Message ToldAxis = new("told", "预测值");
    public static readonly Message ScatterMeaning = new("One point a row; on the line, the model is right.", "每个点是一行；落在线上表示完全预测准确。");
    public static readonly Message ResidualTitle = new("Errors by the number told", "误差与预测值");
    public static readonly Message Error = new("told less true", "预测值 − 真实值");
    public static readonly Message ResidualMeaning = new("An even band about 0 is good; a bend or a funnel is something not learnt yet.", "在 0 附近均匀分布为好；弯曲或喇叭形说明还有规律没学到。");
    public static readonly Message ErrorsTitle = new("How large the errors are", "误差分布");
    public static readonly Message ImportanceTitle = new("What it leans on", "模型看重哪些列");
    public static readonly Message ImportanceMeaning = new(
        "How much worse it gets when the column's cells are shuffled among the test rows.",
        "把测试集中这一列的值打乱后，模型会变差多少。");

    public static readonly Message CurveTitle = new("Would more data help?", "更多数据有用吗？");
    public static readonly Message TrainingRows = new("training rows", "训练行数");
    public static readonly Message CurveMeaning = new("Where the line still improves at the right end, more rows would help.", "若曲线在右端仍在改善，增加数据会有帮助。");
    public static readonly Message Tried = new("What was tried", "尝试过的模型");
    public static readonly Message ValidLoss = new("validation loss", "验证损失");
    public static readonly Message Seconds = new("seconds", "用时（秒）");
    public static readonly Message FoldsTitle = new("Cross-validation", "交叉验证");
    public static readonly Message Mean = new("mean", "平均");
    public static readonly Message Spread = new("spread", "标准差");

    public static readonly Message FootNote = new(
        "Intervals are bootstrap intervals: the test rows are drawn again and again with replacement. Written by Anneal; needs no network.",
        "区间由自助法得到：对测试集反复有放回抽样。由 Anneal 生成，无需联网。");

    public static Message BestEpoch(int epoch) => Message.Of($"epoch {epoch} is kept", $"保留第 {epoch} 轮");

    public static Message InUse(double threshold) => Message.Of($"in use: {threshold:0.##}", $"当前：{threshold:0.##}");

    public static Message Of(string name) => new($" of “{name}”", $"（{name}）");

    public static Message ThresholdMeaning(string name) => new(
        $"“{name}” is told from this probability on. To the right it is surer and finds fewer, to the left it finds more with more false alarms.",
        $"概率达到阈值才判为“{name}”。越往右越有把握但找出的越少，越往左找出的越多、误报也越多。");

    public static Message Shares(ReportData data) => Message.Of(
        $"{data.Source}: {data.Rows:N0} rows. {data.Train:N0} were learnt from, {data.Valid:N0} decided between models, {data.Test:N0} were held back and give the numbers here.",
        $"{data.Source}：{data.Rows:N0} 行。其中 {data.Train:N0} 行用于训练，{data.Valid:N0} 行用于选择模型，{data.Test:N0} 行始终留出、用来得出本报告的数字。");

    public static Message Columns(int count) => Message.Of($"All {count} columns", $"全部 {count} 列");
}
