using System.CommandLine;
using Anneal.Cli.Terminal;
using Anneal.Workflow.Reports;

namespace Anneal.Cli.Commands;

/// <summary><c>anneal report</c>: a bundle's report once more, in another language.</summary>
internal static class ReportCommand
{
    public static Command Create(Screen screen)
    {
        Argument<string> bundle = new("bundle") { Description = screen.Say(CliMessages.BundleDescription) };
        Command command = new("report", screen.Say(CliMessages.ReportDescription)) { bundle };
        command.SetAction(parsed =>
        {
            ModelFit.Check(parsed.GetValue(bundle)!, "report");
            screen.Line(ReportFiles.WriteAgain(parsed.GetValue(bundle)!, screen.Language));
            return ExitCodes.Done;
        });
        return command;
    }
}
