using Anneal.Data.Messages;

namespace Anneal.Training.Language;

/// <summary>What is said about the training of language models.</summary>
internal static class LanguageTrainingMessages
{
    public static readonly Message NotTrainable = new("this model can't be trained further", "无法继续训练这个模型");

    public static readonly Message NotTrainableWayOut = new("name a folder with config.json and model.safetensors, a bundle, or a .gguf file", "请写明含 config.json 和 model.safetensors 的文件夹、模型包或 .gguf 文件");

    public static readonly Message NoSuchLayer = new("the model has no linear layer of these names", "模型里没有这些名称的线性层");

    public static readonly Message NoSuchLayerWayOut = new("leave model.layers-with-adapters out for all of them, or name q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj", "去掉 model.layers-with-adapters 表示全部，或写 q_proj、k_proj、v_proj、o_proj、gate_proj、up_proj、down_proj");
}
