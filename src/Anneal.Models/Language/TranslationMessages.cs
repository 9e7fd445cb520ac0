using Anneal.Data.Messages;

namespace Anneal.Models.Language;

/// <summary>What is said about models that read one text and write another.</summary>
internal static class TranslationMessages
{
    public static readonly Message Hears = new("this model hears speech, it doesn't read text", "这个模型处理的是语音，不是文字");

    public static readonly Message HearsWayOut = new("transcribe a recording with it: anneal transcribe", "请用 anneal transcribe 转写录音");

    public static readonly Message TooLongWayOut = new("give it sentence by sentence", "请逐句输入");
}
