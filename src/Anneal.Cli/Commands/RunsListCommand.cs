using System.CommandLine;
using System.Globalization;
using Anneal.Cli.Json;
using Anneal.Cli.Terminal;
using Anneal.Cli.Views;
using Anneal.Data.Messages;
using Anneal.Workflow.Store;

namespace Anneal.Cli.Commands;

/// <summary><c>anneal runs list</c>: the runs of a store, the latest first.</summary>
internal static class RunsListCommand
{
    private const int UsualMost = 20;

    public static Command Create(Screen screen)
    {
        Option<string?> store = StoreChoice.CreateOption(screen);
        Option<string?> most = new("--most") { Description = screen.Say(RunsMessages.MostDescription), HelpName = "number" };
        Option<bool> json = new("--json") { Description = screen.Say(RunsMessages.JsonDescription) };
        Command command = new("list", screen.Say(RunsMessages.ListDescription)) { store, most, json };
        command.SetAction(parsed => Execute(screen, StoreChoice.Location(screen, parsed.GetValue(store)), Most(parsed.GetValue(most)), parsed.GetValue(json)));
        return command;
    }

    private static int Most(string? written) => written is null
        ? UsualMost
        : int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out int most) && most > 0
            ? most
            : throw new UserErrorException(RunsMessages.MostIsWrong, RunsMessages.MostIsWrongWayOut);

    private static int Execute(Screen screen, string location, int most, bool json)
    {
        using RunStore store = RunStore.OpenExisting(location);
        IReadOnlyList<StoredRun> runs = store.List(most);
        ILookup<string, StoredMetric> test = store.Metrics("test", most);
        if (json) screen.Line(RunsJson.List(runs, test));
        else RunListView.Show(screen, store.ShownAs, runs, test, most);
        return ExitCodes.Done;
    }
}
