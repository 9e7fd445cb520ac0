using System.CommandLine;
using Anneal.Workflow.Store;

namespace Anneal.Cli.Terminal;

/// <summary>Where runs are recorded: as <c>--store</c> says, else the variable ANNEAL_STORE, else a file beside the bundles.</summary>
internal static class StoreChoice
{
    private const string Variable = "ANNEAL_STORE";

    /// <summary>Where bundles go unless the user says otherwise.</summary>
    public const string UsualFolder = "runs";

    public static Option<string?> CreateOption(Screen screen) => new("--store") { Description = screen.Say(RunsMessages.StoreDescription), HelpName = "file|connection" };

    public static string Location(Screen screen, string? written, string folder = UsualFolder) =>
        written ?? (screen.Surroundings.Variable(Variable) is { Length: > 0 } set ? set : Path.Combine(folder, RunStore.UsualName));
}
