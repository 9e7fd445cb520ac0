using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Anneal.Bench;

/// <summary>Prints results, one JSON object per line.</summary>
internal static class JsonLines
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Prints a measurement; <paramref name="more"/> adds keys of its own.</summary>
    /// <param name="bench">The bench's name.</param>
    /// <param name="shape">What was measured, such as <c>64x784x128</c>.</param>
    /// <param name="threads">Threads used.</param>
    /// <param name="samples">One value per run.</param>
    /// <param name="unit"><c>GFLOP/s</c>, <c>ms</c>, <c>s</c> or <c>tokens/s</c>.</param>
    /// <param name="limit">What the machine could do, in the same unit; NaN where it is not known.</param>
    /// <param name="more">Further keys.</param>
    public static void Print(string bench, string shape, int threads, ReadOnlySpan<double> samples, string unit, double limit, params ReadOnlySpan<(string Key, JsonNode? Value)> more)
    {
        double[] sorted = samples.ToArray();
        Array.Sort(sorted);
        double median = sorted[sorted.Length / 2];
        var line = new JsonObject
        {
            ["bench"] = bench,
            ["shape"] = shape,
            ["threads"] = threads,
            ["median"] = Short(median),
            ["min"] = Short(sorted[0]),
            ["max"] = Short(sorted[^1]),
            ["unit"] = unit,
            ["limit"] = double.IsNaN(limit) ? null : Short(limit),
            ["ratio"] = double.IsNaN(limit) ? null : Math.Round(median / limit, 3),
        };
        foreach ((string key, JsonNode? value) in more) line[key] = value;
        Print(line);
    }

    public static void Print(JsonObject line) => Console.WriteLine(line.ToJsonString(Plain));

    /// <summary>Four significant digits: more would only be noise.</summary>
    public static double Short(double value)
    {
        if (value == 0 || !double.IsFinite(value)) return 0;
        int digits = Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 15);
        return Math.Round(value, digits);
    }
}
