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

    public static readonly Message BrokenArchiveWayOut = new("copy or download the archive again", "请重新复制或下载该压缩包");

    public static readonly Message ArchiveTooLargeWayOut = new("unpack it into a folder and name that folder", "请先解压到文件夹，再指定该文件夹");

    public static readonly Message ClassFoldersWayOut = new(
        "put the pictures of each class into a folder of its own, such as cat/1.png and dog/1.png",
        "请把每个类别的图片各放一个文件夹，例如 cat/1.png、dog/1.png");

    public static readonly Message NotPicturesWayOut = new(
        "give an array [pictures, height, width], or with a last axis of 1, 3 or 4 channels",
        "请提供形状为 [图片数, 高, 宽] 的数组，最后可再加一维 1、3 或 4 个通道");

    public static readonly Message NotBrightnessWayOut = new("save bytes, or numbers from 0 to 255 or from 0 to 1", "请保存为字节，或 0 到 255、0 到 1 之间的数");

    public static readonly Message LabelCountWayOut = new("give one label for each picture, in the same order", "请按相同顺序为每张图片提供一个标签");

    public static readonly Message NoLabelsForWayOut = new("put the labels beside the pictures, under that name", "请把标签文件以该名称放在图片文件旁边");

    public static readonly Message ArraysWayOut = new(
        "name the arrays images and labels, or x_train, y_train, x_test and y_test",
        "请把数组命名为 images 和 labels，或 x_train、y_train、x_test、y_test");

    public static readonly Message NoImageColumn = new("no column of the table names pictures", "表格里没有指向图片的列");

    public static readonly Message NoImageColumnWayOut = new(
        "give a folder with a folder for each class, or a table with a column of picture files",
        "请提供按类别分文件夹的图片，或含有图片文件名一列的表格");

    public static readonly Message NoPictureInRow = new("the row has no picture", "这一行没有图片");

    public static readonly Message NoPictureInRowWayOut = new("name its picture, or leave the row out", "请写明图片，或去掉这一行");

    public static readonly Message PathRefused = new("a path to a picture is not taken here", "这里不接受图片路径");

    public static readonly Message PathRefusedWayOut = new(
        "send the picture itself: data:image/png;base64, followed by the file's bytes in base64",
        "请直接发送图片内容：data:image/png;base64, 后接文件的 base64 编码");

    public static readonly Message NotADataUri = new("the picture is not base64", "图片不是 base64 编码");

    public static Message BrokenArchive(string why) => new($"the archive can't be read: {why}", $"压缩包无法读取：{why}");

    public static Message ArchiveTooLarge(long most) => Message.Of($"the pictures take more than {most >> 30} GiB", $"图片总量超过 {most >> 30} GiB");

    public static Message NoPictures(string source) => new($"no pictures were found in {source}", $"在 {source} 里没有找到图片");

    public static Message NoClass(string name) => new($"{name} lies in no folder that names its class", $"{name} 不在任何类别文件夹里");

    public static Message NotPictures(string shape) => new($"an array of {shape} holds no pictures", $"形状为 {shape} 的数组不是图片");

    public static Message NotBrightness(float least, float most) => Message.Of($"numbers from {least} to {most} are no brightness", $"{least} 到 {most} 之间的数不是亮度值");

    public static Message LabelCount(long pictures, long labels) => Message.Of($"there are {pictures} pictures and {labels} labels", $"图片有 {pictures} 张，标签却有 {labels} 个");

    public static Message NoLabelsFor(string images, string labels) => new($"there is {images}, but no {labels}", $"有 {images}，却没有 {labels}");

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
