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

    public static readonly Message NoSuchToolWayOut = new("offer the tool that must be called", "请提供必须调用的工具");

    public static readonly Message OtherToolWayOut = new("offer functions with a JSON schema", "请提供带 JSON 模式的函数");

    public static readonly Message NoCacheFormat = new("this kind of model can't keep its keys and values in another format", "这类模型不能用其他格式保存键和值");

    public static readonly Message NoCacheFormatWayOut = new("leave the format out", "请去掉格式选项");

    public static readonly Message NotTextWayOut = new("send text", "请发送文本");

    public static readonly Message NoEmbedding = new("this model shows no inner view of a text", "这个模型无法给出文本的向量");

    public static Message NoSuchTool(string? name) => name is null ? new("a tool must be called, but none is offered", "要求调用工具，但没有提供任何工具") : new($"the tool {name} must be called, but is not offered", $"要求调用工具 {name}，但没有提供它");

    public static Message OtherTool(string name) => new($"the tool {name} is no function", $"工具 {name} 不是函数");

    public static Message NotText(string kind) => new($"this model reads text alone, not {kind}", $"这个模型只读文本，不读 {kind}");

    public static Message NotFound(string path) => new($"there is no model {path}", $"没有模型 {path}");

    public static Message Unknown(string path) => new($"{path} is no model that can write text", $"{path} 不是可以生成文本的模型");

    public static Message NoTokenizer(string path) => new($"there is no tokenizer beside {path}", $"{path} 旁边没有分词器");

    public static Message NoTemplate(string path) => new($"there is no file {path}", $"没有文件 {path}");
}
