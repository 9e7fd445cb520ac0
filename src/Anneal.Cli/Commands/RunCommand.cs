using System.CommandLine;
using Anneal.Cli.Json;
using Anneal.Cli.Terminal;
using Anneal.Cli.Views;
using Anneal.Workflow.Recipes;
using Anneal.Workflow.Runs;

namespace Anneal.Cli.Commands;

/// <summary><c>anneal run</c>: from a recipe to a bundle.</summary>
internal static class RunCommand
{
    public static Command Create(Screen screen, CancellationToken cancellation)
    {
        Argument<string> recipe = new("recipe") { Description = screen.Say(CliMessages.RecipeDescription) };
        Option<string> outFolder = new("--out") { Description = screen.Say(CliMessages.OutDescription), HelpName = "folder", DefaultValueFactory = _ => "runs" };
        Option<bool> json = new("--json") { Description = screen.Say(CliMessages.RunJsonDescription) };
        Command command = new("run", screen.Say(CliMessages.RunDescription)) { recipe, outFolder, json };
        command.SetAction(parsed => Execute(screen, parsed.GetValue(recipe)!, parsed.GetValue(outFolder)!, parsed.GetValue(json), cancellation));
        return command;
    }

    private static int Execute(Screen screen, string path, string outFolder, bool json, CancellationToken cancellation)
    {
        Recipe recipe = RecipeReader.Read(path);
        RunView view = new(screen);
        try
        {
            RunResult result = new RecipeRun(recipe, outFolder, json ? OnlyNotices : view.Show).Execute(cancellation);
            if (json) screen.Line(RunJson.Write(result));
            return ExitCodes.Done;
        }
        finally
        {
            view.Close();
        }

        void OnlyNotices(RunEvent happened)
        {
            if (happened is Noticed notice) screen.Notice(notice.Message);
        }
    }
}
