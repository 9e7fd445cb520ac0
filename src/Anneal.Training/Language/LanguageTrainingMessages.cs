using Anneal.Data.Messages;

namespace Anneal.Training.Language;

/// <summary>What is said about the training of language models.</summary>
internal static class LanguageTrainingMessages
{
    public static readonly Message NotTrainable = new("this model can't be trained further", "无法继续训练这个模型");

    public static readonly Message NotTrainableWayOut = new("name a folder with config.json and model.safetensors, a bundle, or a .gguf file", "请写明含 config.json 和 model.safetensors 的文件夹、模型包或 .gguf 文件");

    public static readonly Message NoSuchLayer = new("the model has no linear layer of these names", "模型里没有这些名称的线性层");

    public static readonly Message NoSuchLayerWayOut = new("leave model.layers-with-adapters out for all of them, or name q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj", "去掉 model.layers-with-adapters 表示全部，或写 q_proj、k_proj、v_proj、o_proj、gate_proj、up_proj、down_proj");

    public static readonly Message NoEnd = new("this model has no chat template, and its vocabulary has no token that ends a text", "这个模型没有聊天模板，词表里也没有表示文本结束的词元");

    public static readonly Message NoEndWayOut = new("take another model to train further, or train one from nothing", "请换一个模型继续训练，或从零开始训练");

    public static readonly Message TemplateGoesBack = new("the model's chat template writes an answer otherwise than it is begun, so what to learn can't be told from what was asked", "这个模型的聊天模板在补全回答时改写了前文，无法区分要学习的回答和提问");

    public static readonly Message TemplateGoesBackWayOut = new("take the chat template out of the model's folder, or give it one that only adds to what it wrote", "请从模型文件夹里去掉聊天模板，或换用只在末尾追加的模板");
}
