using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Workflow.Bundles;
using Anneal.Workflow.Predictions;

namespace Anneal.Server;

/// <summary>A bundle that predicts rows.</summary>
internal sealed class ServedRows(Bundle bundle) : ServedModel
{
    private const int MostChoices = 50;

    private readonly Predictor predictor = new(bundle);

    public override string Path => bundle.Path;

    public override string Name => bundle.Config.Name;

    public override string Label => bundle.Schema.Label.Name;

    public override Message Introduction => ServerMessages.FillIn;

    public override IReadOnlyList<PageField> Fields => [.. bundle.Schema.Features.Select(column => column switch
    {
        { KnownValues: { Count: <= MostChoices } values } => new PageField(column.Name, PageFieldKind.Line, Values: values),
        { Type: ColumnType.Text } => new PageField(column.Name, PageFieldKind.Text),
        { Type: ColumnType.Number } => new PageField(column.Name, PageFieldKind.Number, column.Values ?? ""),
        { Type: ColumnType.Image } => new PageField(column.Name, PageFieldKind.Picture),
        _ => new PageField(column.Name, PageFieldKind.Line, column.Values ?? ""),
    })];

    public override IReadOnlyList<Action<Utf8JsonWriter>> Answer(JsonElement rows, string shownAs, ICollection<Message> notices) =>
        [.. predictor.PredictRows(rows, shownAs, notices).Select(answer => (Action<Utf8JsonWriter>)(writer => PredictionJson.WriteFields(writer, answer)))];

    public override void WriteSchema(Utf8JsonWriter writer)
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
    }
}
