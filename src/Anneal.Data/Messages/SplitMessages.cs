namespace Anneal.Data.Messages;

/// <summary>What sharing rows out says to people.</summary>
internal static class SplitMessages
{
    public static readonly Message TrainPart = new("training", "训练");

    public static readonly Message ValidPart = new("validation", "验证");

    public static readonly Message TestPart = new("test", "测试");

    public static readonly Message NotAPartWayOut = new("write train, valid or test", "请写 train、valid 或 test");

    public static readonly Message OtherCountWayOut = new("give one word for each row, in the order of the table", "请按表格的顺序，每行写一个词");

    public static readonly Message NoItemsWayOut = new("give the items as they stand in one of its columns, then a tab and train, valid or test", "每行先写表格某一列里的值，再写制表符和 train、valid 或 test");

    public static readonly Message ItemWithoutPartWayOut = new("add a line for it", "请为它补一行");

    public static readonly Message EmptyPartWayOut = new("change data.split, or bring more rows", "请修改 data.split，或补充数据");

    public static readonly Message NotATimeWayOut = new("write a date such as 2024-01-05, or a number, in every row", "每一行都请写日期（例如 2024-01-05）或数字");

    public static readonly Message NoKeyWayOut = new("give every row a key, or split by another column", "请为每一行补上键值，或换一列来划分");

    public static readonly Message OnlyTables = new("only the rows of a table can be split by a column", "只有表格数据才能按列划分");

    public static readonly Message OnlyTablesWayOut = new("give shares, a file with a word for each example, or files of their own: split: {valid: dev.txt, test: test.txt}", "请写各部分的比例、每个样本一个词的文件，或各自的文件：split: {valid: dev.txt, test: test.txt}");

    public static Message NotAPart(string? word) => word is null
        ? new("there is no part", "没有写明属于哪一部分")
        : new($"\"{word}\" is no part", $"“{word}”不是数据划分的名称");

    public static Message OtherCount(int lines, string file, int rows) => Message.Of($"there are {lines:N0} lines here, but {rows:N0} rows in {file}", $"这里有 {lines:N0} 行，而 {file} 有 {rows:N0} 行数据");

    public static Message NoItems(string file) => new($"no item here stands in {file}", $"这里的条目在 {file} 里都找不到");

    public static Message ItemWithoutPart(string column, string? item, string file) => new($"{column} {item} has no line in {file}", $"{file} 里没有 {column} {item} 这一行");

    public static Message EmptyPart(Message part) => new($"no row is left for the {part.English} part", $"{part.Chinese}部分没有任何数据");

    public static Message NotATime(string column, string? cell) => cell is null
        ? new($"{column} has no time in this row", $"{column} 在这一行没有时间")
        : new($"{column}: \"{cell}\" is neither a date nor a number", $"{column}：“{cell}”既不是日期也不是数字");

    public static Message NoKey(string column) => new($"{column} has no value in this row", $"{column} 在这一行没有值");
}
