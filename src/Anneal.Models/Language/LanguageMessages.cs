using Anneal.Data.Messages;

namespace Anneal.Models.Language;

/// <summary>What reading models of language says to people.</summary>
internal static class LanguageMessages
{
    public static readonly Message DownloadAgain = new("download the model's folder again, whole", "请重新完整下载该模型文件夹");

    public static readonly Message FitWayOut = new(
        "the configuration and the weights come from different models, or one of them was changed: take both from the same place",
        "配置与权重来自不同的模型，或其中之一被改动过：请从同一处获取两者");

    public static readonly Message KnownArchitectures = new(
        "Anneal runs gpt2, llama, mistral, qwen2, qwen3, phi3, gemma2, gemma3, bert, roberta, t5, bart, vit and whisper",
        "Anneal 支持 gpt2、llama、mistral、qwen2、qwen3、phi3、gemma2、gemma3、bert、roberta、t5、bart、vit 和 whisper");

    public static readonly Message KnownForms = new(
        "take a model of this family in its usual form",
        "请使用该系列模型的常见形式");

    public static readonly Message NoPlaceInGgufWayOut = new("write a Hugging Face folder instead", "请改为写成 Hugging Face 文件夹");

    public static Message NoPlaceInGguf(string what) => Message.Of($"GGUF files have no place for this model's {Quote(what)}", $"GGUF 文件无法表示该模型的{Quote(what)}");

    public static Message UnknownArchitecture(string name) => Message.Of($"Anneal does not know the architecture {Quote(name)}", $"Anneal 不认识模型结构{Quote(name)}");

    public static Message Missing(string key) => Message.Of($"the configuration lacks {Quote(key)}", $"配置缺少{Quote(key)}");

    public static Message WrongKind(string key, Message kind) => new($"{Quote(key)} in the configuration should be {kind.English}", $"配置中的{Quote(key)}应为{kind.Chinese}");

    public static Message Unsupported(string key, string value) => Message.Of($"the configuration asks for {Quote(key)} = {Quote(value)}, which Anneal does not know", $"配置要求{Quote(key)} = {Quote(value)}，Anneal 不支持");

    public static Message Impossible(string reason) => Message.Of($"the configuration can't be: {reason}", $"配置不合理：{reason}");

    public static Message MissingTensors(IReadOnlyList<string> names) => Message.Of($"the weights lack {Listed(names)}", $"权重缺少 {Listed(names)}");

    public static Message UnexpectedTensors(IReadOnlyList<string> names) => Message.Of($"the weights hold what the configuration has no place for: {Listed(names)}", $"权重中有配置里没有的张量：{Listed(names)}");

    public static Message WrongShapes(IReadOnlyList<string> shapes) => Message.Of($"the weights have other shapes than the configuration asks for: {Listed(shapes)}", $"权重的形状与配置不符：{Listed(shapes)}");

    private static string Listed(IReadOnlyList<string> names) => string.Join(", ", names.Take(4)) + (names.Count > 4 ? FormattableString.Invariant($" (+{names.Count - 4})") : "");

    private static string Quote(string text) => "'" + string.Concat(text.Take(60).Select(c => char.IsControl(c) ? '?' : c)) + (text.Length > 60 ? "…'" : "'");
}
