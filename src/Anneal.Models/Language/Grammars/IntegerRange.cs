using System.Globalization;

namespace Anneal.Models.Language;

/// <summary>Writes the grammar of the whole numbers of a range.</summary>
internal static class IntegerRange
{
    /// <summary>Numbers stay below this, which has 18 digits.</summary>
    public const long Largest = 999_999_999_999_999_999;

    public static string Write(long least, long most)
    {
        List<string> choices = [];
        if (least < 0) choices.AddRange(Magnitudes(Math.Max(1, -most), -least).Select(choice => $"\"-\" {choice}"));
        if (most >= 0) choices.AddRange(Magnitudes(Math.Max(0, least), most));
        return string.Join(" | ", choices);
    }

    /// <summary>The numbers from <paramref name="least"/> to <paramref name="most"/>, neither of them negative.</summary>
    private static IEnumerable<string> Magnitudes(long least, long most)
    {
        for (long low = least; low <= most;)
        {
            // As far as the number of digits stays the same.
            int digits = Text(low).Length;
            long high = digits >= 18 ? most : Math.Min(most, Power(digits) - 1);
            foreach (string choice in Digits(Text(low), Text(high))) yield return choice;
            low = high + 1;
        }
    }

    /// <summary>The texts of digits between two of the same length.</summary>
    private static IEnumerable<string> Digits(string low, string high)
    {
        if (low.Length == 0) return [""];
        if (low.AllZero() && high.AllNine()) return [$"[0-9]{{{low.Length.ToString(CultureInfo.InvariantCulture)}}}"];
        if (low[0] == high[0]) return Digits(low[1..], high[1..]).Select(rest => $"\"{low[0]}\" {rest}");
        List<string> choices = [];
        (char from, char to) = (low[0], high[0]);
        if (!low[1..].AllZero())
        {
            choices.AddRange(Digits(low[1..], new string('9', low.Length - 1)).Select(rest => $"\"{low[0]}\" {rest}"));
            from++;
        }

        bool partial = !high[1..].AllNine();
        if (partial) to--;
        if (from <= to) choices.Add($"[{from}-{to}]{(low.Length > 1 ? $" [0-9]{{{(low.Length - 1).ToString(CultureInfo.InvariantCulture)}}}" : "")}");
        if (partial) choices.AddRange(Digits(new string('0', high.Length - 1), high[1..]).Select(rest => $"\"{high[0]}\" {rest}"));
        return choices;
    }

    private static bool AllZero(this string digits) => digits.All(digit => digit == '0');

    private static bool AllNine(this string digits) => digits.All(digit => digit == '9');

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Power(int digits)
    {
        long power = 1;
        for (int i = 0; i < digits; i++) power *= 10;
        return power;
    }
}
