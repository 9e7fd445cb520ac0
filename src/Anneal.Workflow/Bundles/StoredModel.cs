using System.Text.Json;
using Anneal.Formats;
using Anneal.Models.Language;
using Anneal.Workflow.LanguageModels;
using Anneal.Workflow.TextTasks;

namespace Anneal.Workflow.Bundles;

/// <summary>What lies at a path, told from its configuration alone, so that a command which can't use it can say what it is.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Form">The recipe's task, or the architecture that config.json names.</param>
/// <param name="IsBundle">Whether a run left it, with its recipe and its report.</param>
public sealed record StoredModel(StoredModelKind Kind, string Form, bool IsBundle)
{
    private const long MostConfigBytes = 16 << 20;

    /// <summary>Looks at a path.</summary>
    /// <returns>Null where there is nothing, nothing known, or something damaged: who opens it says more.</returns>
    public static StoredModel? Of(string path)
    {
        if (File.Exists(path)) return path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) ? new StoredModel(StoredModelKind.LanguageModel, "gguf", IsBundle: false) : null;
        if (Read(Path.Combine(path, BundleFiles.LanguageConfig)) is { } bundle) return Text(bundle, "task") is { } task && KindOf(task, path) is { } known ? new StoredModel(known, task, IsBundle: true) : null;
        if (Read(Path.Combine(path, BundleFiles.Config)) is not { } config) return null;
        if (config.TryGetProperty("format_version", out _) && Text(config, "task") is { } rows) return new StoredModel(StoredModelKind.Rows, rows, IsBundle: true);
        return Text(config, "model_type") is { } type && PublishedArchitectures.RoleOf(type) is { } role ? new StoredModel(
            role switch
            {
                PublishedRole.Decoder => StoredModelKind.LanguageModel,
                PublishedRole.Encoder => StoredModelKind.Encoder,
                PublishedRole.EncoderDecoder => StoredModelKind.Writer,
                PublishedRole.Speech => StoredModelKind.Speech,
                _ => StoredModelKind.Pictures,
            },
            type,
            IsBundle: false) : null;
    }

    private static StoredModelKind? KindOf(string task, string path)
    {
        if (LanguageTaskNames.All.Contains(task, StringComparer.Ordinal)) return StoredModelKind.LanguageModel;
        return TextTaskList.Find(task) is null ? null : task switch
        {
            "translation" => StoredModelKind.Writer,
            "text-embedding" => StoredModelKind.Vectors,
            _ => Read(Path.Combine(path, BundleFiles.Config)) is { } config && PublishedArchitectures.RoleOf(Text(config, "model_type")) == PublishedRole.Encoder ? StoredModelKind.EncoderOfTask : StoredModelKind.Answers,
        };
    }

    private static JsonElement? Read(string file)
    {
        if (new FileInfo(file) is not { Exists: true, Length: <= MostConfigBytes }) return null;
        try
        {
            using JsonDocument json = StrictJson.Parse(File.ReadAllBytes(file), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.Clone() : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>What a stored model does, as far as commands care.</summary>
public enum StoredModelKind
{
    /// <summary>Predicts rows: of a table, texts with classes, or pictures.</summary>
    Rows,

    /// <summary>Goes on with texts, and answers in conversations.</summary>
    LanguageModel,

    /// <summary>Answers a task over texts with a network of its own kind.</summary>
    Answers,

    /// <summary>Answers a task over texts with an encoder such as BERT.</summary>
    EncoderOfTask,

    /// <summary>Was trained to turn texts into vectors.</summary>
    Vectors,

    /// <summary>Reads one text and writes another.</summary>
    Writer,

    /// <summary>An encoder as it was published, without a task of ours.</summary>
    Encoder,

    /// <summary>Hears speech and writes it down.</summary>
    Speech,

    /// <summary>Looks at pictures.</summary>
    Pictures,
}
