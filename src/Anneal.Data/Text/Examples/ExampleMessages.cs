using Anneal.Data.Messages;

namespace Anneal.Data.Text.Examples;

/// <summary>What is said about files of examples.</summary>
internal static class ExampleMessages
{
    public static readonly Message OneField = new("this line has a token and no tag", "这一行只有词元，没有标签");

    public static readonly Message ConllWayOut = new("write a token, a tab and its tag in each line, and an empty line behind each sentence", "每行写一个词元、制表符和标签，每句之后空一行");

    public static readonly Message TagWayOut = new("write O, or B- and I- with a name behind, such as B-PER and I-PER", "请写 O，或 B-、I- 加名称，例如 B-PER、I-PER");

    public static readonly Message TooLong = new("this example is too long", "这个样本太长");

    public static readonly Message TooLongWayOut = new("cut it; sentences are divided by an empty line", "请把它切短；句子之间用空行分开");

    public static readonly Message EmptyToken = new("a token here is empty", "这里有空的词元");

    public static readonly Message NoAnswer = new("this question is empty, or has no answer", "这个问题是空的，或没有答案");

    public static readonly Message NoAnswerWayOut = new("leave it out, or give an answer that stands in its passage", "请删去它，或给出文中的答案");

    public static readonly Message SquadWayOut = new("write data, paragraphs, context, qas, question and answers as SQuAD has them, or an object with context, question and answer a line", "请按 SQuAD 的格式写 data、paragraphs、context、qas、question 和 answers，或每行写一个含 context、question、answer 的对象");

    public static readonly Message NoPair = new("one of the two texts is missing here", "这里缺少两段文本中的一段");

    public static readonly Message NoPairWayOut = new("write two texts with a tab between them in each line, or take the line out", "每行请写两段文本，中间用制表符分开；或删去这一行");

    public static readonly Message NoHeadingWayOut = new("name the columns under data.columns as the first line does, or number them from 1", "请在 data.columns 里按首行的列名填写，或用从 1 开始的列号");

    public static readonly Message NotTwoWayOut = new("write two, or name them under data.columns, such as translation.en", "请写两段文本，或在 data.columns 里指明，例如 translation.en");

    public static Message NoHeading(string name) => new($"the first line has no column \"{name}\"", $"首行没有名为“{name}”的列");

    public static Message NotTwo(string name) => new($"\"{name}\" doesn't hold two texts", $"“{name}”里不是两段文本");

    public static Message NotATag(string tag) => new($"\"{tag}\" is no tag", $"“{tag}”不是标签");

    public static Message OtherCount(int tokens, int tags) => Message.Of($"there are {tokens} tokens and {tags} tags", $"有 {tokens} 个词元和 {tags} 个标签");

    public static Message NoText(string name) => new($"this object has no text \"{name}\"", $"这个对象里没有文本“{name}”");

    public static Message NoTextWayOut(string name) => new($"write {{\"{name}\": \"...\"}}, or name the key under data.columns", $"请写 {{\"{name}\": \"...\"}}，或在 data.columns 里指明名称");

    public static Message NoList(string name) => new($"this object has no list of texts \"{name}\"", $"这个对象里没有文本列表“{name}”");

    public static Message NoListWayOut(string name) => new($"write {{\"{name}\": [\"...\", \"...\"]}}, or name the key under data.columns", $"请写 {{\"{name}\": [\"...\", \"...\"]}}，或在 data.columns 里指明名称");
}
