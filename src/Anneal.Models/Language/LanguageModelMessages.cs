using Anneal.Data.Messages;

namespace Anneal.Models.Language;

/// <summary>What opening a language model says to people.</summary>
internal static class LanguageModelMessages
{
    public static readonly Message NotFoundWayOut = new(
        "give a bundle, a folder with config.json and model.safetensors, a .gguf file, or a .bin file of llama2.c",
        "请给出模型包、含有 config.json 和 model.safetensors 的文件夹、.gguf 文件，或 llama2.c 的 .bin 文件");

    public static readonly Message NoTokenizerWayOut = new("give one with --tokenizer", "请用 --tokenizer 指定");

    public static readonly Message NoTemplateWayOut = new("give a file with a chat template (Jinja)", "请给出聊天模板文件（Jinja）");

    public static readonly Message BrokenJson = new("a JSON file of the model is broken", "模型的某个 JSON 文件已损坏");

    public static readonly Message BrokenWayOut = new("fetch the model again", "请重新下载模型");

    public static Message NotFound(string path) => new($"there is no model {path}", $"没有模型 {path}");

    public static Message Unknown(string path) => new($"{path} is no model that can write text", $"{path} 不是可以生成文本的模型");

    public static Message NoTokenizer(string path) => new($"there is no tokenizer beside {path}", $"{path} 旁边没有分词器");

    public static Message NoTemplate(string path) => new($"there is no file {path}", $"没有文件 {path}");
}
