using System.Globalization;
using System.Text.Json;
using Anneal.Data.Messages;

namespace Anneal.Models.Language;

/// <summary>Reads the keys of a config.json, with errors that name the file and the key.</summary>
internal sealed class ConfigReader(JsonElement root, string file)
{
    private static readonly Message WholeNumber = new("a whole number", "整数"), Number = new("a number", "数字"), Flag = new("true or false", "true 或 false"), Text = new("a text", "文本"), Numbers = new("a list of numbers", "数字列表");

    public string File => file;

    /// <summary>The value, or null where the key is missing or null.</summary>
    public JsonElement? Find(string key) => root.TryGetProperty(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Whether the key is there, be it with null.</summary>
    public bool Mentions(string key) => root.TryGetProperty(key, out _);

    public bool Has(string key) => Find(key) is not null;

    public int Int(params ReadOnlySpan<string> keys) => FindInt(keys) ?? throw Error(LanguageMessages.Missing(keys[0]));

    /// <summary>The first of these keys that is there.</summary>
    public int? FindInt(params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            if (Find(key) is not { } value) continue;
            return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : throw Error(LanguageMessages.WrongKind(key, WholeNumber));
        }
        return null;
    }

    public double Double(string key) => FindDouble(key) ?? throw Error(LanguageMessages.Missing(key));

    public double? FindDouble(params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            if (Find(key) is not { } value) continue;
            return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number) ? number : throw Error(LanguageMessages.WrongKind(key, Number));
        }
        return null;
    }

    public bool? FindFlag(string key) => Find(key) is not { } value ? null : value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Error(LanguageMessages.WrongKind(key, Flag)),
    };

    public string? FindText(string key) => Find(key) is not { } value ? null : value.ValueKind == JsonValueKind.String ? value.GetString() : throw Error(LanguageMessages.WrongKind(key, Text));

    public double[]? FindDoubles(string key)
    {
        if (Find(key) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > 1 << 16) throw Error(LanguageMessages.WrongKind(key, Numbers));
        return [.. value.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.Number && e.TryGetDouble(out double d) ? d : throw Error(LanguageMessages.WrongKind(key, Numbers)))];
    }

    public string[]? FindTexts(string key)
    {
        if (Find(key) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > 1 << 16) throw Error(LanguageMessages.WrongKind(key, Text));
        return [.. value.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.String ? e.GetString()! : throw Error(LanguageMessages.WrongKind(key, Text)))];
    }

    /// <summary>An object within this one; null where it isn't there.</summary>
    public ConfigReader? FindObject(string key) => Find(key) is { ValueKind: JsonValueKind.Object } value ? new ConfigReader(value, file) : null;

    /// <summary>Insists on a value where the key is there at all.</summary>
    public void Only(string key, string expected)
    {
        if (Find(key) is not { } value) return;
        string actual = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        if (actual != expected) throw Error(LanguageMessages.Unsupported(key, actual), LanguageMessages.KnownForms);
    }

    public UserErrorException Unsupported(string key, object value) =>
        Error(LanguageMessages.Unsupported(key, Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""), LanguageMessages.KnownForms);

    public UserErrorException Error(Message reason, Message? wayOut = null) => new(reason, wayOut ?? LanguageMessages.DownloadAgain, new Place(file));

    /// <summary>Runs a check that throws <see cref="ArgumentException"/> and says which file it was about.</summary>
    public void Checked(Action check)
    {
        try
        {
            check();
        }
        catch (ArgumentException e)
        {
            throw new UserErrorException(LanguageMessages.Impossible(e.Message), LanguageMessages.DownloadAgain, new Place(file), e);
        }
    }
}
