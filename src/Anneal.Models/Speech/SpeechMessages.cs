using Anneal.Data.Messages;

namespace Anneal.Models.Speech;

/// <summary>What transcribing says to people.</summary>
internal static class SpeechMessages
{
    public static readonly Message DeafWayOut = new("name a folder of Whisper with config.json, model.safetensors and its tokenizer", "请给出含 config.json、model.safetensors 和分词器的 Whisper 文件夹");

    public static readonly Message UnfitWayOut = new("take model and tokenizer from the same place", "请从同一处获取模型和分词器");

    public static readonly Message OneLanguage = new("this model writes down one language and translates none", "这个模型只会一种语言，不能翻译");

    public static readonly Message OneLanguageWayOut = new("leave --translate out, or take a model of several languages", "请去掉 --translate，或换一个多语言模型");

    public static readonly Message TooLongWayOut = new("cut it into shorter pieces", "请将其剪成较短的片段");

    public static Message Deaf(string path) => new($"{path} holds no model that hears", $"{path} 里没有语音模型");

    public static Message Unfit(string path) => new($"the tokenizer in {path} is not one of Whisper's", $"{path} 里的分词器不是 Whisper 的");

    public static Message UnknownLanguage(string language) => new($"this model doesn't know the language {language}", $"这个模型不认识语言 {language}");

    public static Message KnownLanguages(IReadOnlyCollection<string> known)
    {
        if (known.Count == 0) return new Message("leave --language out: the model knows but one", "请去掉 --language：该模型只会一种语言");
        Message names = NameList.Of(known);
        return new Message($"it knows {names.English}", $"可选：{names.Chinese}");
    }

    public static Message TooLong(int hours) => Message.Of($"the recording is longer than {hours} hours", $"录音超过 {hours} 小时");
}
