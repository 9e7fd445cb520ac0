using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Anneal.Data.Schemas;
using Anneal.Data.Text.Grams;
using Anneal.Data.Text.Tokens;
using Anneal.Formats;
using Anneal.Models.Text.Classifiers;

namespace Anneal.Models;

/// <summary>A fitted model on disk: <c>model.json</c> and <c>model.safetensors</c>.</summary>
public static class ModelFiles
{
    /// <summary>The file of all but the weights.</summary>
    public const string Config = "model.json";

    /// <summary>The file of the weights.</summary>
    public const string Weights = "model.safetensors";

    /// <summary>Writes a model into a folder that is there.</summary>
    /// <exception cref="IOException">A file can't be written.</exception>
    public static void Write(string folder, FittedModel model)
    {
        SafeTensors.Write(Path.Combine(folder, Weights), model.Weights());
        File.WriteAllText(Path.Combine(folder, Config), JsonSerializer.Serialize(model.Config, ModelJson.Readable.ModelConfig) + "\n");
    }

    /// <summary>Reads a model.</summary>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="JsonException"><see cref="Config"/> is damaged.</exception>
    /// <exception cref="FormatException"><see cref="Weights"/> is damaged, or does not fit the configuration.</exception>
    public static FittedModel Read(string folder)
    {
        ModelConfig config = ReadConfig(Path.Combine(folder, Config));
        try
        {
            return config.Load(SafeTensors.Open(Path.Combine(folder, Weights)).ReadAll());
        }
        catch (Exception e) when (e is ArgumentException or KeyNotFoundException or OverflowException)
        {
            throw new FormatException($"{Weights} does not fit {Config}: {e.Message}", e);
        }
    }

    private static ModelConfig ReadConfig(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), ModelJson.Readable.ModelConfig) ?? throw new JsonException($"{file} is empty.");
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentException)
        {
            throw new JsonException(e.Message, e);
        }
    }
}

/// <summary>How a model's configuration is written: snake_case, enums by name, text of any language as it is.</summary>
[JsonSerializable(typeof(ModelConfig))]
internal sealed partial class ModelJson : JsonSerializerContext
{
    public static ModelJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters =
        {
            new JsonStringEnumConverter<LabelKind>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<GramKind>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<TokenKind>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<RecurrentCell>(JsonNamingPolicy.SnakeCaseLower),
        },
    });
}
