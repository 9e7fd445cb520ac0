using System.Globalization;
using Anneal.Cli.Json;
using Anneal.Cli.Terminal;
using Anneal.Models.Language;
using Spectre.Console;

namespace Anneal.Cli.Views;

/// <summary>Shows what a file of weights holds.</summary>
internal static class InspectionView
{
    /// <summary>The text whose keys and values are counted, where the model can hold it.</summary>
    private const int CachedTokens = 4096;

    private const int ShortenedTo = 60;

    public static void Show(Screen screen, ModelInspection inspection)
    {
        foreach ((string key, string value) in inspection.Metadata)
        {
            string shown = value.ReplaceLineEndings(" ");
            screen.Markup($"  [grey]{key.EscapeMarkup()}[/] {(shown.Length > ShortenedTo ? shown[..ShortenedTo] + "…" : shown).EscapeMarkup()}");
        }
        if (inspection.Metadata.Count > 0) screen.Line();
        TextColumns table = new(false, false, false, true, true);
        table.Add(
            TextColumns.Header, screen.Say(ConvertMessages.TensorWord), screen.Say(ConvertMessages.TypeWord), screen.Say(ConvertMessages.ShapeWord), screen.Say(ConvertMessages.NumbersWord),
            screen.Say(ConvertMessages.BytesWord));
        foreach (InspectedTensor tensor in inspection.Tensors)
            table.Add(Style.Plain, tensor.Name, tensor.Type, $"[{string.Join(", ", tensor.Dims)}]", tensor.Elements.ToString("N0", CultureInfo.InvariantCulture), Size(tensor.Bytes));
        table.Print(screen);
        screen.Line();
        string architecture = inspection.Architecture is { } name ? $", {name}" : "";
        screen.Line(screen.Say(ConvertMessages.Summary(
            inspection.Format, architecture, inspection.Tensors.Count, inspection.Parameters.ToString("N0", CultureInfo.InvariantCulture), Size(inspection.Bytes))));
        int tokens = Math.Min(CachedTokens, inspection.Config?.Positions ?? CachedTokens);
        screen.Line(screen.Say(inspection.CacheBytes(tokens) is { } cache ? ConvertMessages.Memory(Size(inspection.Bytes), Size(cache), tokens) : ConvertMessages.WeightsAlone(Size(inspection.Bytes))));
    }

    public static string Json(ModelInspection inspection) => JsonText.Object(writer =>
    {
        writer.WriteString("format", inspection.Format);
        writer.WriteString("architecture", inspection.Architecture);
        writer.WriteNumber("parameters", inspection.Parameters);
        writer.WriteNumber("bytes", inspection.Bytes);
        if (inspection.CacheBytes(1) is { } cache) writer.WriteNumber("cache_bytes_per_token", cache);
        writer.WriteStartObject("metadata");
        foreach ((string key, string value) in inspection.Metadata) writer.WriteString(key, value);
        writer.WriteEndObject();
        writer.WriteStartArray("tensors");
        foreach (InspectedTensor tensor in inspection.Tensors)
        {
            writer.WriteStartObject();
            writer.WriteString("name", tensor.Name);
            writer.WriteString("type", tensor.Type);
            writer.WriteStartArray("shape");
            foreach (long dim in tensor.Dims) writer.WriteNumberValue(dim);
            writer.WriteEndArray();
            writer.WriteNumber("bytes", tensor.Bytes);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    });

    /// <summary>Bytes in the unit that suits them.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1 << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KiB"),
        < 1 << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1073741824.0:0.00} GiB"),
    };
}
