using System.CommandLine;
using Anneal.Cli.Json;
using Anneal.Cli.Messages;
using Anneal.Cli.Terminal;
using Anneal.Cli.Views;
using Anneal.Data.Messages;
using Anneal.Data.Tables;
using Anneal.Workflow.Bundles;
using Anneal.Workflow.Predictions;
using Anneal.Workflow.TextTasks;

namespace Anneal.Cli.Commands;

/// <summary><c>anneal predict</c>: from a bundle and a row to an answer.</summary>
internal static class PredictCommand
{
    private const string RowOption = "--row";
    private const string FileOption = "--file";

    /// <summary>The file's name that means standard input.</summary>
    private const string StandardInput = "-";

    public static Command Create(Screen screen)
    {
        Argument<string> bundle = new("bundle") { Description = screen.Say(CliMessages.BundleDescription) };
        Option<string?> row = new(RowOption) { Description = screen.Say(CliMessages.RowDescription), HelpName = "json" };
        Option<string?> file = new(FileOption) { Description = screen.Say(CliMessages.FileDescription), HelpName = "csv" };
        Option<string?> text = new("--text") { Description = screen.Say(TextTaskRunMessages.TextDescription), HelpName = "text" };
        Option<bool> json = new("--json") { Description = screen.Say(CliMessages.PredictJsonDescription) };
        Command command = new("predict", screen.Say(CliMessages.PredictDescription)) { bundle, row, file, text, json };
        command.SetAction(parsed =>
        {
            ModelFit.Check(parsed.GetValue(bundle)!, "predict");
            if (TextTaskBundle.TryOpen(parsed.GetValue(bundle)!) is { } predictor) return TextPrediction.Answer(screen, predictor, parsed.GetValue(text), parsed.GetValue(row), parsed.GetValue(file), parsed.GetValue(json));
            if (parsed.GetValue(text) is not null) throw new UserErrorException(TextTaskRunMessages.TextIsForTexts, CliMessages.NothingToPredictWayOut, new Place("--text"));
            (string? rowText, string? fileName) = (parsed.GetValue(row), parsed.GetValue(file));
            if (rowText is null && fileName is null && screen.Surroundings is { InputIsTerminal: false, Input: var input } && input.Peek() >= 0) fileName = StandardInput;
            if (rowText is null == fileName is null)
                throw new UserErrorException(rowText is null ? CliMessages.NothingToPredict : CliMessages.TwoThingsToPredict, CliMessages.NothingToPredictWayOut);
            Bundle opened = Bundle.Open(parsed.GetValue(bundle)!);
            return rowText is not null
                ? AnswerRow(screen, opened, rowText, parsed.GetValue(json))
                : AnswerFile(screen, opened, fileName!, parsed.GetValue(json));
        });
        return command;
    }

    private static int AnswerRow(Screen screen, Bundle bundle, string row, bool json)
    {
        List<Message> notices = [];
        Prediction answer = new Predictor(bundle) { ImageFolder = "" }.PredictRow(row, RowOption, notices);
        notices.ForEach(screen.Notice);
        if (json) screen.Line(JsonText.Object(writer => PredictionJson.WriteFields(writer, answer)));
        else PredictionView.Show(screen, bundle.Schema.Label.Name, answer);
        return ExitCodes.Done;
    }

    private static int AnswerFile(Screen screen, Bundle bundle, string file, bool json)
    {
        if (file == StandardInput) return AnswerInput(screen, bundle, json);
        Write(screen, bundle, new Predictor(bundle) { ImageFolder = "" }, file, shownAs: null, json);
        return ExitCodes.Done;
    }

    private static void Write(Screen screen, Bundle bundle, Predictor predictor, string file, string? shownAs, bool json)
    {
        List<Message> notices = [];
        IEnumerable<(Table Rows, IReadOnlyList<Prediction> Answers)> parts = predictor.PredictFile(file, notices, shownAs);
        notices.ForEach(screen.Notice);
        if (!json)
        {
            PredictionCsv.Write(screen.Surroundings.Output, bundle.Schema.Label.Name, parts);
            return;
        }

        foreach (Prediction answer in parts.SelectMany(part => part.Answers)) screen.Line(JsonText.Object(writer => PredictionJson.WriteFields(writer, answer)));
    }

    /// <summary>What comes through a pipe is kept in a file first: its format is told from its beginning.</summary>
    private static int AnswerInput(Screen screen, Bundle bundle, bool json)
    {
        string file = Path.GetTempFileName();
        try
        {
            using (StreamWriter kept = new(file)) CopyTo(screen.Surroundings.Input, kept);
            Write(screen, bundle, new Predictor(bundle), file, screen.Say(CliMessages.StandardInput), json);
            return ExitCodes.Done;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void CopyTo(TextReader from, StreamWriter to)
    {
        char[] block = new char[1 << 16];
        for (int count = from.ReadBlock(block); count > 0; count = from.ReadBlock(block)) to.Write(block.AsSpan(0, count));
    }
}
