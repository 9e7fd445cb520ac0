using Anneal.Data.Tables;

namespace Anneal.Data.Tabular;

/// <summary>What a date says, as a number.</summary>
public enum DatePart
{
    /// <summary>Days since the beginning of 2000, a time of day as a fraction.</summary>
    Days,

    /// <summary>1 to 12.</summary>
    Month,

    /// <summary>1 to 31.</summary>
    DayOfMonth,

    /// <summary>0, a Monday, to 6, a Sunday.</summary>
    Weekday,

    /// <summary>0 to 23.</summary>
    Hour,
}

/// <summary>Reads parts of dates.</summary>
public static class DateParts
{
    private static readonly DateTime Start = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    /// <summary>A part of the date in a cell; NaN when there is none.</summary>
    public static double Read(string? cell, DatePart part) => cell is not null && DateText.TryRead(cell, out DateTime date) ? Of(date, part) : double.NaN;

    /// <summary>Whether some cells have a time of day, without which the hour says nothing.</summary>
    public static bool HaveTimes(IEnumerable<string?> cells) => cells.Any(cell => cell is not null && DateText.TryRead(cell, out DateTime date) && date.TimeOfDay != TimeSpan.Zero);

    private static double Of(DateTime date, DatePart part) => part switch
    {
        DatePart.Days => (date - Start).TotalDays,
        DatePart.Month => date.Month,
        DatePart.DayOfMonth => date.Day,
        DatePart.Weekday => ((int)date.DayOfWeek + 6) % 7,
        _ => date.Hour,
    };
}
