using Anneal.Data.Messages;

namespace Anneal.Cli;

/// <summary>What <c>anneal tokenize</c> says.</summary>
internal static class TokenizeMessages
{
    public static readonly Message Description = new("Show the tokens that a model reads in place of a text.", "显示模型读到的词元（token）。");

    public static readonly Message ModelDescription = new(
        "a bundle or model folder, a .gguf file, or a tokenizer's file (tokenizer.json, vocab.json, vocab.txt, .model, .tiktoken, .bin)",
        "模型包或模型文件夹、.gguf 文件，或分词器文件（tokenizer.json、vocab.json、vocab.txt、.model、.tiktoken、.bin）");

    public static readonly Message TextDescription = new("the text; left out or -, it is read from standard input", "文本；省略或写 - 时从标准输入读取");

    public static readonly Message IdsDescription = new("print only the tokens' numbers", "只输出词元编号");

    public static readonly Message CountDescription = new("print only how many tokens there are", "只输出词元个数");

    public static readonly Message DecodeDescription = new("the text is numbers of tokens: print what they stand for", "输入的是词元编号：输出对应的文本");

    public static readonly Message PlainDescription = new("without the special tokens that mark a text's beginning and end", "不含标记文本开头和结尾的特殊词元");

    public static readonly Message ParseSpecialDescription = new("special tokens that are written in the text, such as <|endoftext|>, count as such", "文本中写出的特殊词元（如 <|endoftext|>）按特殊词元处理");

    public static readonly Message JsonDescription = new("print one JSON object", "输出一个 JSON 对象");

    public static readonly Message NoSuchTokenWayOut = new("give whole numbers with spaces between them", "请输入以空格分隔的整数");

    public static Message NoSuchToken(string word, int size) => Message.Of($"'{word}' is not the number of a token: they go from 0 to {size - 1}", $"“{word}”不是词元编号：编号范围是 0 到 {size - 1}");

    public static Message Summary(int tokens, int characters, int bytes, double each) => Message.Of(
        $"{tokens} tokens, {characters} characters, {bytes} bytes: {each:0.00} characters a token",
        $"{tokens} 个词元，{characters} 个字符，{bytes} 字节：平均每个词元 {each:0.00} 个字符");
}
