using System.Globalization;
using Anneal.Data.Messages;
using Anneal.Data.Quality;

namespace Anneal.Cli;

/// <summary>What <c>anneal check</c> says.</summary>
internal static class CheckMessages
{
    public static readonly Message Description = new("Look at a recipe's data without learning from it.", "只检查配方的数据，不训练。");

    public static readonly Message JsonDescription = new("write the findings as one JSON object", "把检查结果写成一个 JSON 对象");

    public static readonly Message FindingsHeading = new("Checks", "数据检查");

    public static readonly Message NothingFound = new("✓ nothing was found", "✓ 没有发现问题");

    public static Message LeftOut(int columns) => columns == 1
        ? new(" → left out", " → 未使用")
        : new(" → all left out", " → 均未使用");

    /// <summary>The first lines that a finding is about; a file is named where the rows come from several.</summary>
    public static Message Where(Finding finding)
    {
        bool oneFile = finding.Examples.Select(place => place.File).Distinct(StringComparer.Ordinal).Count() == 1;
        string lines = string.Join(", ", finding.Examples.Select(place => oneFile ? place.Line.ToString(CultureInfo.InvariantCulture) : $"{place.File}:{place.Line.ToString(CultureInfo.InvariantCulture)}"));
        string more = finding.Rows > finding.Examples.Count ? ", …" : "";
        string file = oneFile ? finding.Examples[0].File + ", " : "";
        return new(
            $"{file}{(finding.Examples.Count == 1 && more.Length == 0 ? "line" : "lines")} {lines}{more}",
            $"{(oneFile ? finding.Examples[0].File + " " : "")}第 {lines}{more} 行");
    }

    public static Message Verdict(IReadOnlyList<Finding> findings)
    {
        int errors = findings.Count(f => f.Severity == Severity.Error), warnings = findings.Count(f => f.Severity == Severity.Warning);
        if (errors > 0) return new($"✗ {Count(errors, "error")}: nothing can be learnt from this data yet", $"✗ {errors} 个错误：这份数据暂时还不能用来训练");
        return warnings > 0
            ? new($"✓ ready to run, with {Count(warnings, "warning")}", $"✓ 可以运行，有 {warnings} 个提醒")
            : new("✓ ready to run", "✓ 可以运行");
    }

    private static string Count(int number, string thing) => FormattableString.Invariant($"{number} {thing}{(number == 1 ? "" : "s")}");
}
