using System.Globalization;
using System.Text.Json;
using Anneal.Models.Language;

namespace Anneal.Server;

/// <summary>Reads the fields of a request; what is not there, or null, is left out.</summary>
internal static class OpenAiFields
{
    private const int MostStops = 16;

    public static bool Has(this JsonElement body, string name, out JsonElement value) =>
        body.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    public static string? Text(this JsonElement body, string name) =>
        !body.Has(name, out JsonElement value) ? null : value.ValueKind == JsonValueKind.String ? value.GetString() : throw OpenAiError.Wrong(name, "a string");

    public static double? Number(this JsonElement body, string name) =>
        !body.Has(name, out JsonElement value) ? null : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number) ? number : throw OpenAiError.Wrong(name, "a number");

    public static int? Whole(this JsonElement body, string name) =>
        !body.Has(name, out JsonElement value) ? null : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : throw OpenAiError.Wrong(name, "a whole number");

    public static bool Flag(this JsonElement body, string name) =>
        body.Has(name, out JsonElement value) && (value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw OpenAiError.Wrong(name, "true or false"));

    /// <summary>What both kinds of completion say about sampling.</summary>
    public static GenerationOptions Sampling(this JsonElement body, GenerationOptions defaults) => defaults with
    {
        Temperature = body.Number("temperature") ?? defaults.Temperature,
        TopP = body.Number("top_p") ?? defaults.TopP,
        TopK = body.Whole("top_k") ?? defaults.TopK,
        MinP = body.Number("min_p") ?? defaults.MinP,
        TypicalP = body.Number("typical_p") ?? defaults.TypicalP,
        RepetitionPenalty = body.Number("repetition_penalty") ?? defaults.RepetitionPenalty,
        FrequencyPenalty = body.Number("frequency_penalty") ?? defaults.FrequencyPenalty,
        PresencePenalty = body.Number("presence_penalty") ?? defaults.PresencePenalty,
        MaxTokens = body.Whole("max_completion_tokens") ?? body.Whole("max_tokens") ?? defaults.MaxTokens,
        Seed = body.Has("seed", out JsonElement seed) ? seed.ValueKind == JsonValueKind.Number && seed.TryGetInt64(out long number) ? unchecked((ulong)number) : throw OpenAiError.Wrong("seed", "a whole number") : defaults.Seed,
        StopTexts = [.. defaults.StopTexts, .. body.Stops()],
        LogitBias = body.Bias(),
        Grammar = body.Text("grammar") is { } grammar ? Grammar.Parse(grammar) : defaults.Grammar,
    };

    /// <summary>How many answers are wanted.</summary>
    public static int Samples(this JsonElement body) => body.Whole("n") is not { } count ? 1 : count is >= 1 and <= 16 ? count : throw OpenAiError.Wrong("n", "1 to 16");

    private static List<string> Stops(this JsonElement body)
    {
        if (!body.Has("stop", out JsonElement stop)) return [];
        List<string> stops = [];
        foreach (JsonElement one in stop.ValueKind == JsonValueKind.Array ? [.. stop.EnumerateArray()] : new[] { stop })
            stops.Add(one.ValueKind == JsonValueKind.String && one.GetString() is { Length: > 0 and <= 1000 } text ? text : throw OpenAiError.Wrong("stop", "a string, or a list of them"));
        return stops.Count <= MostStops ? stops : throw OpenAiError.Wrong("stop", "at most 16 strings");
    }

    private static Dictionary<int, double> Bias(this JsonElement body)
    {
        Dictionary<int, double> bias = [];
        if (!body.Has("logit_bias", out JsonElement given)) return bias;
        if (given.ValueKind != JsonValueKind.Object) throw OpenAiError.Wrong("logit_bias", "an object");
        foreach (JsonProperty entry in given.EnumerateObject())
        {
            if (!int.TryParse(entry.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int id) || entry.Value.ValueKind != JsonValueKind.Number) throw OpenAiError.Wrong("logit_bias", "token ids and numbers");
            bias[id] = Math.Clamp(entry.Value.GetDouble(), -100, 100);
        }

        return bias;
    }
}
