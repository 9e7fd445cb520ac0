using System.Globalization;
using Anneal.Cli.Terminal;
using Anneal.Data.Schemas;
using Anneal.Insight.Metrics;
using Anneal.Workflow.Store;

namespace Anneal.Cli.Views;

/// <summary>Stored numbers as a person reads them, in the order in which a report shows them.</summary>
internal static class StoredNumbers
{
    /// <summary>What tells most about a model, whatever its task.</summary>
    private static readonly Metric[] Headlines = [.. Enum.GetValues<LabelKind>().SelectMany(MetricCatalogue.Headlines).Distinct()];

    /// <summary>The names of metrics, each once.</summary>
    public static IEnumerable<string> Names(IEnumerable<StoredMetric> metrics)
    {
        HashSet<string> names = [.. metrics.Select(m => m.Name)];
        return [.. MetricCatalogue.All.Select(metric => metric.Name).Where(names.Remove), .. names.Order(StringComparer.Ordinal)];
    }

    /// <summary>The two most telling ones on one line.</summary>
    public static string Headline(Screen screen, IEnumerable<StoredMetric> metrics)
    {
        Dictionary<string, double> values = metrics.ToDictionary(m => m.Name, m => m.Value, StringComparer.Ordinal);
        return string.Join("  ", Headlines.Where(metric => values.ContainsKey(metric.Name)).Take(2).Select(metric => $"{screen.Say(metric.Title)} {metric.Format(values[metric.Name])}"));
    }

    public static string Title(Screen screen, string name) => MetricCatalogue.Find(name) is { } metric ? screen.Say(metric.Title) : name;

    public static string Format(string name, double? value) => MetricCatalogue.Find(name) is { } metric
        ? metric.Format(value)
        : value?.ToString("G4", CultureInfo.InvariantCulture) ?? "–";

    /// <summary>The better of some values; what is no measure of quality is a cost, and less of it is better.</summary>
    public static double? Best(string name, IEnumerable<double?> values) => MetricCatalogue.Find(name) is { HigherIsBetter: true } ? values.Max() : values.Min();
}
