using Anneal.Data.Messages;
using Anneal.Workflow.Targets;

namespace Anneal.Cli;

/// <summary>What <c>anneal serve</c> says.</summary>
internal static class ServeMessages
{
    public static readonly Message Description = new("Serve a bundle over HTTP with a page to try it on, or a language model in the form of OpenAI's API.", "通过 HTTP 提供模型服务，并附带试用页面；语言模型以 OpenAI 的接口提供。");

    public static readonly Message HostDescription = new("address to listen on (default: 127.0.0.1, this machine alone)", "监听地址（默认：127.0.0.1，仅本机可访问）");

    public static readonly Message PortDescription = new("port to listen on (default: 8080; 0 takes a free one)", "监听端口（默认：8080；0 表示自动选择）");

    public static readonly Message MissedDescription = new("serve although the bundle missed a target", "即使模型包有未达标的目标也提供服务");

    public static readonly Message MissedWayOut = new("improve the model, change the target, or say --allow-missed-targets", "请改进模型、调整目标，或加上 --allow-missed-targets");

    public static readonly Message PortTakenWayOut = new("choose another with --port", "请用 --port 换一个端口");

    public static readonly Message Stop = new("Ctrl-C stops it.", "按 Ctrl-C 停止。");

    public static readonly Message Stopped = new("Stopped.", "已停止。");

    public static Message Missed(IEnumerable<TargetResult> missed)
    {
        string list = string.Join(", ", missed.Select(t => $"{t.Metric} {t.Target}"));
        return new($"the bundle missed a target: {list}", $"模型包有未达标的目标：{list}");
    }

    public static Message PortTaken(int port) => Message.Of($"port {port} can't be listened on", $"无法监听端口 {port}");

    public static Message Serving(string name, string address) => new($"Serving {name} at {address}", $"{name} 已在 {address} 提供服务");
}
