using Anneal.Data.Messages;

namespace Anneal.Server;

/// <summary>What the server says to people.</summary>
internal static class ServerMessages
{
    public static readonly Message NotJsonWayOut = new(
        "send a JSON object of column names and values, or a list of them; GET /schema shows the columns",
        "请发送由列名和值组成的 JSON 对象，或它们的列表；GET /schema 可查看所有列");

    public static readonly Message BadRequest = new("the request is too large or broken", "请求过大或不完整");

    public static readonly Message BadRequestWayOut = new("send fewer rows at a time", "请减少一次发送的行数");

    public static readonly Message TooManyRowsWayOut = new(
        "send them in parts, or use anneal predict --file",
        "请分批发送，或使用 anneal predict --file");

    public static readonly Message Predict = new("Predict", "预测");

    public static readonly Message FillIn = new(
        "Fill in what you know; what stays empty counts as missing.",
        "填写已知的内容即可，留空的按缺失处理。");

    public static readonly Message NoText = new("there is nothing to answer", "没有可回答的内容");

    public static readonly Message NothingFound = new("nothing was found", "没有找到任何内容");

    public static readonly Message ForPrograms = new("The same for a program:", "程序可以这样调用：");

    public static Message NoTextWayOut(IReadOnlyList<string> inputs)
    {
        string row = "{" + string.Join(", ", inputs.Select(name => $"\"{name}\": \"...\"")) + "}";
        return new Message($"send {row}, or a list of such objects", $"请发送 {row}，或由它们组成的列表");
    }

    public static Message NotJson(long line) => Message.Of($"line {line} is not valid JSON", $"第 {line} 行不是有效的 JSON");

    public static Message TooManyRows(int most) => Message.Of($"one request may hold {most:N0} rows at most", $"一次请求最多 {most:N0} 行");
}
