using System.CommandLine;
using Anneal.Cli.Json;
using Anneal.Cli.Terminal;
using Anneal.Cli.Views;
using Anneal.Workflow.Store;

namespace Anneal.Cli.Commands;

/// <summary><c>anneal runs show</c>: all that is known of a run.</summary>
internal static class RunsShowCommand
{
    public static Command Create(Screen screen)
    {
        Argument<string> run = new("run") { Description = screen.Say(RunsMessages.RunArgument) };
        Option<string?> store = StoreChoice.CreateOption(screen);
        Option<bool> json = new("--json") { Description = screen.Say(RunsMessages.JsonDescription) };
        Command command = new("show", screen.Say(RunsMessages.ShowDescription)) { run, store, json };
        command.SetAction(parsed =>
        {
            using RunStore opened = RunStore.OpenExisting(StoreChoice.Location(screen, parsed.GetValue(store)));
            RunDetails details = opened.Find(parsed.GetValue(run)!);
            if (parsed.GetValue(json)) screen.Line(RunsJson.Show(details));
            else RunDetailsView.Show(screen, details);
            return ExitCodes.Done;
        });
        return command;
    }
}
