using Anneal.Data.Messages;

namespace Anneal.Workflow.Messages;

/// <summary>What is said about the store of runs.</summary>
internal static class StoreMessages
{
    public static readonly Message NoConnectionString = new("the connection string of the store can't be read", "存储的连接字符串无法解析");

    public static readonly Message NoConnectionStringWayOut = new(
        "write it as postgresql://user:password@host/database or as \"Host=...;Database=...;Username=...;Password=...\"",
        "请写成 postgresql://用户:密码@主机/数据库，或 \"Host=...;Database=...;Username=...;Password=...\"");

    public static readonly Message TooNewWayOut = new(
        "use that version of Anneal or a newer one, or name another store with --store",
        "请使用那个版本或更新的 Anneal，或用 --store 指定另一个存储");

    public static readonly Message UnusableWayOut = new(
        "check that it may be read and written, or name another store with --store",
        "请检查读写权限，或用 --store 指定另一个存储");

    public static readonly Message UnreachableWayOut = new(
        "check that the server runs and that the host, the database, the user and the password are right",
        "请检查服务器是否在运行，以及主机、数据库、用户名和密码是否正确");

    public static readonly Message NotThereWayOut = new(
        "train a model first with \"anneal run\", or name the store with --store",
        "请先用 anneal run 训练一个模型，或用 --store 指定存储");

    public static readonly Message NoSuchRunWayOut = new(
        "\"anneal runs list\" shows them all",
        "anneal runs list 会列出全部运行");

    public static Message TooNew(string store, long version) => Message.Of(
        $"{store} was made by a later version of Anneal (its tables have version {version})",
        $"{store} 是更高版本的 Anneal 创建的（表结构版本 {version}）");

    public static Message Unusable(string store, string detail) => new($"the store {store} can't be used: {detail}", $"存储 {store} 无法使用：{detail}");

    public static Message NotThere(string store) => new($"there is no store of runs at {store}", $"{store} 处没有运行记录");

    public static Message NoSuchRun(string written) => new($"there is no run {written}", $"没有 {written} 这个运行");

    public static Message SeveralRuns(string written) => new($"several runs begin with {written}", $"有多个运行以 {written} 开头");

    public static Message SeveralRunsWayOut(IEnumerable<string> ids)
    {
        Message list = NameList.Of(ids);
        return new($"write more of it: {list.English}", $"请多写几位：{list.Chinese}");
    }

    public static Message Lost(string detail) => new(
        $"the run can no longer be written to the store ({detail}); training goes on, and the bundle will be whole",
        $"无法继续写入运行记录（{detail}）；训练照常进行，模型包不受影响");
}
