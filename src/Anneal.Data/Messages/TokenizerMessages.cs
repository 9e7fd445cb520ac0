namespace Anneal.Data.Messages;

/// <summary>What reading tokenizers says to people.</summary>
internal static class TokenizerMessages
{
    public static readonly Message DownloadAgain = new("download the model's folder again, whole", "请重新完整下载该模型文件夹");

    public static readonly Message NotFoundWayOut = new(
        "name a folder or file with tokenizer.json, tokenizer.model, vocab.json and merges.txt, a .tiktoken file, vocab.txt, or a .bin vocabulary of llama2.c",
        "请指定含有下列文件之一的文件夹或文件：tokenizer.json、tokenizer.model、vocab.json 与 merges.txt、.tiktoken、vocab.txt，或 llama2.c 的 .bin 词表");

    public static readonly Message OtherTokenizer = new(
        "Anneal reads the parts that published tokenizers use: take the tokenizer.model or vocab.json of this model instead, if it has one",
        "Anneal 支持已发布分词器常用的部件：如果该模型另有 tokenizer.model 或 vocab.json，请改用它们");

    public static readonly Message Truncated = new("the file ends too early", "文件不完整，提前结束");

    public static readonly Message Swells = new("the tokenizer makes a text many times longer than it was", "该分词器会把文本放大许多倍");

    public static readonly Message Empty = new("the vocabulary has no tokens", "词表中没有任何词元");

    public static readonly Message BadTiktokenLine = new("the line is not a token in base64 and its number", "该行不是“base64 词元 编号”的形式");

    public static Message Unsupported(string what) => Message.Of($"this tokenizer uses a part that Anneal does not know: {Quote(what)}", $"该分词器使用了 Anneal 不支持的部件：{Quote(what)}");

    public static Message MissingToken(string token) => Message.Of($"the vocabulary lacks the token {Quote(token)}", $"词表缺少词元{Quote(token)}");

    public static Message WrongEntry(string name) => Message.Of($"the entry {Quote(name)} is missing or is not what it should be", $"条目{Quote(name)}缺失或格式不对");

    public static readonly Message NoGgufTokenizerWayOut = new("take a GGUF file that holds a whole language model", "请使用包含完整语言模型的 GGUF 文件");

    public static readonly Message NotForGgufWayOut = new("keep this model as a folder", "请把该模型保存为文件夹格式");

    public static readonly Message CharactersNotForGguf = new(
        "a GGUF file can't hold a vocabulary of characters: llama.cpp looks up a token for each byte of what has none, and ends where it finds none",
        "GGUF 文件无法保存以字符为词元的词表：遇到词表外的字符，llama.cpp 会逐字节查找词元，查不到就会退出");

    public static readonly Message CharactersNotForGgufWayOut = new("keep this model as a folder, or train one with tokenizer: bpe", "请把该模型保存为文件夹格式，或改用 tokenizer: bpe 训练");

    public static Message NotForGguf(string what) => Message.Of($"a GGUF file can't hold this tokenizer: {Quote(what)}", $"GGUF 文件无法保存这种分词器：{Quote(what)}");

    public static Message CountsDiffer(string what, int count, int tokens) => Message.Of($"there are {count} entries of {what} for {tokens} tokens", $"{what} 有 {count} 项，而词元有 {tokens} 个");

    public static Message NotFound(string path) => Message.Of($"there is no tokenizer at '{path}'", $"“{path}”处没有分词器");

    public static Message TooLarge(long bytes) => Message.Of($"a vocabulary of {bytes / 1_000_000} MB is not plausible", $"词表文件大小为 {bytes / 1_000_000} MB，不合常理");

    public static Message NotJson(string reason) => Message.Of($"this is not valid JSON: {reason}", $"不是有效的 JSON：{reason}");

    public static Message NotAnObject => new("the vocabulary is not a list of tokens with their numbers", "词表不是“词元: 编号”的形式");

    public static Message BadId(string token, long id) => Message.Of($"the token {Quote(token)} has the number {id}, which can't be", $"词元{Quote(token)}的编号 {id} 不合理");

    public static Message TwoForId(string token, int id) => Message.Of($"the token {Quote(token)} has the number {id}, which another token has already", $"词元{Quote(token)}的编号 {id} 已被另一个词元占用");

    public static Message MissingMerges => new("the vocabulary has no merges: merges.txt is missing beside it", "词表缺少合并规则：旁边没有 merges.txt");

    public static Message BadMerge(string merge) => Message.Of($"the merge {Quote(merge)} is not two tokens", $"合并规则{Quote(merge)}不是两个词元");

    public static Message MergeWithoutToken(string merge, string token) => Message.Of(
        $"the merge {Quote(merge)} needs the token {Quote(token)}, which the vocabulary lacks", $"合并规则{Quote(merge)}需要词元{Quote(token)}，但词表中没有");

    public static Message Damaged(string what) => Message.Of($"the file is damaged: {what}", $"文件已损坏：{what}");

    /// <summary>A token from a file, fit for a message: short, on one line.</summary>
    internal static string Quote(string token)
    {
        string shown = token.Length > 40 ? token[..40] + "…" : token;
        return $"'{string.Concat(shown.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? FormattableString.Invariant($"\\u{(int)c:x4}") : c.ToString()))}'";
    }
}
