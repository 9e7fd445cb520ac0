using System.Globalization;

namespace Anneal.Data.Tables;

/// <summary>How the text of one cell is understood: the same way in training and in a prediction.</summary>
public static class Cell
{
    /// <summary>What people and programs write for "no value".</summary>
    private static readonly HashSet<string> MissingMarks = new(StringComparer.OrdinalIgnoreCase) { "NA", "N/A", "#N/A", "NaN", "null" };

    /// <summary>The cell without surrounding space, or null when it says that there is no value.</summary>
    public static string? Clean(string? text)
    {
        string? trimmed = text?.Trim();
        return string.IsNullOrEmpty(trimmed) || MissingMarks.Contains(trimmed) ? null : trimmed;
    }

    /// <summary>Reads a finite number with a decimal point, as in <c>-1.5e3</c>.</summary>
    public static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}
