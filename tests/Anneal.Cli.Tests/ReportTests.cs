using System.Text.Json;

namespace Anneal.Cli.Tests;

/// <summary><c>anneal report</c> and <c>anneal evaluate</c>.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly Shell shell = new();

    public ReportTests() => LoansSample.Write(shell);

    public void Dispose() => shell.Dispose();

    [Fact]
    public void A_report_is_written_again_in_the_language_asked_for()
    {
        string bundle = Train();
        string report = Path.Combine(bundle, "report.html");
        File.ReadAllText(report).ShouldContain("<html lang=\"en\">");
        shell.Run("report", bundle, "--lang", "zh").ShouldBe(0, shell.Error);
        shell.Output.Trim().ShouldBe(report);
        File.ReadAllText(report).ShouldContain("<html lang=\"zh-CN\">");
        File.ReadAllText(Path.Combine(bundle, "model-card.md")).ShouldContain("## 局限");
        shell.Run("report", bundle, "--json").ShouldBe(0, shell.Error);
        JsonElement written = JsonDocument.Parse(shell.Output).RootElement;
        written.GetProperty("report").GetString().ShouldBe(report);
        File.Exists(written.GetProperty("model_card").GetString()).ShouldBeTrue();

        // Nothing is lost on the way through report.json: English again is the page that the run wrote.
        shell.Run("report", bundle, "--lang", "en").ShouldBe(0, shell.Error);
        string[] files = Directory.GetFiles(bundle);
        files.ShouldNotContain(file => file.EndsWith(".tmp"));
    }

    [Fact]
    public void A_report_written_again_is_the_same_to_the_byte()
    {
        string bundle = Train();
        string report = Path.Combine(bundle, "report.html");
        string first = File.ReadAllText(report);
        shell.Run("report", bundle, "--lang", "en").ShouldBe(0, shell.Error);
        File.ReadAllText(report).ShouldBe(first);
    }

    [Fact]
    public void New_rows_are_measured_against_the_numbers_of_the_run()
    {
        string bundle = Train();
        shell.Run("evaluate", bundle, shell.At("loans.csv"), "--lang", "en").ShouldBe(0, shell.Error);
        shell.Output.ShouldContain("ROC-AUC");
        shell.Run("evaluate", bundle, shell.At("loans.csv"), "--json").ShouldBe(0, shell.Error);
        using JsonDocument json = JsonDocument.Parse(shell.Output);
        json.RootElement.GetProperty("rows").GetInt32().ShouldBeGreaterThan(150);
        double accuracy = json.RootElement.GetProperty("metrics").GetProperty("accuracy").GetDouble();
        accuracy.ShouldBeInRange(json.RootElement.GetProperty("intervals").GetProperty("accuracy")[0].GetDouble(), json.RootElement.GetProperty("intervals").GetProperty("accuracy")[1].GetDouble());
    }

    [Fact]
    public void Rows_without_labels_and_folders_without_a_report_are_the_users_mistake()
    {
        string bundle = Train();
        shell.Write("new.csv", "income,spending,town\n3,4,北京\n");
        shell.Run("evaluate", bundle, shell.At("new.csv")).ShouldBe(2);
        shell.Error.ShouldContain("ended");
        shell.Run("report", shell.At("nowhere")).ShouldBe(2);
        File.WriteAllText(Path.Combine(bundle, "report.json"), "{\"name\": 3");
        shell.Run("report", bundle).ShouldBe(2);
        shell.Error.ShouldContain("report.json");
    }

    private string Train()
    {
        shell.Run("run", shell.Path, "--out", shell.At("runs"), "--lang", "en").ShouldBe(0, shell.Error);
        return Directory.GetDirectories(shell.At("runs")).Single(folder => !Path.GetFileName(folder).StartsWith('.'));
    }
}
