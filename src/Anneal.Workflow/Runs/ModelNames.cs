using Anneal.Data.Messages;

namespace Anneal.Workflow.Runs;

/// <summary>What people call models and baselines.</summary>
public static class ModelNames
{
    /// <summary>The name of a learner or of a baseline, as a recipe or the leaderboard has it.</summary>
    public static Message Of(string model) => model switch
    {
        "auto" => new Message("chosen and blended (auto)", "自动选择与融合（auto）"),
        "mlp" => new Message("neural network (mlp)", "神经网络（mlp）"),
        "boosted-trees" => new Message("boosted trees", "梯度提升树"),
        "tabular-transformer" => new Message("Transformer over columns", "表格 Transformer"),
        "text-linear" => new Message("linear model of n-grams", "n-gram 线性模型"),
        "fasttext" => new Message("bag of n-grams (fasttext)", "n-gram 词袋（fasttext）"),
        "textcnn" => new Message("convolutions over text (textcnn)", "文本卷积网络（textcnn）"),
        "lstm" => new Message("recurrent network (lstm)", "循环网络（lstm）"),
        "gru" => new Message("recurrent network (gru)", "循环网络（gru）"),
        "text-transformer" => new Message("small Transformer", "小型 Transformer"),
        "simple-cnn" => new Message("convolutional network (simple-cnn)", "卷积网络（simple-cnn）"),
        "resnet-small" => new Message("residual network (resnet-small)", "残差网络（resnet-small）"),
        "logistic-regression" => new Message("logistic regression", "逻辑回归"),
        "linear-regression" => new Message("linear regression", "线性回归"),
        "gpt2" => new Message("Transformer (gpt2)", "Transformer（gpt2）"),
        "llama" => new Message("Transformer (llama)", "Transformer（llama）"),
        "trigrams" => new Message("counting runs of three tokens", "三元词元统计"),
        "bilstm-crf" => new Message("recurrent tagger (bilstm-crf)", "双向循环标注网络（bilstm-crf）"),
        "bert" => new Message("Transformer encoder (bert)", "Transformer 编码器（bert）"),
        "roberta" => new Message("Transformer encoder (roberta)", "Transformer 编码器（roberta）"),
        "token-shares" => new Message("always the tokens' shares", "总猜各词元的比例"),
        "closest-sentence" => new Message("closest part of a sentence", "最接近问题的句段"),
        "entity-dictionary" => new Message("dictionary of the entities met", "已见实体词典"),
        "bart" => new Message("Transformer that reads and writes (bart)", "编码器-解码器 Transformer（bart）"),
        "t5" => new Message("Transformer that reads and writes (t5)", "编码器-解码器 Transformer（t5）"),
        "phrase-table" => new Message("table of phrases from counting", "统计短语表"),
        "nearest-text" => new Message("translation of the nearest text", "最相近句子的译文"),
        "shared-grams" => new Message("texts that share most n-grams", "共有 n-gram 最多的文本"),
        "label-shares" => new Message("always the labels' shares", "总猜各标签的比例"),
        "mean-value" => new Message("always the mean", "总猜平均值"),
        "majority-class" => new Message("always the largest class", "总猜最多的一类"),
        _ => new Message(model, model),
    };
}
