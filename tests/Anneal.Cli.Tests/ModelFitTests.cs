namespace Anneal.Cli.Tests;

/// <summary>Every command says of every kind of model either what it does with it, or what the model is and which command takes it.</summary>
public sealed class ModelFitTests : IDisposable
{
    /// <summary>Kind, its description in both languages, and the commands that take it, the most natural one first.</summary>
    private static readonly (string Kind, string English, string Chinese, string Takes)[] Table =
    [
        ("tabular-classification", "a model that predicts the rows of a table", "表格预测模型", "predict evaluate serve inspect report"),
        ("tabular-regression", "a model that predicts the rows of a table", "表格预测模型", "predict evaluate serve inspect report"),
        ("text-classification", "a model that tells the classes of texts", "文本分类模型", "predict evaluate serve inspect report"),
        ("image-classification", "a model that tells the classes of pictures", "图像分类模型", "predict evaluate serve inspect report"),
        ("language-model", "a language model", "语言模型", "generate chat serve embed perplexity tokenize convert inspect report"),
        ("chat", "a language model", "语言模型", "generate chat serve embed perplexity tokenize convert inspect report"),
        ("token-classification", "a model that finds entities in texts", "实体识别模型", "predict serve inspect report"),
        ("question-answering", "a model that finds answers in passages", "在文章中找答案的模型", "predict serve embed tokenize inspect report"),
        ("translation", "a translation model", "翻译模型", "predict generate serve tokenize inspect report"),
        ("text-embedding", "a model that turns texts into vectors", "把文本变成向量的模型", "embed predict serve tokenize inspect report"),
        ("masked-language-model", "a model that guesses hidden words", "猜测被遮盖词语的模型", "predict serve embed tokenize inspect report"),
        ("llama", "a language model (llama)", "语言模型（llama）", "generate chat serve embed perplexity tokenize convert inspect"),
        ("bert", "an encoder of texts (bert)", "文本编码器（bert）", "embed serve tokenize inspect"),
        ("t5", "a model that reads one text and writes another (t5)", "读入一段文本并写出另一段文本的模型（t5）", "generate tokenize inspect"),
        ("whisper", "a model that hears speech (whisper)", "语音模型（whisper）", "transcribe tokenize inspect"),
        ("vit", "a model that looks at pictures (vit)", "图像模型（vit）", "inspect"),
    ];

    private static readonly Dictionary<string, string[]> More = new(StringComparer.Ordinal)
    {
        ["perplexity"] = ["text.txt"], ["convert"] = ["out.gguf"], ["evaluate"] = ["rows.csv"], ["transcribe"] = ["speech.wav"], ["generate"] = ["Hi"], ["embed"] = ["Hi"], ["tokenize"] = ["Hi"], ["predict"] = ["--row", "{}"],
    };

    private readonly Shell shell = new();

    public static TheoryData<string> Kinds => [.. Table.Select(row => row.Kind)];

    public void Dispose() => shell.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_command_that_does_not_take_a_model_says_what_it_is_and_where_it_goes(string kind)
    {
        (_, string english, string chinese, string takes) = Array.Find(Table, row => row.Kind == kind);
        string model = Folder(kind);
        string[] taking = takes.Split(' ');
        foreach (string command in new[] { "chat", "generate", "embed", "perplexity", "tokenize", "convert", "inspect", "serve", "predict", "evaluate", "report", "transcribe" })
        {
            int code = shell.Run([command, model, .. More.GetValueOrDefault(command, []).Select(word => word.Contains('.', StringComparison.Ordinal) ? shell.At(word) : word)]);
            code.ShouldBe(2, $"{command}: {shell.Printed}"); // what takes it finds nothing but a configuration
            if (taking.Contains(command))
            {
                Together(shell.Error).ShouldNotContain("doesn'ttake", customMessage: command);
                continue;
            }

            Said($"{model} is {english}, which \"anneal {command}\" doesn't take");
            Said($"\"anneal {taking[0]}\"");
            shell.Run([command, model, .. More.GetValueOrDefault(command, []), "--lang", "zh"]).ShouldBe(2);
            Said($"{model} 是{chinese}，anneal {command} 不能使用它");
            Said($"请用 anneal {taking[0]}");
        }
    }

    [Fact]
    public void A_file_of_a_language_model_is_no_bundle()
    {
        shell.Write("small.gguf", "GGUF");
        shell.Run("predict", shell.At("small.gguf"), "--row", "{}").ShouldBe(2);
        Said("is a language model");
        shell.Run("chat", shell.At("nowhere")).ShouldBe(2);
        Said("there is no model");
    }

    /// <summary>Long lines are wrapped.</summary>
    private void Said(string text) => Together(shell.Error).ShouldContain(Together(text));

    private static string Together(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private string Folder(string kind)
    {
        string folder = shell.At(kind);
        Directory.CreateDirectory(folder);
        bool published = kind is "llama" or "bert" or "t5" or "whisper" or "vit", rows = (kind.EndsWith("-classification", StringComparison.Ordinal) && kind != "token-classification") || (kind == "tabular-regression");
        string bundle = $$"""{"format_version": 1, "name": "small", "task": "{{kind}}", "model": "any", "created": "2026-01-01T00:00:00+00:00"}""";
        string type = kind switch { "language-model" or "chat" => "llama", "token-classification" => "bilstm-crf", "translation" => "bart", "question-answering" or "text-embedding" or "masked-language-model" => "bert", _ => kind };
        shell.Write(Path.Combine(kind, "config.json"), rows ? bundle : $$"""{"model_type": "{{type}}"}""");
        if (!rows && !published) shell.Write(Path.Combine(kind, "bundle.json"), bundle);
        return folder;
    }
}
