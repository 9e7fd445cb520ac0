using Anneal.Data.Messages;

namespace Anneal.Models.Text.Answers;

/// <summary>What is said about models that find answers.</summary>
internal static class AnswerMessages
{
    public static readonly Message LongQuestionWayOut = new("ask more briefly, or use a model with more positions", "请缩短问题，或使用位置更多的模型");

    public static readonly Message NoFinderWayOut = new("name a bundle of task question-answering, or a folder of BERT or RoBERTa with a head for answers", "请写明 question-answering 任务的模型包，或带答案抽取头的 BERT、RoBERTa 文件夹");

    public static Message LongQuestion(int tokens, int positions) => Message.Of($"the question has {tokens} tokens, and a model of {positions} positions has no room left for the passage", $"问题有 {tokens} 个词元，而模型只有 {positions} 个位置，放不下文章");

    public static Message NoFinder(string path) => new($"{path} holds no model that finds answers", $"{path} 不是抽取答案的模型");
}
