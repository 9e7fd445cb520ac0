using Anneal.Data.Messages;

namespace Anneal.Data.Schemas;

/// <summary>What a column's type and role are called, for people.</summary>
public static class ColumnWords
{
    /// <summary>The type.</summary>
    public static Message Of(ColumnType type) => type switch
    {
        ColumnType.Number => new Message("number", "数字"),
        ColumnType.Category => new Message("category", "类别"),
        ColumnType.Text => new Message("text", "文本"),
        ColumnType.Boolean => new Message("yes or no", "是否"),
        ColumnType.Date => new Message("date", "日期"),
        ColumnType.Image => new Message("image", "图片"),
        ColumnType.Identifier => new Message("identifier", "编号"),
        _ => new Message("constant", "常量"),
    };

    /// <summary>The role.</summary>
    public static Message Of(ColumnRole role) => role switch
    {
        ColumnRole.Feature => new Message("feature", "特征"),
        ColumnRole.Label => new Message("label", "标签"),
        _ => new Message("left out", "不使用"),
    };
}
