using System.CommandLine;
using Anneal.Cli.Json;
using Anneal.Cli.Terminal;
using Anneal.Data.Messages;
using Anneal.Workflow.Bundles;
using Anneal.Workflow.Store;

namespace Anneal.Cli.Commands;

/// <summary><c>anneal runs delete</c>: forgets runs, and deletes their bundles where those still are bundles.</summary>
internal static class RunsDeleteCommand
{
    public static Command Create(Screen screen)
    {
        Argument<string[]> runs = new("run") { Description = screen.Say(RunsMessages.RunArguments), Arity = ArgumentArity.OneOrMore };
        Option<string?> store = StoreChoice.CreateOption(screen);
        Option<bool> yes = new("--yes") { Description = screen.Say(RunsMessages.YesDescription) };
        Option<bool> json = new("--json") { Description = screen.Say(RunsMessages.JsonDescription) };
        Command command = new("delete", screen.Say(RunsMessages.DeleteDescription)) { runs, store, yes, json };
        command.SetAction(parsed =>
        {
            using RunStore opened = RunStore.OpenExisting(StoreChoice.Location(screen, parsed.GetValue(store)));

            // All are looked up before the first is deleted: a name that is wrong then does no harm.
            StoredRun[] found = [.. parsed.GetValue(runs)!.Select(written => opened.Find(written).Run).DistinctBy(run => run.Id, StringComparer.Ordinal)];
            return Execute(screen, opened, found, parsed.GetValue(yes), parsed.GetValue(json));
        });
        return command;
    }

    private static int Execute(Screen screen, RunStore store, StoredRun[] runs, bool yes, bool json)
    {
        if (!yes && !Confirmed(screen, runs, json))
        {
            screen.Line(screen.Say(RunsMessages.NothingDeleted));
            return ExitCodes.Done;
        }

        List<(StoredRun Run, bool BundleDeleted)> deleted = [];
        foreach (StoredRun run in runs)
        {
            // The folder first: should that fail, the record still tells where it is.
            bool removed = run.Bundle is { } bundle && BundleRemoval.TryRemove(bundle.Path);
            store.Delete(run.Id);
            deleted.Add((run, removed));
            if (!removed && Directory.Exists(run.Bundle?.Path)) screen.Notice(RunsMessages.NotOurs(ShownPath.Of(run.Bundle.Path)));
            if (!json) screen.Line(screen.Say(Say(RunsMessages.ToDelete(run, removed ? ShownPath.Of(run.Bundle!.Path) : null))));
        }

        if (json) screen.Line(RunsJson.Deleted(deleted));
        return ExitCodes.Done;
    }

    private static Message Say(Message what) => new(RunsMessages.Deleted(what.English).English, RunsMessages.Deleted(what.Chinese).Chinese);

    private static bool Confirmed(Screen screen, StoredRun[] runs, bool json)
    {
        if (json || !screen.Surroundings.InputIsTerminal) throw new UserErrorException(RunsMessages.NobodyToAsk, RunsMessages.NobodyToAskWayOut);
        foreach (StoredRun run in runs)
        {
            string? bundle = run.Bundle is { } left && BundleRemoval.IsBundle(left.Path) ? ShownPath.Of(left.Path) : null;
            screen.Line($"  {screen.Say(RunsMessages.ToDelete(run, bundle))}");
        }

        string answer = screen.Ask(RunsMessages.AskToDelete(runs.Length)) ?? "";
        return answer is "y" or "Y" or "是" || answer.Equals("yes", StringComparison.OrdinalIgnoreCase);
    }
}
