using Anneal.Data.Messages;
using Anneal.Models.Language;

namespace Anneal.Cli;

/// <summary>What the commands of language models say.</summary>
internal static class LanguageMessages
{
    public static readonly Message ModelDescription = new("a bundle, a folder as Hugging Face lays it out, a .gguf file, or a .bin file of llama2.c", "模型包、Hugging Face 格式的文件夹、.gguf 文件，或 llama2.c 的 .bin 文件");

    public static readonly Message TokenizerDescription = new("a tokenizer, where the model has none of its own", "分词器（模型自身没有时使用）");

    public static readonly Message TemplateDescription = new("a chat template to use in place of the model's own", "用来替代模型自带的聊天模板");

    public static readonly Message GenerateDescription = new("Let a language model go on with a text, or a model such as T5 or BART answer it.", "让语言模型续写一段文本，或让 T5、BART 这类模型作答。");

    public static readonly Message PromptDescription = new("the text to go on with; - reads standard input", "要续写的文本；- 表示从标准输入读取");

    public static readonly Message SamplesDescription = new("how many texts to write (default: 1)", "生成几份（默认：1）");

    public static readonly Message BeamsDescription = new("look for the likeliest text with so many beams", "用这么多条束搜索最可能的文本");

    public static readonly Message CacheTypeDescription = new("keep keys and values in 32 bits a number, in 16 or in 8: less memory for long texts", "键和值每个数用 32 位、16 位或 8 位保存：长文本更省内存");

    public static readonly Message UnknownCacheTypeWayOut = new("give f32, f16 or q8_0", "请给出 f32、f16 或 q8_0");

    public static readonly Message NotForWriters = new("--draft and --cache-type are for models that go on with a text; this one reads one text and writes another", "--draft 和 --cache-type 只用于续写文本的模型；这个模型读入一段文本并写出另一段文本");

    public static readonly Message NotForWritersWayOut = new("leave them out", "请去掉这两个选项");

    public static readonly Message DraftDescription = new("a smaller model with the same vocabulary that guesses ahead", "词表相同的小模型，用来提前猜测词元");

    public static readonly Message GenerateJsonDescription = new("print everything as one JSON object when it is done", "完成后输出一个 JSON 对象");

    public static readonly Message LogProbabilitiesDescription = new("with --json, tell each token's log-probability and so many alternatives", "与 --json 同用：给出每个词元的对数概率和若干候选");

    public static readonly Message MaxTokensDescription = new("the most tokens to write", "最多生成的词元数");

    public static readonly Message MaxLengthDescription = new("the most tokens of prompt and answer together", "提示词与生成内容合计的最多词元数");

    public static readonly Message TemperatureDescription = new("0 for the likeliest text; higher is bolder", "0 表示最可能的文本；越大越随机");

    public static readonly Message TopKDescription = new("draw from the k likeliest tokens alone", "只从最可能的 k 个词元里抽取");

    public static readonly Message TopPDescription = new("draw from the fewest tokens that make up this probability", "只从累计概率达到该值的最少词元里抽取");

    public static readonly Message MinPDescription = new("leave out what is less likely than this share of the likeliest token", "去掉概率低于最高者这一比例的词元");

    public static readonly Message TypicalPDescription = new("draw from the tokens nearest to the expected surprise", "只从信息量最接近期望的词元里抽取");

    public static readonly Message RepetitionDescription = new("makes what was said less likely; 1.1 is usual", "降低已出现内容的概率，常用 1.1");

    public static readonly Message FrequencyDescription = new("taken off for each time a token was written", "词元每出现一次就降低的分值");

    public static readonly Message PresenceDescription = new("taken off once a token was written", "词元出现过就降低的分值");

    public static readonly Message SeedDescription = new("the same seed writes the same text", "相同的种子生成相同的文本");

    public static readonly Message StopDescription = new("stop at this text (may be repeated)", "遇到该文本就停止（可重复使用）");

    public static readonly Message GrammarDescription = new("a file with a grammar that the text keeps to", "语法文件，生成的文本必须符合它");

    public static readonly Message SchemaDescription = new("a file with a JSON schema that the text keeps to", "JSON 模式文件，生成的文本必须符合它");

    public static readonly Message NoFileWayOut = new("check the path", "请检查路径");

    public static readonly Message EmbedDescription = new("Turn texts into vectors, one JSON object a line.", "把文本变成向量，每行输出一个 JSON 对象。");

    public static readonly Message EmbedModelDescription = new("a folder of BERT or RoBERTa, or any language model", "BERT 或 RoBERTa 的文件夹，或任意语言模型");

    public static readonly Message EmbedTextDescription = new("texts", "文本");

    public static readonly Message EmbedFileDescription = new("a file with a text on each line; - reads standard input", "每行一段文本的文件；- 表示从标准输入读取");

    public static readonly Message EmbedJsonDescription = new("print all vectors as one JSON object, not one a line", "把全部向量输出为一个 JSON 对象，而不是每行一个");

    public static readonly Message NothingToEmbed = new("there is no text", "没有文本");

    public static readonly Message NothingToEmbedWayOut = new("write texts behind the model, or give a file with --file", "请在模型后面写上文本，或用 --file 给出文件");

    public static readonly Message PerplexityDescription = new("Measure how well a language model tells a text.", "衡量语言模型对一段文本的预测能力（困惑度）。");

    public static readonly Message PerplexityFileDescription = new("a text that the model has not seen", "模型没有见过的文本文件");

    public static readonly Message PerplexityContextDescription = new("tokens of a window (default: the model's context, 1024 at most)", "每个窗口的词元数（默认：模型的上下文，最多 1024）");

    public static readonly Message ChatDescription = new("Talk with a language model.", "与语言模型对话。");

    public static readonly Message SystemDescription = new("what the model is told before the conversation", "对话开始前给模型的说明");

    public static readonly Message ChatJsonDescription = new("print each answer as one JSON object", "每个回答输出为一个 JSON 对象");

    public static readonly Message NoTemplate = new(
        "this model has no chat template: it was hardly trained for conversations, and User/Assistant lines stand in for one",
        "这个模型没有聊天模板，很可能没有针对对话训练过，将用 User/Assistant 的格式代替");

    public static readonly Message ChatHelp = new(
        "/clear forgets the conversation, /exit ends it, /help shows this; a line that ends with \\ goes on in the next",
        "/clear 清空对话，/exit 退出，/help 显示本说明；行末写 \\ 可以换行继续");

    public static readonly Message Cleared = new("forgotten", "已清空");

    public static readonly Message You = new("you> ", "你> ");

    public static readonly Message Stopped = new("stopped", "已停止");

    public static Message UnknownCacheType(string type) => new($"keys and values can't be kept as {type}", $"键和值不能以 {type} 保存");

    public static Message UnknownChatCommand(string command) => new($"there is no {command}; /help shows what there is", $"没有 {command} 这个命令，/help 查看说明");

    public static Message Perplexity(TextPerplexity told)
    {
        string quarters = string.Join(", ", told.ByPosition.Select(mean => mean.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture)));
        return Message.Of(
            $"perplexity {told.Perplexity:0.000} ({told.Nats / told.Tokens:0.0000} nats a token, {told.BitsPerByte:0.000} bits a byte; {told.Tokens:N0} tokens); by quarters of the window: {quarters}",
            $"困惑度 {told.Perplexity:0.000}（每词元 {told.Nats / told.Tokens:0.0000} 纳特，每字节 {told.BitsPerByte:0.000} 比特；共 {told.Tokens:N0} 个词元）；窗口四等分依次为：{quarters}");
    }

    public static Message NoFile(string file) => new($"there is no file {file}", $"没有文件 {file}");

    public static Message Sample(int number) => Message.Of($"── {number} ──", $"── 第 {number} 份 ──");

    public static Message Speed(int prompt, double promptSeconds, int tokens, double perSecond) => Message.Of(
        $"prompt: {prompt:N0} {(prompt == 1 ? "token" : "tokens")} in {promptSeconds:0.00} s; answer: {tokens:N0} {(tokens == 1 ? "token" : "tokens")}, {perSecond:0.0} tokens/s",
        $"提示词：{prompt:N0} 个词元，{promptSeconds:0.00} 秒；生成：{tokens:N0} 个词元，每秒 {perSecond:0.0} 个");
}
