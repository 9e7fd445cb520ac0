using Anneal.Data.Messages;

namespace Anneal.Workflow.Messages;

/// <summary>What is said about tasks over texts.</summary>
internal static class TextTaskMessages
{
    public static readonly Message NoEncoderWayOut = new("name a folder of BERT or RoBERTa with config.json, model.safetensors and its tokenizer, or a bundle with such a model", "请写明含 config.json、model.safetensors 和分词器的 BERT 或 RoBERTa 文件夹，或含这种模型的模型包");

    public static readonly Message NoTags = new("no token of the training part has a tag other than O", "训练部分的词元全都标为 O");

    public static readonly Message NoTagsWayOut = new("tag what is to be found with B- and I-", "请用 B-、I- 标出要找的内容");

    public static readonly Message NoAnswers = new("no answer of the training part stands in its passage", "训练部分没有一个答案出现在对应的文章里");

    public static readonly Message NoAnswersWayOut = new("give answers as they are written in the passage", "请给出文中原样的答案");

    public static Message NoEncoder(string path) => new($"{path} holds no encoder that can be trained further", $"{path} 里没有可以继续训练的编码器");

    public static Message OtherVocabulary(int tokens, int rows) => Message.Of($"the tokenizer has {tokens} tokens, the model {rows}", $"分词器有 {tokens} 个词元，而模型只有 {rows} 个");
}
