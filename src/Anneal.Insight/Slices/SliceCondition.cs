using Anneal.Data.Messages;

namespace Anneal.Insight.Slices;

/// <summary>What the rows of a slice have in common in one column.</summary>
/// <param name="Column">The column.</param>
/// <param name="Test">What is asked of it.</param>
/// <param name="Value">The value of <see cref="SliceTest.Is"/>.</param>
/// <param name="Low">The least number, included.</param>
/// <param name="High">The largest number, included.</param>
public sealed record SliceCondition(string Column, SliceTest Test, string? Value = null, double Low = 0, double High = 0)
{
    /// <summary>The condition as a person reads it.</summary>
    public Message Describe() => Test switch
    {
        SliceTest.Is => new Message($"{Column} is {Value}", $"{Column} 为 {Value}"),
        SliceTest.Missing => new Message($"{Column} is missing", $"{Column} 缺失"),
        SliceTest.Between => Message.Of($"{Column} is from {Low:G5} to {High:G5}", $"{Column} 在 {Low:G5} 到 {High:G5} 之间"),
        _ => Message.Of($"{Column} has {Low:0} to {High:0} characters", $"{Column} 长度为 {Low:0} 到 {High:0} 个字符"),
    };
}

/// <summary>What a slice asks of a column.</summary>
public enum SliceTest
{
    /// <summary>It has a value.</summary>
    Is,

    /// <summary>It has none.</summary>
    Missing,

    /// <summary>Its number lies in a range.</summary>
    Between,

    /// <summary>Its text is of a length in a range.</summary>
    Length,
}
