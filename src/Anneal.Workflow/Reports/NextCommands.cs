using Anneal.Data.Messages;
using Anneal.Insight.Report;

namespace Anneal.Workflow.Reports;

/// <summary>What a reader of the report can type next.</summary>
internal static class NextCommands
{
    /// <summary>The commands for a bundle.</summary>
    /// <param name="bundle">Its folder, as the user would type it.</param>
    /// <param name="example">A row to try it with (JSON).</param>
    public static ReportFact[] For(string bundle, string example)
    {
        string folder = Quoted(bundle);
        return
        [
            new(new Message("Ask it about one row", "预测一行"), $"anneal predict {folder} --row {Quoted(example)}"),
            new(new Message("Ask it about a file", "预测整个文件"), $"anneal predict {folder} --file new.csv > answers.csv"),
            new(new Message("Let programs ask it over HTTP, and people on a page", "启动 HTTP 服务，供程序和网页使用"), $"anneal serve {folder}"),
            new(new Message("Measure it on new rows with labels", "用新的带标签数据再评估"), $"anneal evaluate {folder} new.csv"),
        ];
    }

    /// <summary>As a shell takes it.</summary>
    public static string Quoted(string text) =>
        text.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '/' or '.' or '-' or '_') && text.Length > 0 ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
