namespace Anneal.Data.Messages;

/// <summary>What reading IDX files says to people.</summary>
internal static class IdxMessages
{
    public static readonly Message NotFoundWayOut = new("check the path", "请检查路径是否写对");

    public static readonly Message BrokenWayOut = new(
        "download or copy the file again, and check that it is an IDX file such as train-images-idx3-ubyte.gz",
        "请重新下载或复制该文件，并确认它是 IDX 文件，例如 train-images-idx3-ubyte.gz");

    public static readonly Message NotIdx = new("this is not an IDX file", "这不是 IDX 文件");

    public static readonly Message TooLarge = new("the header promises more than 2 GiB", "文件头声明的内容超过 2 GiB");

    public static Message NotFound(string path) => Message.Of($"there is no file {path}", $"找不到文件 {path}");

    public static Message Unreadable(string why) => Message.Of($"the file can't be read: {why}", $"文件无法读取：{why}");

    public static Message UnknownType(int code) => Message.Of($"the element type 0x{code:X2} is unknown", $"未知的元素类型 0x{code:X2}");

    public static Message AxisCount(int rank) => Message.Of($"{rank} axes can't be read; 1 to 8 can", $"无法读取 {rank} 维数据，只支持 1 到 8 维");

    public static Message Shorter(long expected, long found) => Message.Of(
        $"the header promises {expected} bytes of numbers, but only {found} follow", $"文件头声明有 {expected} 字节数据，实际只有 {found} 字节");

    public static Message Longer(long expected) => Message.Of(
        $"more follows than the {expected} bytes of numbers that the header promises", $"数据多于文件头声明的 {expected} 字节");
}
