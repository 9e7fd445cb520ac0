using Anneal.Data.Messages;

namespace Anneal.Models.Language;

/// <summary>What the conversion of a model says to people.</summary>
internal static class ConversionMessages
{
    public static readonly Message OnlyGgufIsQuantized = new("only GGUF files hold quantised weights", "只有 GGUF 文件可以保存量化后的权重");

    public static readonly Message NameItGguf = new("give the target a name that ends in .gguf", "请让目标文件名以 .gguf 结尾");

    public static readonly Message OtherFolder = new("name a folder that does not exist yet", "请换一个尚不存在的文件夹");

    public static readonly Message OtherTokenizer = new("give the model's own tokenizer with --tokenizer", "请用 --tokenizer 指定与模型配套的分词器");

    public static readonly Message InspectWayOut = new("give a .gguf, .safetensors or .bin file, or a folder with config.json and model.safetensors", "请给出 .gguf、.safetensors 或 .bin 文件，或含有 config.json 和 model.safetensors 的文件夹");

    public static Message NotInspectable(string path) => new($"{path} is no file of weights that can be read", $"{path} 不是可以读取的权重文件");

    public static Message FolderNotEmpty(string path) => new($"there are files in {path} already", $"{path} 中已有文件");

    public static Message TooManyTokens(int tokens, int rows) => Message.Of($"the tokenizer has {tokens} tokens, but the model's table has {rows} rows", $"分词器有 {tokens} 个词元，但模型的词表只有 {rows} 行");
}
