namespace Anneal.Data.Messages;

/// <summary>All that this assembly says to people.</summary>
internal static class DataMessages
{
    public static readonly Message FileUnreadableWayOut = new(
        "close the program that holds it, or check that you may read it",
        "请关闭正在占用该文件的程序，或确认您有读取权限");

    public static readonly Message FileIsFolderWayOut = new("name the file inside it", "请写明文件夹里的具体文件");

    public static readonly Message FileEmpty = new("the file is empty", "文件是空的");

    public static readonly Message FileEmptyWayOut = new(
        "a table needs a header line and rows below it",
        "表格第一行应为列名，下面才是数据行");

    public static readonly Message NotUtf8WayOut = new(
        "save it as UTF-8 (in Excel: Save As, \"CSV UTF-8\")",
        "请另存为 UTF-8 编码（Excel：另存为，选“CSV UTF-8”）");

    public static readonly Message NoRows = new("there is a header, but no row below it", "只有列名，没有数据行");

    public static readonly Message NoRowsWayOut = new("add rows, or choose another file", "请补充数据行，或换一个文件");

    public static readonly Message ColumnWithoutNameWayOut = new("give every column a name in the first line", "请在第一行给每一列都起个名字");

    public static readonly Message UnclosedQuote = new(
        "a quoted field begins here and is never closed",
        "从这里开始的引号字段一直没有结束");

    public static readonly Message UnclosedQuoteWayOut = new(
        "add the closing quote (\"), and write a quote inside a field as two (\"\")",
        "请补上结尾的引号（\"）；字段内部的引号要写成两个（\"\"）");

    public static readonly Message StrayQuote = new(
        "a quote stands in the middle of a field",
        "字段中间出现了引号");

    public static readonly Message StrayQuoteWayOut = new(
        "put the whole field in quotes and write the inner quote as two (\"\")",
        "请把整个字段用引号括起来，内部的引号写成两个（\"\"）");

    public static readonly Message LabelNotFound = new(
        "it is not clear which column is to be predicted",
        "看不出要预测的是哪一列");

    public static readonly Message NoFeatures = new(
        "no column is left to learn from",
        "没有可供学习的列了");

    public static readonly Message NoFeaturesWayOut = new(
        "the table needs at least one column of numbers or categories beside the label",
        "除了标签，表格至少还要有一列数字或类别");

    public static readonly Message OneClassWayOut = new(
        "classification needs rows of at least two classes",
        "分类任务至少需要两个类别的数据");

    public static readonly Message TooManyClassesWayOut = new(
        "choose a label with a few repeated values",
        "请换一个取值有限、会重复出现的标签列");

    public static readonly Message RareClassWayOut = new(
        "a class needs at least 3 rows, one each to learn, to choose and to test: add rows or merge the class with another",
        "每个类别至少要 3 行（训练、验证、测试各一行）：请补充数据，或把它并入别的类别");

    public static Message FileNotFound(string file) => new($"there is no file {file}", $"找不到文件 {file}");

    public static Message FileNotFoundWayOut(string? nearest, bool namedInRecipe)
    {
        Message from = namedInRecipe ? new(" (it counts from the recipe's folder)", "（从配方所在的文件夹算起）") : new("", "");
        return nearest is null
            ? new Message($"check the path{from.English}", $"请检查路径{from.Chinese}")
            : new Message($"did you mean {nearest}?", $"是不是想写 {nearest}？");
    }

    public static Message FileUnreadable(string file) => new($"{file} can't be read", $"无法读取 {file}");

    public static Message FileIsFolder(string file) => new($"{file} is a folder, not a table", $"{file} 是文件夹，不是表格");

    public static Message NotUtf8(string? encoding) => encoding is null
        ? new Message("the text is not UTF-8", "文本不是 UTF-8 编码")
        : new Message($"the text is {encoding}, not UTF-8", $"文本是 {encoding} 编码，不是 UTF-8");

    public static Message WrongFieldCount(int found, int expected) => Message.Of(
        $"the row has {Count(found, "field")}, the header has {expected}",
        $"这一行有 {found} 个字段，而列名有 {expected} 个");

    public static Message WrongFieldCountWayOut(bool tooMany) => tooMany
        ? new Message("if a value holds the separator, put that value in quotes", "如果某个值里含有分隔符，请用引号把它括起来")
        : new Message("add what is missing, leaving the field empty where there is no value", "请补齐字段；没有值的地方留空即可");

    public static Message LabelNotFoundWayOut(IEnumerable<string> columns)
    {
        Message names = NameList.Of(columns);
        return new(
            $"name it in the recipe: data: {{columns: {{label: ...}}}}; the columns are {names.English}",
            $"请在配方里写明：data: {{columns: {{label: ...}}}}；现有的列：{names.Chinese}");
    }

    public static Message NoSuchColumn(string name, string file) => new($"{file} has no column {name}", $"{file} 里没有 {name} 这一列");

    public static Message NoSuchColumnWayOut(string? nearest, IEnumerable<string> columns)
    {
        Message names = NameList.Of(columns);
        return nearest is null
            ? new Message($"the columns are {names.English}", $"现有的列：{names.Chinese}")
            : new Message($"did you mean {nearest}? The columns are {names.English}", $"是不是想写 {nearest}？现有的列：{names.Chinese}");
    }

    public static readonly Message NaNLabelWayOut = new(
        "correct the value, or leave the cell empty to have the row left out",
        "请改正这个值；如果不知道，就把单元格留空，这一行会被略去");

    public static Message NaNLabel(string label) => new($"column {label}, which is to be predicted, holds NaN", $"要预测的 {label} 列里有 NaN");

    public static Message NoLabels(string label) => new($"column {label} has no value in any row", $"{label} 列没有任何值");

    public static Message OneClass(string label, string value) => new(
        $"column {label} has the same value in every row: {value}",
        $"{label} 列每一行的值都一样：{value}");

    public static Message TooManyClasses(string label, int count) => Message.Of(
        $"column {label} has {count:N0} different values, too many to be classes",
        $"{label} 列有 {count:N0} 种不同的值，太多了，不像类别");

    public static Message RareClass(string label, string value, int rows) => Message.Of(
        $"class {value} of {label} has only {Count(rows, "row")}",
        $"{label} 的类别 {value} 只有 {rows} 行");

    public static readonly Message NotAFlagWayOut = new(
        "write 1 or 0 in a column that says whether a row is of a class",
        "表示是否属于某个类别的列请写 1 或 0");

    public static Message NotAFlag(string column, string cell) => new(
        $"column {column} is to say yes or no to a class, but this row has \"{cell}\"",
        $"{column} 列应该表示是或否，但这一行是“{cell}”");

    public static readonly Message ReservedColumnWayOut = new(
        "give that column another name: the classes of a row are put together in one of this name",
        "请给这一列改名：各类别会合并到这个名字的列里");

    public static Message ReservedColumn(string column) => new($"the table already has a column {column}", $"表里已经有 {column} 列");

    public static Message LabelNotANumber(string label, string? cell) => new(
        $"{label} is to be a number, but this row has \"{cell}\"",
        $"{label} 应该是数字，但这一行是“{cell}”");

    public static readonly Message LabelNotANumberWayOut = new(
        "correct the cell, or use a classification task",
        "请更正该单元格，或改用分类任务");

    public static Message UnknownClass(string label, string? cell) => new(
        $"{label} has a value that was not learnt: \"{cell}\"",
        $"{label} 出现了没有学过的取值：“{cell}”");

    public static Message UnknownClassWayOut(IEnumerable<string> classes)
    {
        Message names = NameList.Of(classes);
        return new($"the classes are {names.English}", $"已知的类别：{names.Chinese}");
    }

    public static Message DroppedRows(int rows, string label) => Message.Of(
        $"{Count(rows, "row")} left out: no value in {label}",
        $"已略去 {rows:N0} 行：{label} 没有值");

    private static string Count(int number, string thing) => FormattableString.Invariant($"{number:N0} {thing}{(number == 1 ? "" : "s")}");
}
