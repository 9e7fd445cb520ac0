using System.CommandLine;
using Anneal.Cli.Json;
using Anneal.Cli.Terminal;
using Anneal.Workflow.Reports;

namespace Anneal.Cli.Commands;

/// <summary><c>anneal report</c>: a bundle's report once more, in another language.</summary>
internal static class ReportCommand
{
    public static Command Create(Screen screen)
    {
        Argument<string> bundle = new("bundle") { Description = screen.Say(CliMessages.BundleDescription) };
        Option<bool> json = new("--json") { Description = screen.Say(CliMessages.PathsJsonDescription) };
        Command command = new("report", screen.Say(CliMessages.ReportDescription)) { bundle, json };
        command.SetAction(parsed =>
        {
            ModelFit.Check(parsed.GetValue(bundle)!, "report");
            (string report, string card) = ReportFiles.WriteAgain(parsed.GetValue(bundle)!, screen.Language);
            screen.Line(!parsed.GetValue(json) ? report : JsonText.Object(writer =>
            {
                writer.WriteString("report", report);
                writer.WriteString("model_card", card);
            }));
            return ExitCodes.Done;
        });
        return command;
    }
}
