using Anneal.Cli.Terminal;
using Anneal.Data.Messages;
using Anneal.Tests;

namespace Anneal.Cli.Tests;

public sealed class HelpTests : IDisposable
{
    private readonly Shell shell = new();

    public void Dispose() => shell.Dispose();

    [Theory]
    [InlineData("root")]
    [InlineData("run")]
    [InlineData("predict")]
    [InlineData("new")]
    [InlineData("completion")]
    [InlineData("runs")]
    [InlineData("runs list")]
    [InlineData("runs compare")]
    public void Help_in_both_languages(string command)
    {
        string text = "";
        foreach (string language in new[] { "en", "zh" })
        {
            string[] words = command == "root" ? [] : command.Split(' ');
            shell.Run([.. words, "--help", "--lang", language]).ShouldBe(0);
            text += shell.Output;
        }

        Snapshot.Match(text, $"help-{command.Replace(' ', '-')}");
    }

    [Fact]
    public void Every_command_shows_lines_of_its_own_that_it_understands()
    {
        shell.Run("--help", "--lang", "en").ShouldBe(0);
        string[] commands = [.. shell.Output.Split("Commands\n")[1].Split("\n\n")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim().Split(' ')[0])];
        commands.Length.ShouldBeGreaterThan(15);
        foreach (string command in commands.Concat(["runs show", "runs delete"]))
        {
            shell.Run([.. command.Split(' '), "--help", "--lang", "en"]).ShouldBe(0, shell.Error);
            string[] examples = [.. shell.Output.Split("Examples\n")[1].Split('\n').Where(line => line.StartsWith("  anneal ", StringComparison.Ordinal))];
            examples.ShouldNotBeEmpty(command);
            examples.ShouldAllBe(line => line.StartsWith($"  anneal {command}", StringComparison.Ordinal), command);
            if (command is not ("completion" or "runs")) shell.Output.ShouldContain("--json", Case.Sensitive, command);
        }
    }

    [Fact]
    public void Nothing_typed_shows_the_help() => (shell.Run(), shell.Output).ShouldSatisfyAllConditions(
        it => it.Item1.ShouldBe(0),
        it => it.Output.ShouldStartWith("Anneal: from your own data"));

    [Theory]
    [InlineData(null, null, "zh_CN.UTF-8", Language.Chinese)]
    [InlineData(null, "en_US.UTF-8", "zh_CN.UTF-8", Language.English)]
    [InlineData("zh_TW", "en_US.UTF-8", null, Language.Chinese)]
    [InlineData(null, null, "de_DE.UTF-8", Language.English)]
    [InlineData(null, null, null, Language.English)]
    [InlineData("", "", "zh_CN", Language.Chinese)]
    public void The_environment_chooses_the_language(string? all, string? messages, string? lang, Language expected)
    {
        string? Variable(string name) => name switch { "LC_ALL" => all, "LC_MESSAGES" => messages, "LANG" => lang, _ => null };
        LanguageChoice.Choose([], Variable).ShouldBe(expected);
        LanguageChoice.Choose(["run", "--lang=zh"], Variable).ShouldBe(Language.Chinese);
        LanguageChoice.Choose(["--lang", "en"], Variable).ShouldBe(Language.English);
    }

    [Fact]
    public void The_line_to_type_next_fits_how_the_program_was_called()
    {
        using TempFolder checkout = new();
        string project = Directory.CreateDirectory(Path.Combine(checkout.Path, "src", "Anneal.Cli", "bin", "Debug", "net10.0")).FullName;
        Calling.CommandLine(Path.Combine(project, "anneal"), checkout.Path).ShouldBe("anneal");
        File.WriteAllText(Path.Combine(checkout.Path, "src", "Anneal.Cli", "Anneal.Cli.csproj"), "");
        Calling.CommandLine(Path.Combine(project, "anneal"), checkout.Path).ShouldBe("dotnet run -c Debug --project src/Anneal.Cli --");
        Calling.CommandLine("/usr/bin/anneal", "/").ShouldBe("anneal");
        Calling.CommandLine(null, "/").ShouldBe("anneal");
    }
}
