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

    public static readonly Message NoWriterWayOut = new("name a folder of BART or T5 with config.json, model.safetensors and its tokenizer, or a bundle of a translation", "请写明含 config.json、model.safetensors 和分词器的 BART 或 T5 文件夹，或翻译任务的模型包");

    public static readonly Message AllTooLongWayOut = new("cut the texts into sentences, or set a larger model.longest", "请把文本切成句子，或调大 model.longest");

    public static readonly Message HeadsDontShareWayOut = new("choose a size that the heads can share evenly, such as 128 with 4 heads", "请选择能被头数整除的大小，例如 128 配 4 个头");

    public static Message HeadsDontShare(int size, int heads) => Message.Of($"{heads} heads can't share {size} features evenly", $"{heads} 个头不能平分 {size} 个特征");

    public static Message AllTooLong(int longest) => Message.Of($"no pair of a part has texts of at most {longest} tokens", $"有一部分数据里没有不超过 {longest} 个词元的文本对");

    public static Message NoWriter(string path) => new($"{path} holds no model that reads one text and writes another", $"{path} 里没有读入一段文本并写出另一段文本的模型");

    public static readonly Message NoTexts = new("no text of the training part has two words", "训练部分没有一段文本超过一个词");

    public static readonly Message NoTextsWayOut = new("give a sentence or a paragraph a line", "请每行写一句或一段文字");

    public static Message NoMask(string path) => new($"the tokenizer of {path} has no token that hides another", $"{path} 的分词器没有遮盖词元");

    public static Message NoEncoder(string path) => new($"{path} holds no encoder that can be trained further", $"{path} 里没有可以继续训练的编码器");

    public static Message OtherVocabulary(int tokens, int rows) => Message.Of($"the tokenizer has {tokens} tokens, the model {rows}", $"分词器有 {tokens} 个词元，而模型只有 {rows} 个");
}
