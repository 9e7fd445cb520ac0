using System.Globalization;

namespace Anneal.Data.Messages;

/// <summary>What reading tables of every format says to people.</summary>
internal static class SourceMessages
{
    public static readonly Message NotText = new("this is not a text file: it holds bytes of value 0", "这不是文本文件：里面有值为 0 的字节");

    public static readonly Message NotTextWayOut = new(
        "export the table as CSV, or name its format, as in data: {format: sqlite}",
        "请把表格导出为 CSV，或写明格式，例如 data: {format: sqlite}");

    public static readonly Message UnknownEncoding = new("the text is neither UTF-8 nor GB18030", "文本既不是 UTF-8 也不是 GB18030 编码");

    public static readonly Message UnknownEncodingWayOut = new(
        "save it as UTF-8 (in Excel: Save As, \"CSV UTF-8\"), or name its encoding, as in data: {encoding: windows-1252}",
        "请另存为 UTF-8 编码（Excel：另存为，选“CSV UTF-8”），或写明编码，例如 data: {encoding: windows-1252}");

    public static readonly Message MixedEncodingsWayOut = new(
        "two files were probably joined: save each as UTF-8 and join them again",
        "可能是把两个文件拼在了一起：请分别另存为 UTF-8 后再合并");

    public static readonly Message LineTooLong = new("the line is longer than 16 MiB", "这一行超过 16 MiB");

    public static readonly Message LineTooLongWayOut = new(
        "check that this is a table of text, and that every quote is closed",
        "请确认这是文本表格，并且每个引号都已闭合");

    public static readonly Message BrokenFileWayOut = new("copy or export the file again", "请重新复制或导出该文件");

    public static readonly Message NoTableInArchive = new("the archive holds no table", "压缩包里没有表格文件");

    public static readonly Message NoTableInArchiveWayOut = new(
        "put one CSV, TSV, JSONL, XLSX or .npy file into it",
        "请在压缩包里放一个 CSV、TSV、JSONL、XLSX 或 .npy 文件");

    public static readonly Message UnsafeMemberWayOut = new(
        "pack the archive again, with plain paths inside it",
        "请重新打包，压缩包里只用普通的相对路径");

    public static readonly Message UnpacksTooFarWayOut = new(
        "unpack it yourself if you trust it, and name the file inside",
        "如果确认可信，请自行解压，再写明其中的文件");

    public static readonly Message ExcelWithPassword = new("the workbook is protected by a password", "工作簿有密码保护");

    public static readonly Message ExcelWithPasswordWayOut = new("save it without a password", "请取消密码后再保存");

    public static readonly Message NotJson = new("this is not valid JSON", "不是有效的 JSON");

    public static readonly Message NotJsonWayOut = new("write one object a line, as in {\"age\": 39, \"town\": \"Oslo\"}", "每行写一个对象，例如 {\"age\": 39, \"town\": \"上海\"}");

    public static readonly Message HalfCharacter = new("a text here ends within a character (half of a surrogate pair)", "这里的文本含有不完整的字符（半个代理对）");

    public static readonly Message HalfCharacterWayOut = new("write half of a surrogate pair (\\uD800 to \\uDFFF) together with its other half, or the character itself", "代理对（\\uD800 到 \\uDFFF）必须成对书写，或直接写出该字符");

    public static readonly Message NotAnObject = new("the row is not a JSON object", "这一行不是 JSON 对象");

    public static readonly Message NestedListWayOut = new(
        "keep the part that matters as plain values, as in {\"first_item\": \"tea\"}",
        "请只保留需要的部分，写成普通的值，例如 {\"first_item\": \"茶\"}");

    public static readonly Message QueryNeeded = new("a database needs a query", "数据库需要写明查询");

    public static readonly Message QueryFailedWayOut = new("correct data.query, and try it in the database first", "请改正 data.query，可先在数据库里试一下");

    public static readonly Message NoColumns = new("the query gives no columns", "查询没有返回任何列");

    public static readonly Message NoColumnsWayOut = new("write a query that selects columns, as in: select * from customers", "请写一个返回列的查询，例如：select * from customers");

    public static readonly Message ConnectionWayOut = new(
        "check host, port, user, password and the name of the database; a password can come from the environment, as in source: ${DATABASE_URL}",
        "请检查主机、端口、用户、密码和数据库名；密码可以来自环境变量，例如 source: ${DATABASE_URL}");

    public static readonly Message NotAMatrixWayOut = new("save a matrix: one row a sample, one column a feature", "请保存为矩阵：每行一个样本，每列一个特征");

    public static Message BrokenFile(string format, string detail) => new($"this is not a whole {format} file: {detail}", $"不是完整的 {format} 文件：{detail}");

    public static Message MixedEncodings(int otherLine, bool utf8Here) => utf8Here
        ? Message.Of($"this line is UTF-8, but line {otherLine} is GB18030", $"这一行是 UTF-8 编码，而第 {otherLine} 行是 GB18030")
        : Message.Of($"this line is not UTF-8, but line {otherLine} is", $"这一行不是 UTF-8 编码，而第 {otherLine} 行是");

    public static Message NotInEncoding(string encoding) => new($"the text is not {encoding}", $"文本不是 {encoding} 编码");

    public static Message UnknownEncodingName(string name) => new($"there is no encoding {name}", $"没有 {name} 这种编码");

    public static Message UnknownEncodingNameWayOut(string? nearest) => nearest is null
        ? new("write utf-8, gb18030, utf-16 or windows-1252", "请写 utf-8、gb18030、utf-16 或 windows-1252")
        : new($"did you mean {nearest}?", $"是不是想写 {nearest}？");

    public static Message WrongFieldCount(int found, int expected) => Message.Of(
        $"the row has {Count(found, "field")}, the first row has {expected}",
        $"这一行有 {found} 个字段，而第一行有 {expected} 个");

    public static Message RowTooWide(int found, int expected) => Message.Of(
        $"the row has {Count(found, "cell")}, the header has {expected}",
        $"这一行有 {found} 个单元格，而列名有 {expected} 个");

    public static Message SeveralTables(IEnumerable<string> names)
    {
        Message list = NameList.Of(names);
        return new($"the archive holds several tables: {list.English}", $"压缩包里有多个表格：{list.Chinese}");
    }

    public static Message SeveralTablesWayOut(string example) => new($"name one, as in data: {{member: {example}}}", $"请写明用哪一个，例如 data: {{member: {example}}}");

    public static Message NoSuchMember(string member) => new($"the archive holds no {member}", $"压缩包里没有 {member}");

    public static Message NoSuchMemberWayOut(string? nearest, IEnumerable<string> names)
    {
        Message list = NameList.Of(names);
        return nearest is null
            ? new($"it holds {list.English}", $"压缩包里有：{list.Chinese}")
            : new($"did you mean {nearest}?", $"是不是想写 {nearest}？");
    }

    public static Message UnsafeMember(string name) => new($"the archive holds a path that leads out of it: {name}", $"压缩包里有指向外部的路径：{name}");

    public static Message UnpacksTooFar(long limit) => Message.Of($"the archive unpacks to more than {limit / (1 << 20):N0} MiB", $"压缩包解压后超过 {limit / (1 << 20):N0} MiB");

    public static Message PackedTooTightly(long times) => Message.Of(
        $"the archive unpacks to more than {times:N0} times its size, as files made to fill a disk do",
        $"压缩包解压后超过原大小的 {times:N0} 倍，像是用来塞满磁盘的恶意文件");

    public static Message NoSuchSheet(string sheet) => new($"the workbook has no sheet {sheet}", $"工作簿里没有 {sheet} 这张表");

    public static Message NoSuchSheetWayOut(IEnumerable<string> sheets)
    {
        Message list = NameList.Of(sheets);
        return new($"its sheets are {list.English}", $"现有的表：{list.Chinese}");
    }

    public static Message NestedList(string path) => new($"{path} is a list of lists or objects, which a table can't hold", $"{path} 是由列表或对象组成的列表，表格里放不下");

    public static Message KeyTwice(string path) => new($"{path} is given twice in the row", $"{path} 在这一行里写了两次");

    public static Message KeyTwiceWayOut => new("keep one of them", "请只保留一个");

    public static Message TooManyColumns(int most) => Message.Of($"there are more than {most:N0} columns", $"列数超过 {most:N0}");

    public static Message TooManyColumnsWayOut => new("check that this is a table with one row a line", "请确认这是每行一条数据的表格");

    public static Message QueryWayOut(IEnumerable<string> tables)
    {
        Message list = NameList.Of(tables);
        return new(
            $"write data: {{query: select * from ...}}; the tables are {list.English}",
            $"请写 data: {{query: select * from ...}}；现有的表：{list.Chinese}");
    }

    public static Message QueryFailed(string detail) => new($"the query failed: {detail}", $"查询失败：{detail}");

    public static Message ConnectionFailed(string database, string detail) => new($"can't connect to {database}: {detail}", $"无法连接 {database}：{detail}");

    public static Message NoEnvironmentVariable(string name) => new($"the environment has no variable {name}", $"环境变量 {name} 不存在");

    public static Message NoEnvironmentVariableWayOut(string name) => new($"set it before the run: export {name}=...", $"请先设置：export {name}=...");

    public static Message NotAMatrix(string shape) => new($"the array has the shape {shape}; a table has rows and columns", $"数组的形状是 {shape}，而表格只有行和列");

    public static Message NoFilesMatch(string pattern) => new($"no file matches {pattern}", $"没有文件匹配 {pattern}");

    public static Message NoFilesMatchWayOut => new("check the pattern: * stands for any part of a name, ** for folders too", "请检查通配符：* 代表名字的任意部分，** 还包括子文件夹");

    public static Message TooLarge(int rows, long bytes)
    {
        string count = rows.ToString("N0", CultureInfo.InvariantCulture), most = (bytes / 1e9).ToString("0.#", CultureInfo.InvariantCulture);
        return new($"the table is too large to be held: its first {count} rows take more than {most} GB", $"表太大，内存放不下：仅前 {count} 行就超过 {most} GB");
    }

    public static Message TooLargeWayOut(int rows)
    {
        string count = rows.ToString(CultureInfo.InvariantCulture);
        return new(
            $"learn from a sample of its rows, as in: data: {{source: ..., rows: {count}}}; or leave columns out with a query",
            $"请从中抽取一部分行来学习，例如：data: {{source: ..., rows: {count}}}；或用查询去掉不需要的列");
    }

    public static Message ColumnsDiffer(string file, string first) => new($"the columns of {file} are not those of {first}", $"{file} 的列与 {first} 不一致");

    public static Message ColumnsDifferWayOut(IEnumerable<string> missing, IEnumerable<string> extra)
    {
        Message lacks = NameList.Of(missing), has = NameList.Of(extra);
        return new(
            $"give every file the same columns (missing here: {(lacks.English.Length == 0 ? "none" : lacks.English)}; only here: {(has.English.Length == 0 ? "none" : has.English)})",
            $"请让每个文件的列一致（这里缺少：{(lacks.Chinese.Length == 0 ? "无" : lacks.Chinese)}；只有这里有：{(has.Chinese.Length == 0 ? "无" : has.Chinese)}）");
    }

    private static string Count(int number, string thing) => FormattableString.Invariant($"{number:N0} {thing}{(number == 1 ? "" : "s")}");
}
