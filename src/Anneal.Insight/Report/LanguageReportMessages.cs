using Anneal.Data.Messages;

namespace Anneal.Insight.Report;

/// <summary>What the report of a language model says.</summary>
internal static class LanguageReportMessages
{
    public static readonly Message Scores = new("How well it tells the text", "预测文本的能力");
    public static readonly Message Samples = new("What it writes", "它写出的文本");
    public static readonly Message Part = new("part", "部分");
    public static readonly Message Tokens = new("tokens", "词元");
    public static readonly Message Characters = new("characters", "字符");
    public static readonly Message Documents = new("documents", "篇数");
    public static readonly Message Talks = new("conversations", "对话数");
    public static readonly Message AnswersOnly = new("Only the answers are counted, each with the token that ends it: what was asked is read, and not learnt.", "只统计回答部分（含结束词元）：提问只读取，不学习。");
    public static readonly Message Loss = new("loss", "损失");
    public static readonly Message Perplexity = new("perplexity", "困惑度");
    public static readonly Message Bits = new("bits a character", "每字符比特");
    public static readonly Message LossMeaning = new("How many nats the model is surprised by each token, on average. Less is better.", "平均每个词元让模型“意外”多少（奈特），越小越好。");
    public static readonly Message PerplexityMeaning = new("Between how many equally likely tokens the model wavers, on average. Less is better.", "模型平均在多少个同样可能的词元之间犹豫，越小越好。");
    public static readonly Message BitsMeaning = new("What the text would take if the model compressed it. Models with other vocabularies can be compared by this number.", "用模型压缩文本时每个字符需要的比特数，可用来比较词表不同的模型。");
    public static readonly Message LossTitle = new("Learning, step by step", "训练过程");
    public static readonly Message Training = new("training text", "训练文本");
    public static readonly Message Validation = new("validation text", "验证文本");
    public static readonly Message Step = new("step", "步");
    public static readonly Message PositionTitle = new("Loss by place in the context", "按上下文位置的损失");
    public static readonly Message Position = new("tokens seen before", "已看到的词元数");
    public static readonly Message PositionMeaning = new("The more it has read, the better it tells what comes next; where the line is level, a longer context would not help.", "看到的上文越多，预测越准；曲线变平之后，再长的上下文也没有帮助。");
    public static readonly Message CurveMeaning = new("If the training line goes on falling while the validation line rises, the model learns the text by heart: more text or dropout helps.", "若训练损失继续下降而验证损失回升，说明模型在死记硬背：请增加文本或使用 dropout。");
    public static readonly Message Uncut = new("As it came, drawn by chance; not chosen.", "随机生成、未经挑选的原文。");
    public static readonly Message Limits = new(
        "It goes on with text as the text that it learnt from goes on: true or false, kind or unkind. It knows nothing of the world but that text, and says wrong things as surely as right ones.",
        "模型只会模仿训练文本的写法，不分真假善恶。除训练文本之外它一无所知，说错话时与说对话时同样肯定。");

    public static Message Measured(bool onTest) => onTest
        ? new Message("Measured on text that was held back.", "在留出的测试文本上测得。")
        : new Message("Measured on the validation text, which also chose the weights: no text was held back (data.split.test is 0).", "在验证文本上测得，权重也由它选出：没有留出测试文本（data.split.test 为 0）。");

    public static Message Preferred(ReportPreference preference) => Message.Of(
        $"It prefers rightly in {preference.Accuracy * 100:0.0} % of {preference.Answers:N0} answers or pairs; better answers gained {preference.Margin:0.00} more than worse ones (β times nats). The model that it was before preferred neither: half is chance.",
        $"在 {preference.Answers:N0} 个回答（或回答对）里，偏好正确的占 {preference.Accuracy * 100:0.0} %；较好的回答比较差的多得 {preference.Margin:0.00} 分（β 乘以奈特）。训练前的模型没有偏好，一半只是运气。");

    public static Message BestStep(int step) => Message.Of($"step {step} is kept", $"保留第 {step} 步");

    public static Message Vocabulary(int tokens) => Message.Of($"{tokens:N0} different tokens", $"词表 {tokens:N0} 个词元");

    public static Message Verdict(double bits, double baseline) => bits < baseline
        ? Message.Of($"It needs {bits:0.###} bits a character; counting runs of tokens needs {baseline:0.###}.", $"每字符需要 {bits:0.###} 比特；只靠统计词元组合需要 {baseline:0.###}。")
        : Message.Of($"It needs {bits:0.###} bits a character, no less than counting runs of tokens ({baseline:0.###}): train longer, or count.", $"每字符需要 {bits:0.###} 比特，并不比统计词元组合（{baseline:0.###}）更好：请延长训练。");
}
