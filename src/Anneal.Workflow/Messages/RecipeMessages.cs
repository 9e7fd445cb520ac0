using Anneal.Data.Messages;
using Anneal.Workflow.Runs;

namespace Anneal.Workflow.Messages;

/// <summary>What is said about a recipe.</summary>
internal static class RecipeMessages
{
    public static readonly Message Text = new("a word or a text", "一个词或一段文字");

    public static readonly Message List = new("a list, as in [a, b]", "列表，例如 [a, b]");

    public static readonly Message TrueOrFalse = new("true or false", "true 或 false");

    public static readonly Message FileName = new("a name that a folder can bear, without / \\ :", "可以用作文件夹名的名字，不含 / \\ :");

    public static readonly Message SeveralClasses = new(
        "only a text-classification task can give a row several classes",
        "只有 text-classification 任务的一行可以有多个类别");

    public static readonly Message SampleOfRows = new("a sample is drawn from a table, not from pictures: take files away instead", "只能从表格中抽样，不能从图片中抽样：请改为移走一部分文件");

    public static readonly Message SampleOrSplitFile = new(
        "a sample of the rows can't be shared out by a file with a word for each of them: leave rows or split.file away",
        "抽样后的行无法按“每行一个词”的文件划分：请去掉 rows 或 split.file");

    public static readonly Message LabelOrLabels = new(
        "name either one label column (with a separator where it holds several classes), or the columns of the classes as labels",
        "请二选一：一个标签列（若含多个类别再加 separator），或用 labels 列出各类别的列");

    public static readonly Message Delimiter = new("one character, or tab", "一个字符，或 tab");

    public static readonly Message SplitColumnExample = new(
        "name the column, as in: split: {by: group, column: patient}",
        "请写明列名，例如：split: {by: group, column: 患者}");

    public static readonly Message ConstantExample = new("write the value, as in: missing: {constant: 0}", "请写明取值，例如：missing: {constant: 0}");

    public static readonly Message ClipExample = new(
        "write the shares of rows below and above which values are clipped, as in: outliers: {clip: [0.01, 0.99]}",
        "请写明从哪两个分位数截断，例如：outliers: {clip: [0.01, 0.99]}");

    public static readonly Message TaskExample = new(
        "say what is to be learnt, as in: task: tabular-classification",
        "请写明任务，例如：task: tabular-classification");

    public static readonly Message SourceExample = new(
        "say where the table is, as in: data: {source: customers.csv}",
        "请写明数据文件，例如：data: {source: customers.csv}");

    public static readonly Message ExamplesSourceExample = new(
        "say where the examples are, as in: data: {source: sentences.txt}",
        "请写明样本文件，例如：data: {source: sentences.txt}");

    public static readonly Message NoRecipeInFolderWayOut = new(
        "name the recipe's file, or put a recipe.yaml there",
        "请直接写明配方文件，或在该文件夹里放一个 recipe.yaml");

    public static readonly Message NotYamlWayOut = new(
        "look at indentation, brackets and quotes around this place",
        "请检查这附近的缩进、括号和引号");

    public static readonly Message SplitSumWayOut = new(
        "write all three so that they make 1, as in {train: 0.8, valid: 0.1, test: 0.1}",
        "请写全三项，并使其和为 1，例如 {train: 0.8, valid: 0.1, test: 0.1}");

    public static readonly Message Duration = new("a time with its unit, as in 90 s, 5 min or 1 h", "带单位的时间，例如 90 s、5 min 或 1 h");

    public static readonly Message NoFoldsOfTime = new(
        "no folds, as the rows are split by time: a model must not learn from what came later",
        "去掉 folds：数据按时间划分，模型不能从之后的数据中学习");

    public static readonly Message OnlyForClasses = new("it left out: it is about classes, and this task tells a number", "去掉这一项：它只用于分类任务，而本任务预测数值");

    public static readonly Message ThresholdExample = new(
        "accuracy, f1, balanced-accuracy, {precision: 0.9} or {false-alarm: 1, miss: 5}",
        "accuracy、f1、balanced-accuracy、{precision: 0.9} 或 {false-alarm: 1, miss: 5}");

    public static readonly Message ThresholdNeedsTwoClassesWayOut = new("leave the threshold out", "请去掉 threshold");

    public static readonly Message OneOptimizer = new("one optimizer, as in adamw or {adamw: {lr: 0.001}}", "一个优化器，例如 adamw 或 {adamw: {lr: 0.001}}");

    public static readonly Message NotForLearnerWayOut = new(
        "take the line out, or name a network as model.architecture",
        "请去掉这一行，或在 model.architecture 里选择一种神经网络");

    public static readonly Message SettingWayOut = new("write it as key=value, as in --set train.epochs=3", "请写成 键=值，例如 --set train.epochs=3");

    public static readonly Message TextSourceExample = new("say where the text is, as in: data: {source: stories.txt}", "请写明文本，例如：data: {source: stories.txt}");

    public static readonly Message TalkSourceExample = new("say where the conversations are, as in: data: {source: talks.jsonl}", "请写明对话，例如：data: {source: talks.jsonl}");

    public static readonly Message PreferNeedsModel = new("nothing here unless a model that answers already is named, as in model: {from: FOLDER}", "成有效的设置前，请先用 model: {from: 文件夹} 指明一个已会回答的模型");

    public static readonly Message BetaNeedsPrefer = new("it only beside prefer: dpo or prefer: kto", "在 prefer: dpo 或 prefer: kto 旁边");

    public static readonly Message TextSplitSumWayOut = new(
        "write all three so that they make 1, as in {train: 0.9, valid: 0.05, test: 0.05}; test may be 0",
        "请写全三项，并使其和为 1，例如 {train: 0.9, valid: 0.05, test: 0.05}；test 可以是 0");

    public static readonly Message AboutLanguageWayOut = new("\"anneal run\" takes it; this command is for tables, texts with labels and images", "请用 anneal run 运行；这个命令只用于表格、带标签的文本和图片");

    public static Message AboutLanguage(string task) => new($"a recipe for {task} is not meant for this", $"{task} 的配方不适用于这里");

    public static Message SizeOfHeads(int heads) => Message.Of($"a size that {heads} heads can share evenly, an even number each", $"能被 {heads} 个头平分、且每份为偶数的大小");

    public static Message DivisorOf(int heads) => Message.Of($"a number that divides {heads}", $"能整除 {heads} 的数");

    public static Message Condition(string metric)
    {
        string example = metric switch
        {
            "latency-p95" => "<= 20 ms",
            "size" or "memory" => "<= 10 MB",
            "loss" or "perplexity" or "bits-per-character" => "<= 2",
            _ => ">= 0.8",
        };
        return new($"a condition in quotes, as in \"{example}\"", $"带引号的条件，例如 \"{example}\"");
    }

    public static Message NotASetting(string setting) => new($"\"{setting}\" is not a setting", $"“{setting}”不是有效的设置");

    public static Message NotForLearner(string key, string learner) => new($"{key} means nothing to {learner}", $"{key} 对 {learner} 没有意义");

    public static Message NoRecipeInFolder(string folder) => new($"{folder} holds no recipe.yaml", $"{folder} 里没有 recipe.yaml");

    public static Message NotYaml(string detail) => new($"this is not valid YAML: {detail}", $"不是有效的 YAML：{detail}");

    public static Message NotAMapping(string path) => path.Length == 0
        ? new Message("a recipe is made of keys and values", "配方应由“键: 值”组成")
        : new Message($"{path} needs keys and values below it", $"{path} 下面应当是“键: 值”");

    public static Message NotAMappingWayOut(IEnumerable<string> keys)
    {
        Message names = NameList.Of(keys);
        return new($"the keys are {names.English}", $"可用的键：{names.Chinese}");
    }

    public static Message UnknownKey(string key, string path) => path.Length == 0
        ? new Message($"\"{key}\" is not a key of a recipe", $"配方里没有“{key}”这个键")
        : new Message($"\"{key}\" is not a key of {path}", $"{path} 下没有“{key}”这个键");

    public static Message UnknownValue(string path, string value) => new($"{path} can't be \"{value}\"", $"{path} 不能是“{value}”");

    public static Message UnknownWayOut(string? nearest, IEnumerable<string> valid)
    {
        Message names = NameList.Of(valid);
        return nearest is null
            ? new Message($"valid here: {names.English}", $"这里可用：{names.Chinese}")
            : new Message($"did you mean \"{nearest}\"? Valid here: {names.English}", $"是不是想写“{nearest}”？这里可用：{names.Chinese}");
    }

    public static Message MissingKey(string path) => new($"the recipe lacks {path}", $"配方缺少 {path}");

    public static Message WrongValue(string path, string? value) => string.IsNullOrEmpty(value)
        ? new Message($"{path} has no usable value", $"{path} 的值不可用")
        : new Message($"{path} can't be \"{value}\"", $"{path} 不能是“{value}”");

    public static Message Expected(Message what) => new($"write {what.English}", $"请写{what.Chinese}");

    public static Message NumberBetween(double least, double most) => Message.Of($"a number from {least} to {most}", $"一个 {least} 到 {most} 之间的数");

    public static Message IntegerBetween(int least, int most) => most == int.MaxValue
        ? Message.Of($"a whole number, {least} or more", $"一个不小于 {least} 的整数")
        : Message.Of($"a whole number from {least} to {most}", $"一个 {least} 到 {most} 之间的整数");

    public static Message SplitSum(double sum) => Message.Of($"the parts of data.split make {sum:0.###}, not 1", $"data.split 各部分之和是 {sum:0.###}，不是 1");

    public static Message ThresholdNeedsTwoClasses(int classes) => new(
        $"a decision threshold is for two classes, and the label has {classes}",
        $"决策阈值只用于两个类别，而标签有 {classes} 个类别");

    public static Message Pairs(IReadOnlyList<string> pairs) => new(
        $"columns that say more together are learnt from in pairs too: {string.Join("; ", pairs)}",
        $"有些列合在一起更有说服力，也成对学习：{string.Join("；", pairs)}");

    public static Message PairsAdvice { get; } = new(
        "nothing has to be done: they are worked out from the columns of each row that it is asked about",
        "不必处理：预测时会由该行的各列自动算出");

    public static Message CutShort(string learner)
    {
        Message name = ModelNames.Of(learner);
        return new Message(
            $"time ran out for the {name.English}: with more of it, or on a machine less busy, the same recipe may give other numbers",
            $"{name.Chinese}没有足够时间学完：时间更多或机器更空闲时，同一配方的结果可能不同");
    }

    public static Message CutShortAdvice { get; } = new(
        "give it more time, as in train: {time-budget: 5min}, if the last digit matters to you",
        "如果需要稳定的结果，请延长时间，例如 train: {time-budget: 5min}");
}
