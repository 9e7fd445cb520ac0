using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Anneal.Workflow.Reports;

namespace Anneal.Workflow.TextTasks;

/// <summary>How a bundle is asked about an example on the command line.</summary>
internal static class NextQuestion
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Command(string bundle, TaskExample example)
    {
        string folder = NextCommands.Quoted(bundle);
        if (example.Row.Count == 1) return $"predict {folder} --text {NextCommands.Quoted(example.Row.Values.Single())}";
        JsonObject row = [.. example.Row.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)JsonValue.Create(one.Value)))];
        return $"predict {folder} --row {NextCommands.Quoted(row.ToJsonString(Plain))}";
    }
}
