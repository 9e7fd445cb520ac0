using Anneal.Tests;

namespace Anneal.Cli.Tests;

/// <summary>Every mistake of the user: exit code 2 and a text that says what, where, and the way out.</summary>
public sealed class ErrorTests : IDisposable
{
    private readonly Shell shell = new();

    public void Dispose() => shell.Dispose();

    [Theory]
    [InlineData("unknown-key", "data: {sourse: loans.csv}")]
    [InlineData("missing-file", "data: {source: lones.csv}")]
    [InlineData("no-such-column", "data: {source: loans.csv, columns: {label: endet}}")]
    [InlineData("broken-row", "data: {source: broken.csv}")]
    [InlineData("unclosed-quote", "data: {source: quote.csv}")]
    [InlineData("wrong-value", "data: {source: loans.csv}\ntrain: {epochs: many}\nmodel: mlp")]
    [InlineData("bad-split", "data: {source: loans.csv, split: {train: 0.9}}")]
    [InlineData("bad-target", "data: {source: loans.csv}\ntargets: {accuracy: 0.8}")]
    public void A_recipe_s_mistakes(string name, string lines)
    {
        LoansSample.Write(shell);
        shell.Write("broken.csv", "a,label\n1,x\n2\n");
        shell.Write("quote.csv", "a,label\n1,x\n2,\"y\n3,x\n");
        shell.Write("recipe.yaml", $"task: tabular-classification\n{lines}\n");
        Hold(name, "run", shell.Path, "--out", shell.At("runs"));
        Directory.Exists(shell.At("runs")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("unknown-column", """{"incme": 95}""")]
    [InlineData("wrong-type", """{"income": "much"}""")]
    [InlineData("not-json", "income=95")]
    public void A_row_s_mistakes(string name, string row)
    {
        LoansSample.Write(shell);
        shell.Run("run", shell.Path, "--out", shell.At("runs")).ShouldBe(0, shell.Error);
        Hold(name, "predict", Directory.GetDirectories(shell.At("runs")).Single(), "--row", row);
    }

    [Theory]
    [InlineData("unknown-command", "rum")]
    [InlineData("unknown-option", "run x --oot y")]
    [InlineData("no-recipe", "run")]
    [InlineData("no-value", "run x --out")]
    [InlineData("too-many", "run x y")]
    [InlineData("no-such-recipe", "run nowhere.yaml")]
    [InlineData("no-bundle", "predict nowhere --row {}")]
    [InlineData("nothing-to-predict", "predict nowhere")]
    [InlineData("two-things-to-predict", "predict nowhere --row {} --file x")]
    public void A_command_line_s_mistakes(string name, string line) => Hold(name, line.Split(' '));

    [Fact]
    public void An_unknown_language_is_a_mistake_too()
    {
        shell.Run("run", "x", "--lang", "fr").ShouldBe(2);
        shell.Error.ShouldBe("Error: there is no language \"fr\"\n  fix:   use one of en, zh\n");
    }

    private void Hold(string name, params string[] args)
    {
        string text = "";
        foreach (string language in new[] { "en", "zh" })
        {
            shell.Run(["--lang", language, .. args]).ShouldBe(2);
            text += Shell.Plain(shell.Error, shell.Path);
        }

        Snapshot.Match(text, $"error-{name}");
    }
}
