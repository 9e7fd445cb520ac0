using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Anneal.Data.Quality;
using Anneal.Data.Schemas;
using Anneal.Data.Tabular;
using Anneal.Insight.Report;
using Anneal.Insight.Slices;
using Anneal.Workflow.LanguageModels;
using Anneal.Workflow.Runs;
using Anneal.Workflow.Targets;
using Anneal.Workflow.TextTasks;

namespace Anneal.Workflow.Bundles;

/// <summary>How the bundle's JSON files are written and read: snake_case, enums by name, text of any language as it is.</summary>
[JsonSerializable(typeof(BundleConfig))]
[JsonSerializable(typeof(TableSchema))]
[JsonSerializable(typeof(RunMetrics))]
[JsonSerializable(typeof(ReportContent))]
[JsonSerializable(typeof(LanguageMetrics))]
[JsonSerializable(typeof(LanguageReportContent))]
[JsonSerializable(typeof(TextTaskMetrics))]
[JsonSerializable(typeof(TextTaskReportContent))]
[JsonSerializable(typeof(IReadOnlyList<TargetResult>))]
internal sealed partial class BundleJson : JsonSerializerContext
{
    /// <summary>For what people may open.</summary>
    public static BundleJson Readable { get; } = new(Settings(indented: true));

    /// <summary>For long lists of numbers.</summary>
    public static BundleJson Compact { get; } = new(Settings(indented: false));

    private static JsonSerializerOptions Settings(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = indented,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters =
        {
            new JsonStringEnumConverter<ColumnType>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<ColumnRole>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<Severity>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<MissingFill>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<Scaling>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<LabelKind>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<SliceTest>(JsonNamingPolicy.SnakeCaseLower),
        },
    };
}
