using System.Globalization;

namespace Anneal.Data.Tables;

/// <summary>Dates as people and programs write them, year first: 2024-01-05, 2024/1/5, 2024.1.5, 2024年1月5日, with a time behind or not.</summary>
/// <remarks>5/1/2024 is refused: nothing in it says whether the day or the month comes first.</remarks>
public static class DateText
{
    /// <summary>Reads a date; a time with an offset from UTC is turned into UTC.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out DateTime date)
    {
        date = default;
        text = text.Trim();
        if (text.Length is < 8 or > 40 || !Number(ref text, 4, 4, out int year) || text.IsEmpty) return false;
        char separator = text[0];
        if (!(separator is '-' or '/' or '.' or '年')) return false;
        text = text[1..];
        if (!Number(ref text, 1, 2, out int month) || text.IsEmpty || text[0] != (separator == '年' ? '月' : separator)) return false;
        text = text[1..];
        if (!Number(ref text, 1, 2, out int day)) return false;
        if (separator == '年')
        {
            if (text.IsEmpty || text[0] is not ('日' or '号')) return false;
            text = text[1..];
        }

        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        date = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified);
        if (text.IsEmpty) return true;
        if (text[0] is 'T' or 't') text = text[1..];
        else if (char.IsWhiteSpace(text[0])) text = text.TrimStart();
        else if (separator != '年') return false;
        return TryTime(text, ref date);
    }

    private static bool TryTime(ReadOnlySpan<char> text, ref DateTime date)
    {
        if (!Number(ref text, 1, 2, out int hour) || !Skip(ref text, ':') || !Number(ref text, 2, 2, out int minute)) return false;
        int second = 0;
        double fraction = 0;
        if (Skip(ref text, ':'))
        {
            if (!Number(ref text, 2, 2, out second)) return false;
            if (!text.IsEmpty && text[0] == '.')
            {
                int end = 1;
                while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
                if (end == 1 || !double.TryParse(text[..end], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out fraction)) return false;
                text = text[end..];
            }
        }

        if (hour > 23 || minute > 59 || second > 59 || !TryOffset(text.Trim(), out int offset)) return false;
        long ticks = date.Ticks + new TimeSpan(hour, minute, second).Ticks + (long)(fraction * TimeSpan.TicksPerSecond) - (offset * TimeSpan.TicksPerMinute);
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks) return false;
        date = new DateTime(ticks, DateTimeKind.Unspecified);
        return true;
    }

    /// <summary>The minutes by which a local time is ahead of UTC: none, Z, +08:00 or +0800.</summary>
    private static bool TryOffset(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text.IsEmpty || text is "Z" or "z") return true;
        int sign = text[0] == '-' ? -1 : 1;
        if (text[0] is not ('+' or '-')) return false;
        text = text[1..];
        if (!Number(ref text, 2, 2, out int hours)) return false;
        int rest = 0;
        Skip(ref text, ':');
        if (!text.IsEmpty && !Number(ref text, 2, 2, out rest)) return false;
        minutes = sign * ((hours * 60) + rest);
        return text.IsEmpty && hours <= 14 && rest <= 59;
    }

    private static bool Number(ref ReadOnlySpan<char> text, int fewest, int most, out int number)
    {
        number = 0;
        int length = 0;
        while (length < most && length < text.Length && char.IsAsciiDigit(text[length])) number = (number * 10) + (text[length++] - '0');
        text = text[length..];
        return length >= fewest;
    }

    private static bool Skip(ref ReadOnlySpan<char> text, char expected)
    {
        if (text.IsEmpty || text[0] != expected) return false;
        text = text[1..];
        return true;
    }
}
