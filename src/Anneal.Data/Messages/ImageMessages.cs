namespace Anneal.Data.Messages;

/// <summary>What reading pictures says to people.</summary>
internal static class ImageMessages
{
    public static readonly Message BrokenWayOut = new(
        "open it in a picture program and save it again, or leave it out",
        "请用看图软件打开后重新保存，或去掉这张图片");

    public static readonly Message OtherFormatWayOut = new(
        "save it as an ordinary PNG or JPEG (RGB or grey, 8 bits)",
        "请另存为普通的 PNG 或 JPEG（RGB 或灰度，8 位）");

    public static readonly Message TooLargeWayOut = new("make the picture smaller", "请先缩小图片");

    public static readonly Message Empty = new("the picture has no pixels", "图片没有像素");

    public static readonly Message EndsEarly = new("the picture ends too early", "图片数据不完整，提前结束");

    public static readonly Message NotAnImage = new("this is not a PNG, JPEG or BMP picture", "这不是 PNG、JPEG 或 BMP 图片");

    public static readonly Message FileEmpty = new("the file is empty", "文件是空的");

    public static readonly Message NotFoundWayOut = new("check the path", "请检查路径是否写对");

    public static readonly Message UnreadableWayOut = new(
        "close the program that holds it, or check that you may read it",
        "请关闭正在占用该文件的程序，或确认您有读取权限");

    public static Message NotFound(string path) => new($"there is no picture {path}", $"找不到图片 {path}");

    public static Message Unreadable(string why) => new($"the picture can't be read: {why}", $"图片无法读取：{why}");

    public static Message TooManyPixels(long width, long height, long most) => Message.Of(
        $"{width} x {height} pixels are more than the {most / 1_000_000} million that are read",
        $"{width} x {height} 像素超过了可读取的 {most / 1_000_000} 百万像素上限");

    public static Message TooFewBytes(long width, long height, long bytes) => Message.Of(
        $"{bytes} bytes can't hold {width} x {height} pixels",
        $"{bytes} 字节不可能容纳 {width} x {height} 像素");

    public static Message Damaged(string part) => new($"the picture is damaged: {part}", $"图片已损坏：{part}");

    public static Message Unsupported(string what, string chinese) => new($"{what} can't be read", $"不支持{chinese}");
}
