using System.Globalization;

namespace Anneal.Insight.Plots;

/// <summary>Round numbers along an axis.</summary>
internal static class Ticks
{
    /// <summary>Multiples of 1, 2 or 5 times a power of ten that lie in a range.</summary>
    /// <param name="low">The range's lower end.</param>
    /// <param name="high">The range's upper end, above the lower one.</param>
    /// <param name="about">About how many.</param>
    /// <param name="whole">Whether only whole numbers make sense.</param>
    public static IReadOnlyList<double> Of(double low, double high, int about = 5, bool whole = false)
    {
        double step = Step((high - low) / about);
        if (whole) step = Math.Max(1, step);
        List<double> ticks = [];
        for (long i = (long)Math.Ceiling((low / step) - 1e-9); i * step <= high + (step * 1e-9); i++) ticks.Add(i * step);
        return ticks;
    }

    /// <summary>A tick's text: few digits, thousands and millions short.</summary>
    public static string Text(double value)
    {
        double size = Math.Abs(value);
        return size switch
        {
            0 => "0",
            >= 1e9 => Short(value / 1e9, "B"),
            >= 1e6 => Short(value / 1e6, "M"),
            >= 1e4 => Short(value / 1e3, "k"),
            < 1e-4 => value.ToString("0.##e+0", CultureInfo.InvariantCulture),
            _ => Math.Round(value, 6).ToString("0.#####", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>A share in percent.</summary>
    public static string Percent(double value) => Math.Round(value * 100, 6).ToString("0.##", CultureInfo.InvariantCulture) + "%";

    private static string Short(double value, string unit) => value.ToString("0.##", CultureInfo.InvariantCulture) + unit;

    private static double Step(double rough)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double digits = rough / power;
        return power * (digits < 1.5 ? 1 : digits < 3.5 ? 2 : digits < 7.5 ? 5 : 10);
    }
}
