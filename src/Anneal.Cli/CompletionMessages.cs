using Anneal.Data.Messages;

namespace Anneal.Cli;

/// <summary>What is said about completion in shells.</summary>
internal static class CompletionMessages
{
    public static readonly Message Description = new(
        "Print a script that completes commands and options in a shell.",
        "输出一段脚本，让终端自动补全命令和选项。");

    public static Message NoSuchShell(string shell) => new($"there is no completion for {shell}", $"不支持 {shell} 的自动补全");
}
