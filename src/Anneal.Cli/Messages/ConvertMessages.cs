using Anneal.Data.Messages;

namespace Anneal.Cli;

/// <summary>What convert and inspect say.</summary>
internal static class ConvertMessages
{
    public static readonly Message ConvertDescription = new("Bring a language model into another format: a folder, or a GGUF file.", "转换语言模型的格式：文件夹或 GGUF 文件。");

    public static readonly Message ToDescription = new("a name that ends in .gguf, or a new folder", "以 .gguf 结尾的文件名，或一个新文件夹");

    public static readonly Message QuantizeDescription = new("store the matrices of a GGUF file in this layout", "GGUF 文件中矩阵的存储格式");

    public static readonly Message InspectDescription = new("Show what a file of weights holds, and the memory it needs.", "查看权重文件的内容及所需内存。");

    public static readonly Message FileDescription = new("a .gguf, .safetensors or .bin file, or a folder with config.json and model.safetensors", ".gguf、.safetensors 或 .bin 文件，或含有 config.json 和 model.safetensors 的文件夹");

    public static readonly Message JsonDescription = new("print everything as one JSON object", "输出一个 JSON 对象");

    public static readonly Message TensorWord = new("tensor", "张量");

    public static readonly Message TypeWord = new("type", "类型");

    public static readonly Message ShapeWord = new("shape", "形状");

    public static readonly Message NumbersWord = new("numbers", "参数");

    public static readonly Message BytesWord = new("size", "大小");

    public static Message Converted(string path, string size) => new($"{path}: {size}", $"{path}：{size}");

    public static Message UnknownFormat(string name) => new($"there is no layout {name}", $"没有 {name} 这种存储格式");

    public static Message Summary(string format, string architecture, int tensors, string parameters, string size) =>
        Message.Of($"{format}{architecture}: {tensors} tensors, {parameters} parameters, {size}", $"{format}{architecture}：{tensors} 个张量，{parameters} 个参数，{size}");

    public static Message Memory(string weights, string cache, int tokens) =>
        Message.Of($"memory: {weights} for the weights, and {cache} for a text of {tokens} tokens", $"内存：权重 {weights}，{tokens} 个词元的文本另需 {cache}");

    public static Message WeightsAlone(string weights) => new($"memory: {weights} for the weights", $"内存：权重 {weights}");
}
