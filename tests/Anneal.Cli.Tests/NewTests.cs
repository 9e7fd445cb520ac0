using System.Text.Json;
using System.Text.RegularExpressions;
using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Workflow.LanguageModels;
using Anneal.Workflow.Recipes;

namespace Anneal.Cli.Tests;

/// <summary><c>anneal new</c>: a first recipe.</summary>
public sealed partial class NewTests : IDisposable
{
    private readonly Shell shell = new();

    public NewTests() => LoansSample.Write(shell);

    public void Dispose() => shell.Dispose();

    [Fact]
    public void A_recipe_is_written_from_options_and_runs()
    {
        shell.Run("new", "--task", "tabular-classification", "--data", shell.At("loans.csv"), "--out", shell.At("first")).ShouldBe(0, shell.Error);
        shell.Printed.ShouldBe("<folder>/first/recipe.yaml is written. Next:\n  anneal run <folder>/first\n");
        File.ReadAllText(shell.At("first/recipe.yaml")).ShouldBe(
            """
            # What shall be told, of what, and for whom? One line here helps whoever reads this next.
            name: loans
            task: tabular-classification
            data:
              source: ../loans.csv
              # columns: {label: NAME}  # the column to predict, when it can't be guessed
            # targets: {accuracy: ">= 0.8"}  # what the model must reach: a run says met or missed

            """);
        Recipe recipe = RecipeReader.Read(shell.At("first"));
        recipe.Name.ShouldBe("loans");
        recipe.Task.ShouldBe(TaskKind.TabularClassification);
    }

    [Theory]
    [InlineData("language-model")]
    [InlineData("chat")]
    public void Language_models_are_offered_too(string task)
    {
        shell.Run("new", "--task", task, "--data", shell.At("loans.csv"), "--out", shell.At("words")).ShouldBe(0, shell.Error);
        File.ReadAllText(shell.At("words/recipe.yaml")).ShouldContain("# model: {from: FOLDER, tune: lora}  # to train a model further");
        LanguageTaskNames.Of(LanguageRecipeReader.TryRead(shell.At("words"))!.Task).ShouldBe(task);
    }

    [Fact]
    public void What_is_there_is_not_overwritten()
    {
        shell.Run("new", "--task", "tabular-classification", "--data", shell.At("loans.csv"), "--out", shell.Path).ShouldBe(2);
        shell.Error.ShouldContain("is there already\n  fix:   choose another name with --name, or another folder with --out");
        File.ReadAllText(shell.At("recipe.yaml")).ShouldContain("hidden: [8]");
    }

    [Fact]
    public void A_person_is_asked_and_may_answer_wrongly()
    {
        shell.Typed = $"99\nTabular\n1\n{shell.At("loan.csv")}\n{shell.At("loans.csv")}\n\n";
        shell.Run("new", "--out", shell.At("asked")).ShouldBe(0, shell.Error);
        shell.Output.ShouldContain("  1  tabular-classification  tell the class of a row: will this customer leave?\n");
        shell.Output.ShouldContain("What shall it be called? [loans] ");
        shell.Error.ShouldContain("Error: there is no task \"99\"");
        shell.Error.ShouldContain($"did you mean {shell.At("loans.csv")}?");
        RecipeReader.Read(shell.At("asked")).Name.ShouldBe("loans");

        shell.Typed = $"3\n{shell.At("loans.csv")}\n评论\n";
        shell.Run("new", "--out", shell.At("asked-zh"), "--lang", "zh").ShouldBe(0, shell.Error);
        shell.Output.ShouldContain("数据在哪里");
        File.ReadAllText(shell.At("asked-zh/recipe.yaml")).ShouldContain("name: 评论\ntask: text-classification\n");

        shell.Typed = "1\n";
        shell.Run("new", "--out", shell.At("left")).ShouldBe(130);
        Directory.Exists(shell.At("left")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("Error: --task is not given, and nobody is there to ask\n  fix:   for example: anneal new --task tabular-classification --data customers.csv\n", "--data", "x")]
    [InlineData("Error: --data is not given, and nobody is there to ask\n  fix:   for example: anneal new --task tabular-classification --data customers.csv\n", "--task", "text-classification")]
    [InlineData("Error: there is no task \"text-clasification\"\n  fix:   did you mean text-classification? Otherwise use one of tabular-classification", "--task", "text-clasification", "--data", "x")]
    public void What_is_missing_or_wrong_is_told(string expected, params string[] args)
    {
        shell.Run(["new", .. args]).ShouldBe(2);
        shell.Error.ShouldStartWith(expected);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData(".hidden")]
    [InlineData("")]
    public void A_name_is_no_path(string name)
    {
        shell.Run("new", "--task", "text-classification", "--data", shell.At("loans.csv"), "--name", name, "--out", shell.At("n")).ShouldBe(2);
        shell.Error.ShouldContain("this can't be the name");
        Directory.Exists(shell.At("n")).ShouldBeFalse();
    }

    [Fact]
    public void Programs_get_the_path()
    {
        shell.Run("new", "--task", "tabular-regression", "--data", shell.At("loans.csv"), "--name", "123", "--out", shell.At("p"), "--json").ShouldBe(0);
        JsonDocument.Parse(shell.Output).RootElement.GetProperty("recipe").GetString().ShouldBe(shell.At("p/recipe.yaml"));
        RecipeReader.Read(shell.At("p")).Name.ShouldBe("123");
    }

    /// <summary>The comments are meant to be uncommented: then, too, the recipe must be understood.</summary>
    [Theory]
    [InlineData("a b: #1.csv", "x")]
    [InlineData("data/loans.csv", "true")]
    [InlineData("-.csv", "1.5")]
    [InlineData("\"quoted\"'.csv", "no")]
    public void Every_draft_is_a_recipe_with_and_without_its_comments(string source, string name)
    {
        foreach (string task in TaskNames.All)
        {
            foreach (Language language in new[] { Language.English, Language.Chinese })
            {
                string draft = RecipeDraft.Write(name, task, source, language);
                foreach (string text in new[] { draft, Comments().Replace(draft, "") })
                {
                    shell.Write("draft.yaml", text);
                    Recipe recipe = RecipeReader.Read(shell.At("draft.yaml"));
                    recipe.Name.ShouldBe(name);
                    recipe.Data.Source.Location.ShouldEndWith(source);
                    TaskNames.Of(recipe.Task).ShouldBe(task);
                }
            }
        }
    }

    [GeneratedRegex(@"# (?=columns:|targets:)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Comments();
}
