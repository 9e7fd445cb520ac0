using System.CommandLine;
using System.Globalization;
using Anneal.Cli.Json;
using Anneal.Cli.Messages;
using Anneal.Cli.Terminal;
using Anneal.Data.Audio;
using Anneal.Models.Speech;

namespace Anneal.Cli.Commands;

/// <summary><c>anneal transcribe</c>: what is said in a recording, written down by Whisper.</summary>
internal static class TranscribeCommand
{
    public static Command Create(Screen screen, CancellationToken cancellation)
    {
        Argument<string> model = new("model") { Description = screen.Say(TranscribeMessages.ModelDescription) };
        Argument<string> recording = new("recording") { Description = screen.Say(TranscribeMessages.RecordingDescription) };
        Option<string?> language = new("--language") { Description = screen.Say(TranscribeMessages.LanguageDescription), HelpName = "code" };
        Option<bool> translate = new("--translate") { Description = screen.Say(TranscribeMessages.TranslateDescription) };
        Option<bool> timestamps = new("--timestamps") { Description = screen.Say(TranscribeMessages.TimestampsDescription) };
        Option<string?> tokenizer = new("--tokenizer") { Description = screen.Say(LanguageMessages.TokenizerDescription), HelpName = "file" };
        Option<bool> json = new("--json") { Description = screen.Say(TranscribeMessages.JsonDescription) };
        Command command = new("transcribe", screen.Say(TranscribeMessages.Description)) { model, recording, language, translate, timestamps, tokenizer, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(model)!;
            ModelFit.Check(path, "transcribe");
            Recording sound = SoundFile.Read(parsed.GetValue(recording)!);
            IEnumerable<SpokenSegment> segments = SpeechTranscriber.Open(path, parsed.GetValue(tokenizer)).Transcribe(sound, parsed.GetValue(language), parsed.GetValue(translate), cancellation);
            if (parsed.GetValue(json))
            {
                screen.Line(Json([.. segments], sound));
                return ExitCodes.Done;
            }

            foreach (SpokenSegment said in segments) screen.Line(parsed.GetValue(timestamps) ? $"[{Clock(said.Start)} --> {Clock(said.End)}] {said.Text}" : said.Text);
            return ExitCodes.Done;
        });
        return command;
    }

    private static string Json(IReadOnlyList<SpokenSegment> segments, Recording sound) => JsonText.Object(writer =>
    {
        writer.WriteString("text", SpokenSegment.Join(segments));
        writer.WriteString("language", segments.Count > 0 ? segments[0].Language : null);
        writer.WriteNumber("duration", Math.Round(sound.Length / (double)sound.Rate, 2));
        writer.WriteStartArray("segments");
        foreach (SpokenSegment said in segments)
        {
            writer.WriteStartObject();
            writer.WriteNumber("start", said.Start);
            writer.WriteNumber("end", said.End);
            writer.WriteString("text", said.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static string Clock(double seconds) => TimeSpan.FromSeconds(seconds).ToString(seconds < 3600 ? @"mm\:ss\.ff" : @"hh\:mm\:ss\.ff", CultureInfo.InvariantCulture);
}
