using Anneal.Data.Messages;

namespace Anneal.Models.Text.Tagging;

/// <summary>What is said about taggers.</summary>
internal static class TaggingMessages
{
    public static readonly Message NoTaggerWayOut = new("name a bundle of task token-classification, or a folder of BERT or RoBERTa with a head for tokens", "请写明 token-classification 任务的模型包，或带词元分类头的 BERT、RoBERTa 文件夹");

    public static Message NoTagger(string path) => new($"{path} holds no model that tags tokens, or a damaged one", $"{path} 不是标注词元的模型，或已损坏");
}
