using Anneal.Data.Messages;

namespace Anneal.Cli;

/// <summary>Lines to type, as each command's help shows them.</summary>
internal static class ExampleMessages
{
    public static IReadOnlyList<(string Line, Message Meaning)> Of(string command) => command switch
    {
        "run" =>
        [
            ("run samples/credit", new Message("train the sample", "训练示例")),
            ("run my/recipe.yaml --out models --json", new Message("for a script", "供脚本使用")),
        ],
        "predict" =>
        [
            ("predict runs/credit-20260101-120000 --row '{\"Income\": 120, \"Home\": \"owner\"}'", new Message("ask about one row", "预测一行")),
            ("predict runs/credit-20260101-120000 --json < new.jsonl", new Message("as part of a pipe", "用在管道里")),
            ("predict runs/credit-20260101-120000 --file new.csv > answers.csv", new Message("ask about a whole file", "预测整个文件")),
        ],
        "serve" => [("serve runs/credit-20260101-120000 --port 8080", new Message("serve on this machine", "在本机提供服务"))],
        "generate" =>
        [
            ("generate ./model \"Once upon a time\" --max-tokens 100", new Message("go on with a text", "续写一段文本")),
            ("generate ./model \"湖人\" --samples 3 --max-length 50", new Message("three texts side by side", "同时生成三份")),
        ],
        "chat" => [("chat ./model", new Message("talk; /exit ends it", "开始对话；/exit 退出")), ("chat model.gguf --system \"Answer in Chinese.\" < questions.txt", new Message("one question a line, through a pipe", "通过管道，每行一个问题"))],
        "new" => [("new", new Message("asks what it needs to know", "逐项询问")), ("new --task tabular-classification --data customers.csv", new Message("for a script", "供脚本使用"))],
        "completion" => [("completion bash", new Message("it says in its first line how to use it", "脚本第一行写明了用法"))],
        "runs" or "runs list" => [("runs list", new Message("what has been trained so far", "看看训练过哪些模型"))],
        "runs show" => [("runs show 3f9a2c1b", new Message("the first characters of an id do", "编号写前几位即可"))],
        "runs compare" => [("runs compare 3f9a 77b0", new Message("which of two is better, and what was set otherwise", "哪一个更好，设置有何不同"))],
        "runs delete" => [("runs delete 3f9a", new Message("it asks before anything is deleted", "删除之前会先询问"))],
        "evaluate" => [("evaluate runs/credit-20260101-120000 new.csv", new Message("measure it on new rows", "用新数据评估"))],
        "report" => [("report runs/credit-20260101-120000 --lang zh", new Message("the report in Chinese", "生成中文报告"))],
        "check" => [("check samples/credit", new Message("what the data holds, and what is wrong with it", "看看数据里有什么、有什么问题"))],
        "embed" => [("embed ./bert \"a text\" \"another\"", new Message("two vectors", "得到两个向量")), ("embed ./bert --file texts.txt > vectors.jsonl", new Message("a text on each line", "每行一段文本"))],
        "transcribe" => [("transcribe ./whisper talk.wav --language en", new Message("write down what is said", "把录音转成文字")), ("transcribe ./whisper talk.flac --timestamps", new Message("with the times", "带上时间"))],
        "perplexity" => [("perplexity model.gguf unseen.txt", new Message("the lower, the better it tells the text", "数值越低，模型对文本预测得越好"))],
        "convert" =>
        [
            ("convert ./model model.gguf --quantize q4_0", new Message("a small GGUF file of a folder", "把文件夹转成小巧的 GGUF 文件")),
            ("convert model.gguf ./model", new Message("and a folder of a GGUF file", "把 GGUF 文件转成文件夹")),
        ],
        "inspect" => [("inspect model.gguf", new Message("tensors, parameters, memory", "张量、参数和内存"))],
        "tokenize" =>
        [
            ("tokenize ./model \"Once upon a time\"", new Message("the tokens of a text", "查看文本的词元")),
            ("tokenize ./model --count < book.txt", new Message("how many a file has", "统计文件的词元数")),
        ],
        "" => [("run samples/credit", new Message("train the sample; it prints what to type next", "训练示例；结束时会告诉您下一步怎么做"))],
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "A command without examples."),
    };
}
