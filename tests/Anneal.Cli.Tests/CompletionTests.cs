using System.Diagnostics;
using Anneal.Tests;

namespace Anneal.Cli.Tests;

public sealed class CompletionTests : IDisposable
{
    private readonly Shell shell = new();

    public void Dispose() => shell.Dispose();

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("pwsh")]
    public void A_script_for_each_shell(string name)
    {
        shell.Run("completion", name).ShouldBe(0);
        shell.Output.ShouldContain("[suggest:");
    }

    [Fact]
    public void A_shell_that_is_not_known()
    {
        shell.Run("completion", "fish").ShouldBe(2);
        shell.Error.ShouldBe("Error: there is no completion for fish\n  fix:   use one of bash, zsh, pwsh\n");
    }

    [Theory]
    [InlineData("anneal r", "run", "runs")]
    [InlineData("anneal runs ", "list", "show", "compare", "delete")]
    [InlineData("anneal new --task ", "tabular-classification", "text-classification")]
    [InlineData("anneal run --l", "--lang")]
    [InlineData("anneal run --lang ", "en", "zh")]
    public void The_program_tells_what_may_come_next(string line, params string[] expected)
    {
        shell.Run($"[suggest:{line.Length}]", line).ShouldBe(0, shell.Error);
        foreach (string word in expected) shell.Output.Split('\n').ShouldContain(word);
        shell.Output.ShouldNotContain("/?");
    }

    /// <summary>The script in a real bash, with a program in place of ours that answers as ours does.</summary>
    [Fact]
    public void Bash_completes()
    {
        if (!File.Exists("/bin/bash")) Assert.Skip("There is no bash here.");
        shell.Run("completion", "bash").ShouldBe(0);
        const string Line = "anneal runs l";
        using Process bash = Process.Start(new ProcessStartInfo("/bin/bash", ["--norc", "-c", $$"""
            anneal() { [ "$1" = "[suggest:{{Line.Length}}]" ] && [ "$2" = "{{Line}}" ] && printf 'list\nshow\n'; }
            {{shell.Output}}
            COMP_LINE='{{Line}}'; COMP_POINT={{Line.Length}}; COMP_WORDS=(anneal runs l); COMP_CWORD=2
            _anneal
            echo "${COMPREPLY[@]}"
            """]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        bash.StandardOutput.ReadToEnd().ShouldBe("list\n");
    }
}
