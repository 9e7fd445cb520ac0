using Anneal.Data.Messages;
using Anneal.Workflow.Bundles;

namespace Anneal.Cli.Messages;

/// <summary>What is said to somebody who gives a model to a command that doesn't take it.</summary>
internal static class FitMessages
{
    public static Message Wrong(string path, StoredModel model, string command)
    {
        Message what = Describe(model);
        return new Message($"{path} is {what.English}, which \"anneal {command}\" doesn't take", $"{path} 是{what.Chinese}，anneal {command} 不能使用它");
    }

    public static Message WayOut(IReadOnlyList<string> commands)
    {
        if (commands.Count == 1) return new Message($"use it with \"anneal {commands[0]}\"", $"请用 anneal {commands[0]}");
        Message others = NameList.Of(commands.Skip(1));
        return new Message($"use it with \"anneal {commands[0]}\"; it also goes with {others.English}", $"请用 anneal {commands[0]}；也可以用 {others.Chinese}");
    }

    private static Message Describe(StoredModel model) => (model.Kind, model.Form) switch
    {
        (_, "text-classification") => new Message("a model that tells the classes of texts", "文本分类模型"),
        (_, "image-classification") => new Message("a model that tells the classes of pictures", "图像分类模型"),
        (StoredModelKind.Rows, _) => new Message("a model that predicts the rows of a table", "表格预测模型"),
        (_, "token-classification") => new Message("a model that finds entities in texts", "实体识别模型"),
        (_, "question-answering") => new Message("a model that finds answers in passages", "在文章中找答案的模型"),
        (_, "masked-language-model") => new Message("a model that guesses hidden words", "猜测被遮盖词语的模型"),
        (_, "translation") => new Message("a translation model", "翻译模型"),
        (StoredModelKind.Vectors, _) => new Message("a model that turns texts into vectors", "把文本变成向量的模型"),
        (StoredModelKind.LanguageModel, "language-model" or "chat" or "gguf") => new Message("a language model", "语言模型"),
        (StoredModelKind.LanguageModel, var form) => new Message($"a language model ({form})", $"语言模型（{form}）"),
        (StoredModelKind.Writer, var form) => new Message($"a model that reads one text and writes another ({form})", $"读入一段文本并写出另一段文本的模型（{form}）"),
        (StoredModelKind.Speech, var form) => new Message($"a model that hears speech ({form})", $"语音模型（{form}）"),
        (StoredModelKind.Pictures, var form) => new Message($"a model that looks at pictures ({form})", $"图像模型（{form}）"),
        (_, var form) => new Message($"an encoder of texts ({form})", $"文本编码器（{form}）"),
    };
}
