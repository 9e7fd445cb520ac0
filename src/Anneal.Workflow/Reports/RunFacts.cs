using System.Globalization;
using System.Runtime.InteropServices;
using Anneal.Data.Messages;
using Anneal.Insight.Report;

namespace Anneal.Workflow.Reports;

/// <summary>What somebody needs to do a run again.</summary>
internal static class RunFacts
{
    /// <summary>Where and with what it was made.</summary>
    public static IEnumerable<ReportFact> Of(int seed, long parameters) =>
    [
        new(new Message("Anneal", "Anneal 版本"), typeof(RunFacts).Assembly.GetName().Version?.ToString(3) ?? ""),
        new(new Message(".NET", ".NET 版本"), RuntimeInformation.FrameworkDescription),
        new(new Message("Machine", "机器"), string.Create(CultureInfo.InvariantCulture, $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} CPU")),
        new(new Message("Seed", "随机种子"), string.Create(CultureInfo.InvariantCulture, $"{seed}")),
        new(new Message("Numbers learnt", "参数量"), parameters.ToString("N0", CultureInfo.InvariantCulture)),
    ];

    /// <summary>How long it took.</summary>
    public static ReportFact Time(TimeSpan duration) => new(new Message("Time", "用时"), string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0} s"));
}
