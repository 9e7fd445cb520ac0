using System.CommandLine;
using Anneal.Cli.Json;
using Anneal.Cli.Terminal;
using Anneal.Cli.Views;
using Anneal.Workflow.LanguageModels;
using Anneal.Workflow.Recipes;
using Anneal.Workflow.Runs;
using Anneal.Workflow.Store;

namespace Anneal.Cli.Commands;

/// <summary><c>anneal run</c>: from a recipe to a bundle.</summary>
internal static class RunCommand
{
    public static Command Create(Screen screen, CancellationToken cancellation)
    {
        Argument<string> recipe = new("recipe") { Description = screen.Say(CliMessages.RecipeDescription) };
        Option<string> outFolder = new("--out") { Description = screen.Say(CliMessages.OutDescription), HelpName = "folder", DefaultValueFactory = _ => StoreChoice.UsualFolder };
        Option<string?> store = StoreChoice.CreateOption(screen);
        Option<string[]> settings = new("--set") { Description = screen.Say(CliMessages.SetDescription), HelpName = "key=value", Arity = ArgumentArity.OneOrMore };
        Option<bool> resume = new("--resume") { Description = screen.Say(CliMessages.ResumeDescription) };
        Option<bool> json = new("--json") { Description = screen.Say(CliMessages.RunJsonDescription) };
        Command command = new("run", screen.Say(CliMessages.RunDescription)) { recipe, outFolder, store, settings, resume, json };
        command.SetAction(parsed =>
        {
            string folder = parsed.GetValue(outFolder)!;
            string location = StoreChoice.Location(screen, parsed.GetValue(store), folder);
            string[] set = parsed.GetValue(settings) ?? [];
            bool resumes = parsed.GetValue(resume), asJson = parsed.GetValue(json);
            return LanguageRecipeReader.TryRead(parsed.GetValue(recipe)!, set) is { } language
                ? Execute(screen, language, folder, location, resumes, asJson, cancellation)
                : Execute(screen, RecipeReader.Read(parsed.GetValue(recipe)!, set), folder, location, resumes, asJson, cancellation);
        });
        return command;
    }

    private static int Execute(Screen screen, Recipe recipe, string outFolder, string store, bool resume, bool json, CancellationToken cancellation)
    {
        RunView view = new(screen);
        try
        {
            RunResult result = RunRecorder.Record(
                store,
                outFolder,
                json ? OnlyNotices(screen) : view.Show,
                listen => new RecipeRun(recipe, outFolder, listen, language: screen.Language).Execute(resume, cancellation));
            if (json) screen.Line(RunJson.Write(result));
            return ExitCodes.Done;
        }
        finally
        {
            view.Close();
        }
    }

    private static int Execute(Screen screen, LanguageRecipe recipe, string outFolder, string store, bool resume, bool json, CancellationToken cancellation)
    {
        LanguageRunView view = new(screen);
        try
        {
            LanguageRunResult result = RunRecorder.Record(
                store,
                outFolder,
                json ? OnlyNotices(screen) : view.Show,
                listen => new LanguageRun(recipe, outFolder, listen, language: screen.Language).Execute(resume, cancellation));
            if (json) screen.Line(LanguageRunJson.Write(result));
            return ExitCodes.Done;
        }
        finally
        {
            view.Close();
        }
    }

    private static Action<RunEvent> OnlyNotices(Screen screen) => happened =>
    {
        if (happened is Noticed notice) screen.Notice(notice.Message);
    };
}
