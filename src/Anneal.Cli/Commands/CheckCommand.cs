using System.CommandLine;
using Anneal.Cli.Json;
using Anneal.Cli.Terminal;
using Anneal.Cli.Views;
using Anneal.Data.Messages;
using Anneal.Workflow.LanguageModels;
using Anneal.Workflow.Recipes;
using Anneal.Workflow.Runs;
using Anneal.Workflow.TextTasks;
using Spectre.Console;

namespace Anneal.Cli.Commands;

/// <summary><c>anneal check</c>: what a run would find in its data before it learns.</summary>
internal static class CheckCommand
{
    public static Command Create(Screen screen)
    {
        Argument<string> recipe = new("recipe") { Description = screen.Say(CliMessages.RecipeDescription) };
        Option<string[]> settings = new("--set") { Description = screen.Say(CliMessages.SetDescription), HelpName = "key=value", Arity = ArgumentArity.OneOrMore };
        Option<bool> json = new("--json") { Description = screen.Say(CheckMessages.JsonDescription) };
        Command command = new("check", screen.Say(CheckMessages.Description)) { recipe, settings, json };
        command.SetAction(parsed =>
        {
            string[] set = parsed.GetValue(settings) ?? [];
            if (LanguageRecipeReader.TryRead(parsed.GetValue(recipe)!, set) is { } language)
            {
                LanguageCheck check = LanguageCheck.Of(language);
                if (parsed.GetValue(json)) screen.Line(CheckJson.Write(language, check));
                else LanguageCheckView.Print(screen, language, check);
                return check.HasErrors ? ExitCodes.UserMistake : ExitCodes.Done;
            }

            if (TextTaskRecipeReader.TryRead(parsed.GetValue(recipe)!, set) is { } texts)
            {
                TextTaskCounts counts = TextTaskRun.Count(texts, CancellationToken.None);
                if (parsed.GetValue(json)) screen.Line(CheckJson.Write(texts, counts));
                else TextTaskRunView.Check(screen, texts, counts);
                return ExitCodes.Done;
            }

            Recipe read = RecipeReader.Read(parsed.GetValue(recipe)!, set);
            RecipeData data = RecipeData.Read(read);
            if (parsed.GetValue(json)) screen.Line(CheckJson.Write(read, data));
            else Show(screen, read, data);
            return data.Quality.HasErrors ? ExitCodes.UserMistake : ExitCodes.Done;
        });
        return command;
    }

    private static void Show(Screen screen, Recipe recipe, RecipeData data)
    {
        screen.Out.MarkupLineInterpolated($"[bold]{screen.Say(CliMessages.Title(recipe))}[/]");
        Heading(screen, CliMessages.DataHeading);
        TableView.Print(screen, recipe.Data.Source.Shown, data.Table.RowCount, data.Schema);
        foreach (Message notice in data.Notices) screen.Line($"  {screen.Say(notice)}");
        Heading(screen, CliMessages.SplitHeading);
        screen.Line($"  {screen.Say(CliMessages.Split(new DataSplitUp(data.Split.Train.Length, data.Split.Valid.Length, data.Split.Test.Length), recipe.Data.Split))}");
        Heading(screen, CheckMessages.FindingsHeading);
        if (data.Quality.Findings.Count == 0) screen.Markup($"  [green]{screen.Say(CheckMessages.NothingFound)}[/]");
        FindingsView.Print(screen, data.Quality.Findings, inFull: true);
        screen.Line();
        screen.Markup($"[{(data.Quality.HasErrors ? "red" : "green")}]{screen.Say(CheckMessages.Verdict(data.Quality.Findings))}[/]");
    }

    private static void Heading(Screen screen, Message heading)
    {
        screen.Line();
        screen.Markup($"[bold]{screen.Say(heading).EscapeMarkup()}[/]");
    }
}
