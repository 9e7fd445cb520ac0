using System.Globalization;

namespace Anneal.Data.Tables;

/// <summary>How the text of one cell is understood: the same way in training and in a prediction.</summary>
public static class Cell
{
    /// <summary>Larger numbers, as 9.9e307 that some programs write for "no value", count as no number: models calculate in 32 bits, and means and spreads would overflow.</summary>
    internal const double Largest = 1e30;

    /// <summary>What people and programs write for "no value".</summary>
    private static readonly HashSet<string> MissingMarks = new(StringComparer.OrdinalIgnoreCase)
    {
        "NA", "N/A", "NaN", "null", "#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!",
    };

    /// <summary>The words that say yes and no, in the pairs that belong together.</summary>
    private static readonly (string Yes, string No)[] YesAndNo = [("yes", "no"), ("true", "false"), ("y", "n"), ("t", "f"), ("on", "off"), ("是", "否"), ("有", "无"), ("真", "假")];

    /// <summary>The cell without surrounding space, or null when it says that there is no value.</summary>
    public static string? Clean(string? text)
    {
        string? trimmed = text?.Trim();
        return string.IsNullOrEmpty(trimmed) || MissingMarks.Contains(trimmed) ? null : trimmed;
    }

    /// <summary>Whether the text says "not a number", which is missing in a feature and a mistake in a label.</summary>
    internal static bool IsNaN(string? text) => text is not null && text.AsSpan().Trim().Equals("NaN", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Reads a number of at most <see cref="Largest"/>: <c>-1.5e3</c>, with commas between thousands (<c>1,234.5</c>), as a percentage (<c>12.5%</c> is
    /// 0.125) or an amount of money (<c>$1,200</c>, <c>¥99</c>, <c>99元</c>; the currency is not kept).
    /// </summary>
    public static bool TryNumber(string text, out double number) =>
        (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && IsInReach(number)) || TryDecorated(text, out number);

    /// <summary>Reads a word for yes or no, in English or Chinese; 1 and 0 are numbers, not words.</summary>
    public static bool TryBoolean(string text, out bool value)
    {
        foreach ((string yes, string no) in YesAndNo)
        {
            value = text.Equals(yes, StringComparison.OrdinalIgnoreCase);
            if (value || text.Equals(no, StringComparison.OrdinalIgnoreCase)) return true;
        }

        value = false;
        return false;
    }

    private static bool IsInReach(double number) => Math.Abs(number) <= Largest;

    private static bool TryDecorated(ReadOnlySpan<char> text, out double number)
    {
        number = 0;
        ReadOnlySpan<char> digits = text.Trim();
        if (digits.IsEmpty || !(char.IsAsciiDigit(digits[0]) || "+-$¥￥€£.".Contains(digits[0], StringComparison.Ordinal))) return false;

        double factor = digits[0] == '-' ? -1 : 1;
        if (digits[0] is '-' or '+') digits = digits[1..];
        if (!digits.IsEmpty && "$¥￥€£".Contains(digits[0], StringComparison.Ordinal)) digits = digits[1..].TrimStart();
        if (!digits.IsEmpty && (digits[^1] is '%' or '％' or '元'))
        {
            if (digits[^1] != '元') factor /= 100;
            digits = digits[..^1].TrimEnd();
        }

        if (digits.IsEmpty || !(char.IsAsciiDigit(digits[0]) || digits[0] == '.') || !ThousandsAreWhole(digits)) return false;
        if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out number)) return false;
        number *= factor;
        return IsInReach(number);
    }

    /// <summary>Whether commas stand only where three digits follow each: "1,5" is more likely a decimal comma than fifteen.</summary>
    private static bool ThousandsAreWhole(ReadOnlySpan<char> digits)
    {
        int comma = digits.IndexOf(',');
        if (comma < 0) return true;
        if (comma is 0 or > 3) return false;
        int point = digits.IndexOf('.');
        ReadOnlySpan<char> whole = point < 0 ? digits : digits[..point];
        while (comma < whole.Length)
        {
            if (whole[comma] != ',' || whole.Length < comma + 4) return false;
            for (int i = 1; i <= 3; i++)
            {
                if (!char.IsAsciiDigit(whole[comma + i])) return false;
            }

            comma += 4;
        }

        return comma == whole.Length && (point < 0 || digits[point..].IndexOf(',') < 0);
    }
}
