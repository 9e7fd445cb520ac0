using Anneal.Data.Messages;

namespace Anneal.Cli.Messages;

/// <summary>What <c>anneal transcribe</c> says.</summary>
internal static class TranscribeMessages
{
    public static readonly Message Description = new("Write down what is said in a recording, with Whisper.", "用 Whisper 把录音转写成文字。");

    public static readonly Message ModelDescription = new("a folder of Whisper as Hugging Face lays it out", "Hugging Face 格式的 Whisper 文件夹");

    public static readonly Message RecordingDescription = new("a WAV or FLAC file, at any rate, with any number of channels", "WAV 或 FLAC 文件，采样率和声道数不限");

    public static readonly Message LanguageDescription = new("what is spoken, such as en or zh (default: what the model hears)", "录音的语言，例如 en、zh（默认：由模型判断）");

    public static readonly Message TranslateDescription = new("write it down in English", "译成英文");

    public static readonly Message TimestampsDescription = new("put begin and end before each line", "在每行前写出起止时间");

    public static readonly Message JsonDescription = new("print text, language and segments with their times as one JSON object", "以一个 JSON 对象输出文本、语言和带时间的片段");
}
