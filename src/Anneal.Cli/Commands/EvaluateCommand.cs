using System.CommandLine;
using Anneal.Cli.Json;
using Anneal.Cli.Terminal;
using Anneal.Cli.Views;
using Anneal.Data.Messages;
using Anneal.Insight.Evaluations;
using Anneal.Workflow.Bundles;
using Anneal.Workflow.Predictions;

namespace Anneal.Cli.Commands;

/// <summary><c>anneal evaluate</c>: how good a bundle is on new rows.</summary>
internal static class EvaluateCommand
{
    public static Command Create(Screen screen)
    {
        Argument<string> bundle = new("bundle") { Description = screen.Say(CliMessages.BundleDescription) };
        Argument<string> data = new("data") { Description = screen.Say(CliMessages.EvaluateDataDescription) };
        Option<bool> json = new("--json") { Description = screen.Say(CliMessages.EvaluateJsonDescription) };
        Command command = new("evaluate", screen.Say(CliMessages.EvaluateDescription)) { bundle, data, json };
        command.SetAction(parsed =>
        {
            ModelFit.Check(parsed.GetValue(bundle)!, "evaluate");
            Bundle opened = Bundle.Open(parsed.GetValue(bundle)!);
            string file = parsed.GetValue(data)!;
            List<Message> notices = [];
            Evaluation evaluation = BundleEvaluation.Measure(opened, file, notices);
            notices.ForEach(screen.Notice);
            if (parsed.GetValue(json)) screen.Line(EvaluationJson.Write(evaluation));
            else EvaluationView.Show(screen, file, evaluation, opened.Metrics.Test);
            return ExitCodes.Done;
        });
        return command;
    }
}
