using System.CommandLine;
using Anneal.Cli.Json;
using Anneal.Cli.Terminal;
using Anneal.Cli.Views;
using Anneal.Data.Messages;
using Anneal.Workflow.Recipes;
using Anneal.Workflow.Store;

namespace Anneal.Cli.Commands;

/// <summary><c>anneal runs compare</c>: runs side by side.</summary>
internal static class RunsCompareCommand
{
    public static Command Create(Screen screen)
    {
        Argument<string[]> runs = new("run") { Description = screen.Say(RunsMessages.RunArguments), Arity = ArgumentArity.OneOrMore };
        Option<string?> store = StoreChoice.CreateOption(screen);
        Option<bool> json = new("--json") { Description = screen.Say(RunsMessages.JsonDescription) };
        Command command = new("compare", screen.Say(RunsMessages.CompareDescription)) { runs, store, json };
        command.SetAction(parsed => Execute(screen, parsed.GetValue(runs)!, StoreChoice.Location(screen, parsed.GetValue(store)), parsed.GetValue(json)));
        return command;
    }

    private static int Execute(Screen screen, string[] written, string location, bool json)
    {
        using RunStore store = RunStore.OpenExisting(location);
        RunDetails[] runs = [.. written.Select(store.Find).DistinctBy(details => details.Run.Id, StringComparer.Ordinal)];
        if (runs.Length < 2) throw new UserErrorException(RunsMessages.OneRunOnly, RunsMessages.OneRunOnlyWayOut);
        IReadOnlyList<RecipeDifference> differences = RecipeDifference.Between([.. runs.Select(details => details.Run.Recipe)]);
        if (json) screen.Line(RunsJson.Compare(runs, differences));
        else RunComparisonView.Show(screen, runs, differences);
        return ExitCodes.Done;
    }
}
