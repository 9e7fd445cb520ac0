using System.Globalization;
using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Workflow.Bundles;
using Anneal.Workflow.TextTasks;

namespace Anneal.Server;

/// <summary>A bundle of a task over texts: entities, answers, translations, vectors, hidden words.</summary>
internal sealed class ServedTexts(string path, BundleConfig config, TextPredictor predictor) : ServedModel
{
    public override string Path => path;

    public override string Name => config.Name;

    public override string? Label => null;

    public override Message Introduction => TextTaskList.Find(config.Task)?.Title ?? ServerMessages.FillIn;

    public override IReadOnlyList<PageField> Fields => [.. predictor.Inputs.Select(name => new PageField(name, PageFieldKind.Text))];

    public override IReadOnlyList<Action<Utf8JsonWriter>> Answer(JsonElement rows, string shownAs, ICollection<Message> notices)
    {
        List<IReadOnlyDictionary<string, string>> questions = [];
        foreach (JsonElement row in rows.EnumerateArray())
            questions.Add(predictor.Read(row) ?? throw new UserErrorException(ServerMessages.NoText, ServerMessages.NoTextWayOut(predictor.Inputs), new Place(string.Create(CultureInfo.InvariantCulture, $"{shownAs}[{questions.Count}]"))));
        return [.. questions.Select(question => (Action<Utf8JsonWriter>)predictor.Answer(question).WriteFields)];
    }

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteString("name", config.Name);
        writer.WriteString("task", config.Task);
        writer.WriteString("model", config.Model);
        writer.WriteStartArray("columns");
        foreach (string name in predictor.Inputs)
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteString("type", "text");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("answer");
        foreach (string name in predictor.Fields) writer.WriteStringValue(name);
        writer.WriteEndArray();
    }
}
