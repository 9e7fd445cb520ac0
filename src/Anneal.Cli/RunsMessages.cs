using Anneal.Data.Messages;
using Anneal.Workflow.Store;

namespace Anneal.Cli;

/// <summary>What the command line says about earlier runs.</summary>
internal static class RunsMessages
{
    public static readonly Message RunsDescription = new("List, show, compare and delete earlier runs.", "列出、查看、比较和删除以往的运行。");

    public static readonly Message ListDescription = new("List earlier runs, the latest first.", "列出以往的运行，最新的在前。");

    public static readonly Message ShowDescription = new("Show all that is known of a run.", "查看某次运行的全部信息。");

    public static readonly Message CompareDescription = new("Show runs side by side: what they measured and where their recipes differ.", "并排比较多次运行：指标，以及配方的不同之处。");

    public static readonly Message DeleteDescription = new("Forget runs and delete their bundles.", "删除运行记录和对应的模型包。");

    public static readonly Message StoreDescription = new(
        "where runs are recorded: a SQLite file or a PostgreSQL connection string (default: ANNEAL_STORE, or anneal.db beside the bundles)",
        "运行记录的位置：SQLite 文件或 PostgreSQL 连接字符串（默认：ANNEAL_STORE，或模型包旁边的 anneal.db）");

    public static readonly Message RunArgument = new("a run: its id, the first characters of it, or its bundle's folder", "运行：编号、编号的前几位，或模型包文件夹");

    public static readonly Message RunArguments = new("runs: ids, first characters of ids, or bundles' folders", "若干运行：编号、编号的前几位，或模型包文件夹");

    public static readonly Message MostDescription = new("how many runs at most (default: 20)", "最多显示多少个运行（默认：20）");

    public static readonly Message JsonDescription = new("print one JSON object and nothing else", "只输出一个 JSON 对象，便于程序读取");

    public static readonly Message YesDescription = new("delete without asking", "不再询问，直接删除");

    public static readonly Message NoRuns = new("No runs yet.", "还没有运行记录。");

    public static readonly Message RunWord = new("run", "运行");

    public static readonly Message NameWord = new("name", "名称");

    public static readonly Message StateWord = new("state", "状态");

    public static readonly Message StartedWord = new("started", "开始时间");

    public static readonly Message TookWord = new("took", "用时");

    public static readonly Message TaskWord = new("task", "任务");

    public static readonly Message TestWord = new("on test", "测试集");

    public static readonly Message ValidWord = new("on validation", "验证集");

    public static readonly Message MetricWord = new("metric", "指标");

    public static readonly Message SettingWord = new("setting", "设置");

    public static readonly Message BundleWord = new("bundle", "模型包");

    public static readonly Message ReasonWord = new("reason", "原因");

    public static readonly Message MeasuredHeading = new("Measured", "指标");

    public static readonly Message RecipeHeading = new("Recipe", "配方");

    public static readonly Message DifferencesHeading = new("Where the recipes differ", "配方的不同之处");

    public static readonly Message NoDifferences = new("nowhere: the recipes say the same", "没有：配方完全相同");

    public static readonly Message EpochsHeading = new("Epochs", "训练轮次");

    public static readonly Message OneRunOnly = new("one run can't be compared", "只有一个运行，无法比较");

    public static readonly Message OneRunOnlyWayOut = new("name two or more, as \"anneal runs list\" shows them", "请写两个或更多，anneal runs list 会列出全部");

    public static readonly Message MostIsWrong = new("--most is not a number above 0", "--most 应为大于 0 的数字");

    public static readonly Message MostIsWrongWayOut = new("write it as --most 50", "例如 --most 50");

    public static readonly Message NobodyToAsk = new("deleting has to be confirmed, and nobody is there to ask", "删除需要确认，但当前无法询问");

    public static readonly Message NobodyToAskWayOut = new("add --yes if you are sure", "确定要删除的话，请加上 --yes");

    public static readonly Message NothingDeleted = new("Nothing was deleted.", "没有删除任何内容。");

    public static Message ListHeading(string store) => new($"Runs in {store}", $"{store} 中的运行");

    public static Message MoreRuns(int most) => Message.Of($"the latest {most} are shown; --most shows more", $"只显示最新的 {most} 个；用 --most 可以显示更多");

    public static Message State(RunState state) => state switch
    {
        RunState.Running => new Message("running", "进行中"),
        RunState.Finished => new Message("finished", "已完成"),
        RunState.Failed => new Message("failed", "失败"),
        RunState.Stopped => new Message("stopped", "已停止"),
        _ => new Message("killed", "被中断"),
    };

    public static Message Took(TimeSpan duration) => duration.TotalMinutes switch
    {
        < 2 => Message.Of($"{duration.TotalSeconds:0.0} s", $"{duration.TotalSeconds:0.0} 秒"),
        < 120 => Message.Of($"{duration.TotalMinutes:0} min", $"{duration.TotalMinutes:0} 分钟"),
        _ => Message.Of($"{duration.TotalHours:0.0} h", $"{duration.TotalHours:0.0} 小时"),
    };

    public static Message TargetsMet(StoredBundle bundle) => Message.Of($"{bundle.TargetsMet} of {bundle.Targets}", $"{bundle.TargetsMet}/{bundle.Targets}");

    public static Message Epochs(string learner, int epochs, int best, double loss) => Message.Of(
        $"{learner}: {epochs} epochs; the lowest validation loss, {loss:0.000}, came with epoch {best}",
        $"{learner}：共 {epochs} 轮；第 {best} 轮的验证损失最低（{loss:0.000}）");

    public static Message ToDelete(StoredRun run, string? bundle) => bundle is null
        ? new Message($"{run.Id} ({run.Name})", $"{run.Id}（{run.Name}）")
        : new Message($"{run.Id} ({run.Name}) with its bundle {bundle}", $"{run.Id}（{run.Name}），连同模型包 {bundle}");

    public static Message AskToDelete(int runs) => runs == 1
        ? new Message("Delete it? [y/N] ", "确定删除吗？[y/N] ")
        : Message.Of($"Delete these {runs}? [y/N] ", $"确定删除这 {runs} 个吗？[y/N] ");

    public static Message Deleted(string what) => new($"deleted {what}", $"已删除 {what}");

    public static Message NotOurs(string folder) => new(
        $"{folder} does not look like a bundle (any more) and was left as it is",
        $"{folder} 已不像是模型包，保持原样未动");
}
