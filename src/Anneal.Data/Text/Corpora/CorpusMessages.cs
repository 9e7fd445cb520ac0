using Anneal.Data.Messages;

namespace Anneal.Data.Text.Corpora;

/// <summary>What is said about texts to learn from.</summary>
internal static class CorpusMessages
{
    public static readonly Message NoTextInFolderWayOut = new("put .txt, .md or .jsonl files there, or name one", "请放入 .txt、.md 或 .jsonl 文件，或直接写明文件");

    public static readonly Message TooShortWayOut = new("give more text, or a larger share to this part (data.split)", "请提供更多文本，或在 data.split 里加大这一部分的比例");

    public static readonly Message NotTokens = new("this is no token file, or it is damaged", "不是词元文件，或文件已损坏");

    public static readonly Message NotTokensWayOut = new("delete it and run the recipe again", "请删除它并重新运行配方");

    public static readonly Message NoTalk = new("this conversation is in no known form", "这段对话不是已知的格式");

    public static readonly Message NoTalkWayOut = new(
        "write {\"messages\": [{\"role\": \"user\", \"content\": \"...\"}, {\"role\": \"assistant\", \"content\": \"...\"}]} in each line, or Alpaca's instruction and output, or ShareGPT's conversations",
        "每行请写 {\"messages\": [{\"role\": \"user\", \"content\": \"...\"}, {\"role\": \"assistant\", \"content\": \"...\"}]}，也可以用 Alpaca 的 instruction 和 output，或 ShareGPT 的 conversations");

    public static readonly Message UnknownRoleWayOut = new("the roles are system, user, assistant and tool (ShareGPT: human, gpt, function_call, observation)", "可用的角色：system、user、assistant、tool（ShareGPT：human、gpt、function_call、observation）");

    public static readonly Message NoPair = new("this conversation has no \"chosen\" and \"rejected\" answer", "这段对话没有“chosen”和“rejected”两个回答");

    public static readonly Message NoPairWayOut = new("give each conversation both, the better answer as \"chosen\", or take train.prefer out", "请给每段对话写上两个回答，较好的写作“chosen”；或者去掉 train.prefer");

    public static readonly Message NoVerdict = new("this conversation doesn't say whether its answer is good", "这段对话没有说明回答的好坏");

    public static readonly Message NoVerdictWayOut = new("write \"label\": true or false beside it, or take train.prefer out", "请在旁边写 \"label\": true 或 false；或者去掉 train.prefer");

    public static readonly Message TooFewTalksWayOut = new("give more conversations, or hold none back with data.split: {train: 0.9, valid: 0.1, test: 0}", "请提供更多对话，或不留测试部分：data.split: {train: 0.9, valid: 0.1, test: 0}");

    public static Message NoTalks(string source) => new($"{source} holds no conversations", $"{source} 里没有对话");

    public static Message UnknownRole(string role) => new($"nobody knows who \"{role}\" is in this conversation", $"这段对话里有未知的角色“{role}”");

    public static Message TooFewTalks(int talks) => Message.Of($"{talks:N0} different conversations with an answer are too few to learn from and to measure on", $"有回答的不同对话只有 {talks:N0} 段，不够用来训练和评估");

    public static Message NoTextInFolder(string folder) => new($"{folder} holds no text files", $"{folder} 里没有文本文件");

    public static Message NoTextIn(string column) => new($"this object has no text \"{column}\"", $"这一行的对象里没有文本“{column}”");

    public static Message NoTextInWayOut(string column) => new(
        $"write {{\"{column}\": \"...\"}} in each line, or name the key as data.columns: {{text: NAME}}",
        $"每行请写 {{\"{column}\": \"...\"}}，或用 data.columns: {{text: 名称}} 指明");

    public static Message TooShort(string part, long tokens, int context) => Message.Of(
        $"the {part} part has {tokens:N0} tokens, and one piece of context needs {context + 1:N0}",
        $"{part} 部分只有 {tokens:N0} 个词元，而一段上下文需要 {context + 1:N0} 个");
}
