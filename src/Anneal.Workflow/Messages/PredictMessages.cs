using Anneal.Data.Messages;

namespace Anneal.Workflow.Messages;

/// <summary>What is said about predictions and the bundles they come from.</summary>
internal static class PredictMessages
{
    public static readonly Message NoLabelsWayOut = new(
        "give rows that have the true label, as the rows did that the model learnt from",
        "请提供带真实标签的数据，格式与训练数据相同");

    public static readonly Message NotAnArray = new("the rows are to be a list", "多行数据应该是一个列表");

    public static readonly Message NotAnObject = new("the row is not a JSON object", "这一行不是 JSON 对象");

    public static readonly Message NotJson = new("the row is not valid JSON", "这一行不是有效的 JSON");

    public static readonly Message NotJsonWayOut = new(
        "put names and texts in double quotes and the whole row in single quotes: '{\"a\": 1, \"b\": \"x\"}'",
        "名称和文字用双引号，整行用单引号括起来：'{\"a\": 1, \"b\": \"x\"}'");

    public static readonly Message KeyTwiceWayOut = new("keep one of them", "请只保留一个");

    public static readonly Message CellNotANumberWayOut = new(
        "correct the cell, or leave it empty if the value is not known",
        "请改正这个单元格；不知道就留空");

    public static readonly Message BundleWayOut = new(
        "name the folder that \"anneal run\" printed, such as runs/credit-20260101-120000",
        "请写 anneal run 打印出来的文件夹，例如 runs/credit-20260101-120000");

    public static readonly Message BundleBrokenWayOut = new(
        "run the recipe again to get a whole bundle",
        "请重新运行配方，生成完整的模型包");

    public static readonly Message NoNumberAnswered = new("what the model makes of this row is no number", "模型对这一行算出的结果不是有效的数字");

    public static readonly Message NoNumberAnsweredWayOut = new(
        "look for numbers in the row that are far beyond all it learnt from; if there are none, the model is damaged: run the recipe again",
        "请检查这一行里有没有远超训练数据范围的数字；如果没有，说明模型已损坏，请重新运行配方");

    public static readonly Message BundleTooNewWayOut = new(
        "use the version of Anneal that wrote it, or a newer one",
        "请使用写出它的 Anneal 版本，或更新的版本");

    public static readonly Message LanguageBundleWayOut = new("let it write with \"anneal generate\", or talk with it with \"anneal chat\"", "请用 anneal generate 让它续写，或用 anneal chat 与它对话");

    public static readonly Message TextBundleWayOut = new("ask it with \"anneal predict\"", "请用 anneal predict 提问");

    public static Message TextBundle(string path, string task) => new($"{path} holds a model for {task}, which this can't use", $"{path} 是 {task} 任务的模型，这里不能使用");

    public static Message LanguageBundle(string path) => new($"{path} holds a language model, which answers no rows", $"{path} 是语言模型，不能预测表格行");

    public static Message RowExample(string column) => new(
        $"write it as '{{\"{column}\": ...}}'",
        $"请写成 '{{\"{column}\": ...}}'");

    public static Message ColumnNotUsed(string column, bool isLabel) => isLabel
        ? new Message($"{column} is what is predicted; the value given for it is not used", $"{column} 就是要预测的列，所给的值不会用到")
        : new Message($"{column} is not used by this model", $"这个模型不使用 {column}");

    public static Message KeyTwice(string column) => new($"{column} is given twice", $"{column} 写了两次");

    public static Message TreatedAsMissing(IEnumerable<string> columns)
    {
        Message names = NameList.Of(columns);
        return new($"no value for {names.English}: treated as missing", $"没有给出 {names.Chinese}，按缺失值处理");
    }

    public static Message UnknownColumn(string column) => new($"the model knows no column {column}", $"模型不认识 {column} 这一列");

    public static Message NotANumber(string column, string value) => new($"{column} is a number; {value} is none", $"{column} 应为数字，而 {value} 不是");

    public static Message NotANumberWayOut(string range) => new(
        $"give a number (in training: {range}), or leave it out if it is not known",
        $"请给出数字（训练数据范围：{range}）；不知道就不写");

    public static Message NotACategory(string column, string value) => new($"{column} is a category; {value} can't be one", $"{column} 应为类别，不能是 {value}");

    public static Message NotACategoryWayOut(string values) => new($"give one of its values, such as {values}", $"请给出它的一个取值，例如 {values}");

    public static Message UnseenValue(string column, string value, IEnumerable<string> known)
    {
        Message names = NameList.Of(known);
        return new(
            $"{column}: \"{value}\" was not met in training and counts as unknown (known: {names.English})",
            $"{column}：训练数据里没有“{value}”，按未知值处理（已知：{names.Chinese}）");
    }

    public static Message MissingColumn(string column, string file) => new(
        $"{file} has no column {column}: treated as missing in every row",
        $"{file} 没有 {column} 列：每一行都按缺失值处理");

    public static Message NoKnownColumn(string file) => new($"{file} has none of the columns that the model learnt from", $"{file} 里没有任何一列是模型学习过的");

    public static Message NoKnownColumnWayOut(IEnumerable<string> columns)
    {
        Message names = NameList.Of(columns);
        return new($"the columns are {names.English}", $"应有的列：{names.Chinese}");
    }

    public static Message CellNotANumber(string column, string value) => new(
        $"{column} is a number column; \"{value}\" is no number",
        $"{column} 是数字列，而“{value}”不是数字");

    public static Message NoBundle(string path) => new($"{path} is not a bundle", $"{path} 不是模型包");

    public static Message BundleBroken(string file) => new($"the bundle's {file} is missing or damaged", $"模型包里的 {file} 缺失或已损坏");

    public static Message BundleTooNew(int version) => Message.Of(
        $"the bundle has format version {version}, which this version of Anneal does not know",
        $"模型包的格式版本是 {version}，当前版本的 Anneal 还不认识");

    public static Message NoLabelColumn(string label, string file) => new($"{file} has no column {label}, which holds the true labels", $"{file} 没有 {label} 列，无法得知真实标签");
}
