using System.Text.Json;
using Anneal.Tests;

namespace Anneal.Cli.Tests;

public sealed class CheckTests : IDisposable
{
    private readonly Shell shell = new();

    public void Dispose() => shell.Dispose();

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public void What_a_check_prints(string language)
    {
        Loans();
        shell.Run("check", shell.Path, "--lang", language).ShouldBe(0, shell.Error);
        Snapshot.Match(shell.Printed, $"check-{language}");
        Directory.GetFileSystemEntries(shell.Path).Length.ShouldBe(2);
    }

    [Fact]
    public void Programs_get_one_object()
    {
        Loans();
        shell.Run("check", shell.Path, "--json").ShouldBe(0);
        using JsonDocument json = JsonDocument.Parse(shell.Output);
        json.RootElement.GetProperty("errors").GetInt32().ShouldBe(0);
        JsonElement leak = json.RootElement.GetProperty("findings").EnumerateArray().Single(f => f.GetProperty("check").GetString() == "target-leakage");
        leak.GetProperty("columns")[0].GetString().ShouldBe("reminder");
        leak.GetProperty("left_out").GetBoolean().ShouldBeTrue();
        json.RootElement.GetProperty("columns").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "reminder").GetProperty("role").GetString().ShouldBe("ignored");
    }

    [Fact]
    public void What_forbids_to_go_on_is_exit_code_2_here_and_in_a_run()
    {
        shell.Write("t.csv", "x,part,label\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i * 7 % 31},{(i < 40 ? "train" : i < 50 ? "valid" : "test")},{(i >= 55 ? "new" : i % 2 == 0 ? "a" : "b")}\n")));
        shell.Write("recipe.yaml", "name: t\ntask: tabular-classification\ndata: {source: t.csv, columns: {label: label}, split: {column: part}}\n");
        shell.Run("check", shell.Path).ShouldBe(2);
        shell.Output.ShouldContain("✗ class new of label has 5 rows to choose or test by, but none to learn from");
        shell.Output.ShouldContain("lines 57, 58, 59, 60, 61");
        shell.Run("run", shell.Path, "--out", shell.At("runs")).ShouldBe(2);
        shell.Error.ShouldContain("t.csv, line 57");
        Directory.Exists(shell.At("runs")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public void What_a_check_of_conversations_prints(string language)
    {
        string Row(string asked, string answered) => $$"""{"messages": [{"role": "user", "content": "{{asked}}"}, {"role": "assistant", "content": "{{answered}}"}]}""";
        shell.Write("talks.jsonl", string.Join('\n', [.. Enumerable.Range(0, 30).Select(i => Row($"How much is {i}?", $"It is {i}.")), Row("How much is 3?", "It is 3."), Row("How much is 4?", "Four."), Row("Hm", " "), """{"messages": [{"role": "assistant", "content": "Hi"}]}"""]));
        shell.Write("recipe.yaml", "name: sums\ntask: chat\ndata: {source: talks.jsonl}\n");
        shell.Run("check", shell.Path, "--lang", language).ShouldBe(0, shell.Error);
        Snapshot.Match(shell.Printed, $"check-talks-{language}");
        shell.Run("check", shell.Path, "--json").ShouldBe(0);
        using JsonDocument json = JsonDocument.Parse(shell.Output);
        json.RootElement.GetProperty("conversations").GetInt32().ShouldBe(34);
        json.RootElement.GetProperty("roles").GetProperty("user").GetInt32().ShouldBe(33);
        json.RootElement.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("check").GetString()).ShouldContain("same-question-other-answer");
    }

    [Fact]
    public void Texts_are_checked_too()
    {
        shell.Write("tales.txt", string.Concat(Enumerable.Range(0, 100).Select(i => $"The fox saw {i % 50} owls.\n")));
        shell.Write("recipe.yaml", "name: tales\ntask: language-model\ndata: {source: tales.txt, documents: lines}\n");
        shell.Run("check", shell.Path, "--set", "model.context=512").ShouldBe(2);
        shell.Output.ShouldContain("100 documents, 1,980 characters");
        shell.Output.ShouldContain("50 of 100 documents say the same as an earlier one");
        shell.Output.ShouldContain("the part to choose by has");
        shell.Run("check", shell.Path, "--set", "model.context=16").ShouldBe(0);
        shell.Output.ShouldContain("are little for a network from nothing");
    }

    [Fact]
    public void NaN_in_the_label_is_an_error_with_its_line()
    {
        shell.Write("t.csv", "x,y\n1,2\n3,NaN\n4,5\n");
        shell.Write("recipe.yaml", "task: tabular-regression\ndata: {source: t.csv, columns: {label: y}}\n");
        shell.Run("check", shell.Path).ShouldBe(2);
        shell.Error.ShouldContain("t.csv, line 3");
        shell.Error.ShouldContain("column y, which is to be predicted, holds NaN");
    }

    /// <summary>Loans with a key, a reminder that is only sent when a loan went bad, a constant, a doubled header and some empty cells.</summary>
    private void Loans()
    {
        shell.Write("loans.csv", "id,income,town,town,currency,reminder,ended\n" + string.Concat(Enumerable.Range(0, 300).Select(Row)));
        shell.Write("recipe.yaml", "name: loans\ntask: tabular-classification\ndata: {source: loans.csv, columns: {label: ended}}\n");

        static string Row(int row)
        {
            string ended = row * 37 % 100 < row * 53 % 97 ? "bad" : "good";
            return $"{row + 1},{(row % 25 == 3 ? "" : row * 37 % 100)},{(row % 3 == 0 ? "上海" : "北京")},{(row % 5 == 0 ? "Oslo" : "Bergen")},CNY,{(ended == "bad" ? "sent" : "none")},{ended}\n";
        }
    }
}
