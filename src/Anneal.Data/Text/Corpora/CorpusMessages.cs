using Anneal.Data.Messages;

namespace Anneal.Data.Text.Corpora;

/// <summary>What is said about texts to learn from.</summary>
internal static class CorpusMessages
{
    public static readonly Message NoTextInFolderWayOut = new("put .txt, .md or .jsonl files there, or name one", "请放入 .txt、.md 或 .jsonl 文件，或直接写明文件");

    public static readonly Message TooShortWayOut = new("give more text, or a larger share to this part (data.split)", "请提供更多文本，或在 data.split 里加大这一部分的比例");

    public static readonly Message NotTokens = new("this is no token file, or it is damaged", "不是词元文件，或文件已损坏");

    public static readonly Message NotTokensWayOut = new("delete it and run the recipe again", "请删除它并重新运行配方");

    public static Message NoTextInFolder(string folder) => new($"{folder} holds no text files", $"{folder} 里没有文本文件");

    public static Message NoTextIn(string column) => new($"this object has no text \"{column}\"", $"这一行的对象里没有文本“{column}”");

    public static Message NoTextInWayOut(string column) => new(
        $"write {{\"{column}\": \"...\"}} in each line, or name the key as data.columns: {{text: NAME}}",
        $"每行请写 {{\"{column}\": \"...\"}}，或用 data.columns: {{text: 名称}} 指明");

    public static Message TooShort(string part, long tokens, int context) => Message.Of(
        $"the {part} part has {tokens:N0} tokens, and one piece of context needs {context + 1:N0}",
        $"{part} 部分只有 {tokens:N0} 个词元，而一段上下文需要 {context + 1:N0} 个");
}
