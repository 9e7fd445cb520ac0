using System.Globalization;

namespace Anneal.Workflow.Targets;

/// <summary>Numbers with a unit, as targets write them: <c>20 ms</c>, <c>10 MB</c>.</summary>
internal static class Unit
{
    private static readonly (string Name, double Size)[] Times = [("ms", 1e-3), ("us", 1e-6), ("s", 1)];

    private static readonly (string Name, double Size)[] Bytes = [("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("B", 1)];

    /// <summary>Reads seconds.</summary>
    public static double? Seconds(ReadOnlySpan<char> text) => Read(text, Times);

    /// <summary>Reads bytes.</summary>
    public static double? ByteCount(ReadOnlySpan<char> text) => Read(text, Bytes);

    /// <summary>Shows seconds.</summary>
    public static string OfSeconds(double seconds) => seconds < 1e-3
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e6:0} us")
        : seconds < 1 ? string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e3:0.##} ms") : string.Create(CultureInfo.InvariantCulture, $"{seconds:0.##} s");

    /// <summary>Shows bytes.</summary>
    public static string OfBytes(double bytes) => bytes < 1e6
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} KB")
        : bytes < 1e9 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB") : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.##} GB");

    private static double? Read(ReadOnlySpan<char> text, (string Name, double Size)[] units)
    {
        text = text.Trim();
        foreach ((string name, double size) in units)
        {
            if (!text.EndsWith(name, StringComparison.Ordinal)) continue;
            return double.TryParse(text[..^name.Length].Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) && number >= 0
                ? number * size
                : null;
        }

        return null;
    }
}
