using System.Text.RegularExpressions;
using Anneal.Tests;

namespace Anneal.Cli.Tests;

public sealed partial class RunAndPredictTests : IDisposable
{
    private readonly Shell shell = new();

    public RunAndPredictTests() => LoansSample.Write(shell);

    public void Dispose() => shell.Dispose();

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public void What_a_run_prints(string language)
    {
        shell.Run("run", shell.Path, "--out", shell.At("runs"), "--lang", language).ShouldBe(0, shell.Error);

        // The words are held here, not the learnt numbers: those are for the tests of training.
        Snapshot.Match(Counts().Replace(Decimals().Replace(shell.Printed, " #.#"), " #"), $"run-{language}");
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public void What_a_prediction_prints(string language)
    {
        string bundle = Train();
        shell.Run("predict", bundle, "--lang", language, "--row", """{"income": 95, "town": "广州", "ended": "bad"}""").ShouldBe(0);
        Snapshot.Match(Bars().Replace(Decimals().Replace(shell.Printed, " #.#"), "█"), $"predict-{language}");
    }

    [Fact]
    public void A_file_is_answered_row_by_row_on_standard_output()
    {
        string bundle = Train();
        shell.Write("new.csv", "spending;income\n3;95\n95;\n");
        shell.Run("predict", bundle, "--file", shell.At("new.csv")).ShouldBe(0, shell.Error);
        string[] lines = shell.Output.Split('\n');
        lines[0].ShouldBe("spending,income,predicted_ended,probability_bad,probability_good");
        lines[1].ShouldStartWith("3,95,");
        lines[2].ShouldStartWith("95,,");
        lines.Length.ShouldBe(4);
        shell.Error.ShouldContain("has no column town: treated as missing in every row");

        shell.Run("predict", bundle, "--file", shell.At("new.csv"), "--json").ShouldBe(0);
        shell.Output.Split('\n').Length.ShouldBe(3);
    }

    [Fact]
    public void A_terminal_gets_a_moving_line_and_colours_and_no_colour_when_told_so()
    {
        using Shell screen = new() { IsTerminal = true };
        LoansSample.Write(screen);
        screen.Run("run", screen.Path, "--out", screen.At("runs")).ShouldBe(0);
        screen.Output.ShouldContain("\r\e[2K  ━");
        screen.Output.ShouldContain("\e[1m");
        screen.Variables["NO_COLOR"] = "1";
        screen.Run("run", Path.Combine(screen.Path, "missing.yaml")).ShouldBe(2);
        screen.Error.ShouldNotContain("\e[");
        screen.Variables.Remove("NO_COLOR");
        screen.Run("run", Path.Combine(screen.Path, "missing.yaml")).ShouldBe(2);
        screen.Error.ShouldContain("\e[");
    }

    [Fact]
    public void What_is_piped_holds_no_control_characters()
    {
        Train();
        (shell.Output + shell.Error).ShouldNotContain('\e');
        (shell.Output + shell.Error).ShouldNotContain('\r');
    }

    [Theory]
    [InlineData("income,spending,town\n95,3,上海\n3,95,北京\n")]
    [InlineData("{\"income\": 95, \"spending\": 3, \"town\": \"上海\"}\n{\"income\": 3, \"spending\": 95, \"town\": \"北京\"}\n")]
    public void Rows_may_come_through_a_pipe(string rows)
    {
        string bundle = Train();
        shell.Input = rows;
        shell.Run("predict", bundle).ShouldBe(0, shell.Error);
        string csv = shell.Output;
        csv.Split('\n').Length.ShouldBe(4);
        shell.Run("predict", bundle, "--file", "-", "--json").ShouldBe(0, shell.Error);
        shell.Output.Split('\n').Length.ShouldBe(3);
        shell.Output.ShouldStartWith("{\"label\":");
        shell.Input = "income,spending\n1,2,3\n";
        shell.Run("predict", bundle).ShouldBe(2);
        shell.Error.ShouldContain("standard input, line 2");
    }

    [Fact]
    public void Ctrl_c_ends_with_130_and_leaves_no_bundle()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        shell.Run(stop.Token, "run", shell.Path, "--out", shell.At("runs")).ShouldBe(130);
        Directory.GetDirectories(shell.At("runs")).Where(folder => !Path.GetFileName(folder).StartsWith('.')).ShouldBeEmpty();
        shell.Error.ShouldBe("Stopped. What was reached is kept: go on with the same command and --resume.\n");
    }

    private string Train()
    {
        shell.Run("run", shell.Path, "--out", shell.At("runs")).ShouldBe(0, shell.Error);
        return Directory.GetDirectories(shell.At("runs")).Single();
    }

    [GeneratedRegex(@" *\d+\.\d+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Decimals();

    /// <summary>Whole numbers that were learnt too: the cells of the confusion matrix, and the best epoch.</summary>
    [GeneratedRegex(@"(?<=^  (bad|good)\b.*) +\d+\b(?!\.)|(?<=epoch) \d(?= was)|(?<=第) \d(?= 轮最)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Counts();

    [GeneratedRegex("█+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Bars();
}
