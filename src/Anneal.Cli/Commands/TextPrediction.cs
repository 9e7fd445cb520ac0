using System.Text.Json;
using Anneal.Cli.Json;
using Anneal.Cli.Messages;
using Anneal.Cli.Terminal;
using Anneal.Data.Messages;
using Anneal.Formats;
using Anneal.Workflow.TextTasks;

namespace Anneal.Cli.Commands;

/// <summary><c>anneal predict</c> with a bundle of a task over texts.</summary>
internal static class TextPrediction
{
    /// <summary>The file's name that means standard input.</summary>
    private const string StandardInput = "-";

    public static int Answer(Screen screen, TextPredictor predictor, string? text, string? row, string? file, bool json)
    {
        if (new[] { text, row, file }.Count(given => given is not null) > 1) throw new UserErrorException(CliMessages.TwoThingsToPredict, TextTaskRunMessages.NoTextWayOut(predictor.Inputs));
        if (text is not null)
        {
            if (predictor.Inputs.Count != 1) throw new UserErrorException(TextTaskRunMessages.NoText, TextTaskRunMessages.NoTextWayOut(predictor.Inputs), new Place("--text"));
            Show(screen, predictor.Answer(new Dictionary<string, string>(StringComparer.Ordinal) { [predictor.Inputs[0]] = text }), json);
        }
        else if (row is not null)
        {
            Show(screen, predictor.Answer(Row(predictor, row, new Place("--row"))), json);
        }
        else if (file is not null and not StandardInput)
        {
            if (!File.Exists(file)) throw new UserErrorException(DataMissing(file), TextTaskRunMessages.NoTextWayOut(predictor.Inputs), new Place("--file"));
            using StreamReader reader = new(file);
            Lines(screen, predictor, reader, file, json);
        }
        else
        {
            if (file is null && screen.Surroundings.InputIsTerminal) throw new UserErrorException(TextTaskRunMessages.NoText, TextTaskRunMessages.NoTextWayOut(predictor.Inputs));
            Lines(screen, predictor, screen.Surroundings.Input, screen.Say(CliMessages.StandardInput), json);
        }

        return ExitCodes.Done;
    }

    private static void Lines(Screen screen, TextPredictor predictor, TextReader reader, string shown, bool json)
    {
        bool any = false;
        for (int number = 1; reader.ReadLine() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            any = true;
            bool isObject = predictor.Inputs.Count > 1 || line.AsSpan().TrimStart().StartsWith("{\"");
            Show(screen, predictor.Answer(isObject ? Row(predictor, line, new Place(shown, number)) : new Dictionary<string, string>(StringComparer.Ordinal) { [predictor.Inputs[0]] = line }), json);
        }

        if (!any) throw new UserErrorException(TextTaskRunMessages.NoText, TextTaskRunMessages.NoTextWayOut(predictor.Inputs));
    }

    private static IReadOnlyDictionary<string, string> Row(TextPredictor predictor, string json, Place place)
    {
        JsonException? broken = null;
        try
        {
            if (predictor.Read(StrictJson.Element(json)) is { } row) return row;
        }
        catch (JsonException e)
        {
            broken = e;
        }

        throw new UserErrorException(TextTaskRunMessages.NoText, TextTaskRunMessages.NoTextWayOut(predictor.Inputs), place, broken);
    }

    private static void Show(Screen screen, TextAnswer answer, bool json)
    {
        if (json)
        {
            screen.Line(JsonText.Object(answer.WriteFields));
            return;
        }

        foreach (string line in answer.Lines) screen.Line(line);
    }

    private static Message DataMissing(string file) => new($"there is no file {file}", $"没有 {file} 这个文件");
}
