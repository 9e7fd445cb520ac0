using System.CommandLine;
using Anneal.Cli.Json;
using Anneal.Cli.Terminal;
using Anneal.Cli.Views;
using Anneal.Workflow.LanguageModels;
using Anneal.Workflow.Recipes;
using Anneal.Workflow.Runs;
using Anneal.Workflow.Store;
using Anneal.Workflow.TextTasks;

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
            string file = parsed.GetValue(recipe)!;
            if (LanguageRecipeReader.TryRead(file, set) is { } language)
            {
                LanguageRunView view = new(screen);
                return Execute(screen, view.Show, view.Close, listen => new LanguageRun(language, folder, listen, language: screen.Language).Execute(resumes, cancellation), LanguageRunJson.Write, folder, location, asJson);
            }

            if (TextTaskRecipeReader.TryRead(file, set) is { } texts)
            {
                TextTaskRunView view = new(screen);
                return Execute(screen, view.Show, view.Close, listen => new TextTaskRun(texts, folder, listen, language: screen.Language).Execute(resumes, cancellation), TextTaskRunJson.Write, folder, location, asJson);
            }

            Recipe table = RecipeReader.Read(file, set);
            RunView shown = new(screen);
            return Execute(screen, shown.Show, shown.Close, listen => new RecipeRun(table, folder, listen, language: screen.Language).Execute(resumes, cancellation), RunJson.Write, folder, location, asJson);
        });
        return command;
    }

    private static int Execute<TResult>(Screen screen, Action<RunEvent> show, Action close, Func<Action<RunEvent>, TResult> run, Func<TResult, string> write, string outFolder, string store, bool json)
    {
        try
        {
            TResult result = RunRecorder.Record(store, outFolder, json ? OnlyNotices(screen) : show, run);
            if (json) screen.Line(write(result));
            return ExitCodes.Done;
        }
        finally
        {
            close();
        }
    }

    private static Action<RunEvent> OnlyNotices(Screen screen) => happened =>
    {
        if (happened is Noticed notice) screen.Notice(notice.Message);
    };
}
