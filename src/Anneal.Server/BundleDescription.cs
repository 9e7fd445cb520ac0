using System.Text.Json;
using Anneal.Data.Schemas;
using Anneal.Workflow.Bundles;

namespace Anneal.Server;

/// <summary>What the server tells about its bundle.</summary>
internal static class BundleDescription
{
    public static Action<Utf8JsonWriter> Health(Bundle bundle) => writer =>
    {
        writer.WriteString("status", "ok");
        writer.WriteString("name", bundle.Config.Name);
        writer.WriteString("bundle", Path.GetFileName(Path.TrimEndingDirectorySeparator(bundle.Path)));
    };

    public static Action<Utf8JsonWriter> Schema(Bundle bundle) => writer =>
    {
        TableSchema schema = bundle.Schema;
        writer.WriteString("name", bundle.Config.Name);
        writer.WriteString("task", bundle.Config.Task);
        writer.WriteString("model", bundle.Config.Model);
        writer.WriteStartArray("columns");
        foreach (ColumnSchema column in schema.Features)
        {
            writer.WriteStartObject();
            writer.WriteString("name", column.Name);
            writer.WriteString("type", JsonNamingPolicy.SnakeCaseLower.ConvertName(column.Type.ToString()));
            if (column.KnownValues is { } values)
            {
                writer.WriteStartArray("values");
                foreach (string value in values) writer.WriteStringValue(value);
                writer.WriteEndArray();
            }
            else if (column.Type == ColumnType.Number)
            {
                writer.WriteString("range", column.Values);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("label");
        writer.WriteString("name", schema.Label.Name);
        writer.WriteString("kind", JsonNamingPolicy.SnakeCaseLower.ConvertName(schema.LabelKind.ToString()));
        writer.WriteStartArray("classes");
        foreach (string name in schema.Classes) writer.WriteStringValue(name);
        writer.WriteEndArray();
        writer.WriteEndObject();
    };
}
