using System.CommandLine;
using Anneal.Cli.Terminal;
using Anneal.Cli.Views;
using Anneal.Models.Language;

namespace Anneal.Cli.Commands;

/// <summary><c>anneal inspect</c>: tensors, shapes, parameters and the memory that a model needs.</summary>
internal static class InspectCommand
{
    public static Command Create(Screen screen)
    {
        Argument<string> file = new("file") { Description = screen.Say(ConvertMessages.FileDescription) };
        Option<bool> json = new("--json") { Description = screen.Say(ConvertMessages.JsonDescription) };
        Command command = new("inspect", screen.Say(ConvertMessages.InspectDescription)) { file, json };
        command.SetAction(parsed =>
        {
            ModelFit.Check(parsed.GetValue(file)!, "inspect");
            ModelInspection inspection = ModelInspection.Of(parsed.GetValue(file)!);
            if (parsed.GetValue(json)) screen.Line(InspectionView.Json(inspection));
            else InspectionView.Show(screen, inspection);
            return ExitCodes.Done;
        });
        return command;
    }
}
