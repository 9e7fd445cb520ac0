using Anneal.Data.Messages;
using Anneal.Workflow.TextTasks;

namespace Anneal.Cli;

/// <summary>What is said while a recipe is begun.</summary>
internal static class NewMessages
{
    public static readonly Message Description = new("Begin a recipe: asks what to learn from what, or takes it from the options.", "新建配方：逐项询问，也可以直接用选项给出。");

    public static readonly Message DataDescription = new("the data: a file or a folder", "数据：文件或文件夹");

    public static readonly Message NameDescription = new("the recipe's name (default: that of the data)", "配方名称（默认与数据同名）");

    public static readonly Message OutDescription = new("the recipe's folder (default: its name)", "配方放在哪个文件夹（默认与名称相同）");

    public static readonly Message JsonDescription = new("print the recipe's path as one JSON object and nothing else", "只输出一个 JSON 对象（配方路径），便于程序读取");

    public static readonly Message AskData = new("Where is the data (a file or a folder)? ", "数据在哪里（文件或文件夹）？");

    public static readonly Message NoName = new("this can't be the name of a recipe and its folder", "不能用作配方和文件夹的名称");

    public static readonly Message NoNameWayOut = new("use letters, digits, - and _", "请用文字、数字、- 和 _");

    public static readonly Message NotOverwrittenWayOut = new("choose another name with --name, or another folder with --out", "请用 --name 换个名称，或用 --out 换个文件夹");

    public static readonly Message CheckPath = new("check the path", "请检查路径");

    public static Message TaskDescription(IEnumerable<string> tasks)
    {
        Message names = NameList.Of(tasks);
        return new($"what is to be learnt: {names.English}", $"要学习什么：{names.Chinese}");
    }

    public static Message AskTask(int tasks) => Message.Of($"What is to be learnt? [1-{tasks}] ", $"要学习什么？[1-{tasks}] ");

    public static Message AskName(string usual) => new($"What shall it be called? [{usual}] ", $"叫什么名字？[{usual}] ");

    public static Message Missing(string option) => new($"{option} is not given, and nobody is there to ask", $"没有给出 {option}，当前也无法询问");

    public static Message MissingWayOut(string example) => new($"for example: anneal new {example}", $"例如：anneal new {example}");

    public static Message NoSuchTask(string task) => new($"there is no task \"{task}\"", $"没有“{task}”这种任务");

    public static Message NoSuchData(string path) => new($"there is no file or folder {path}", $"找不到文件或文件夹 {path}");

    public static Message NotOverwritten(string file) => new($"{file} is there already", $"{file} 已经存在");

    public static Message Written(string file) => new($"{file} is written. Next:", $"已写好 {file}。接下来：");

    public static Message Meaning(string task) => task switch
    {
        "tabular-classification" => new Message("tell the class of a row: will this customer leave?", "判断一行数据属于哪一类：这位客户会流失吗？"),
        "tabular-regression" => new Message("tell a number of a row: what will this house cost?", "预测一行数据的数值：这套房子值多少钱？"),
        "text-classification" => new Message("tell the class of a text: is this review a good one?", "判断一段文字属于哪一类：这条是好评吗？"),
        "image-classification" => new Message("tell the class of a picture: is this part damaged?", "判断一张图片属于哪一类：这个零件有破损吗？"),
        "language-model" => new Message("go on with a text: stories, poems, records", "续写文本：故事、诗词、记录"),
        "chat" => new Message("answer in a conversation: what a customer asks", "在对话中回答：顾客的提问"),
        _ => TextTaskList.Find(task)!.Title,
    };
}
