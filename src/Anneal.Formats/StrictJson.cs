using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Anneal.Formats;

/// <summary>Reads JSON whose texts are whole characters.</summary>
/// <remarks>
/// An escape may stand for half of a character (<c>\ud83d</c>), which RFC 8259 allows and no string of Unicode can hold: .NET's parser takes it, and fails only when the text is asked for, far from
/// where broken JSON is told. Here it is broken JSON, with its place; and so are bytes that are no UTF-8, which the parser takes too.
/// </remarks>
public static class StrictJson
{
    /// <summary>Parses a document.</summary>
    /// <exception cref="JsonException">It is no JSON, or a text in it has half a character: then a <see cref="HalfCharacterException"/>.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> text, JsonDocumentOptions options = default) => Checked(JsonDocument.Parse(text, options));

    /// <inheritdoc cref="Parse(ReadOnlyMemory{byte}, JsonDocumentOptions)"/>
    public static JsonDocument Parse(string text) => Checked(JsonDocument.Parse(text));

    /// <inheritdoc cref="Parse(ReadOnlyMemory{byte}, JsonDocumentOptions)"/>
    public static async Task<JsonDocument> ParseAsync(Stream stream, CancellationToken cancellation = default) =>
        Checked(await JsonDocument.ParseAsync(stream, cancellationToken: cancellation).ConfigureAwait(false));

    /// <summary>Parses a value that needs no disposing.</summary>
    /// <exception cref="JsonException">It is no JSON, or a text in it has half a character: then a <see cref="HalfCharacterException"/>.</exception>
    public static JsonElement Element(string text) => Checked(JsonElement.Parse(text));

    /// <inheritdoc cref="Element(string)"/>
    public static JsonElement Element(ReadOnlySpan<byte> text) => Checked(JsonElement.Parse(text));

    private static JsonDocument Checked(JsonDocument document)
    {
        try
        {
            Checked(document.RootElement);
            return document;
        }
        catch
        {
            document.Dispose();
            throw;
        }
    }

    private static JsonElement Checked(JsonElement root)
    {
        ReadOnlySpan<byte> text = JsonMarshal.GetRawUtf8Value(root);
        if (!Utf8.IsValid(text)) throw new JsonException("It is not UTF-8.");
        bool openHalf = false;
        int at = 0;
        for (int escape; (escape = text[at..].IndexOf((byte)'\\')) >= 0;)
        {
            if (openHalf && escape > 0) throw Half(text, at);
            at += escape;
            if (text[at + 1] != 'u')
            {
                if (openHalf) throw Half(text, at);
                at += 2;
                continue;
            }

            char character = (char)ushort.Parse(text.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (openHalf != char.IsLowSurrogate(character)) throw Half(text, at);
            openHalf = char.IsHighSurrogate(character);
            at += 6;
        }

        return openHalf ? throw Half(text, at) : root;
    }

    private static HalfCharacterException Half(ReadOnlySpan<byte> text, int at)
    {
        int line = text[..at].Count((byte)'\n'), start = text[..at].LastIndexOf((byte)'\n') + 1;
        return new HalfCharacterException(line, at - start);
    }
}

/// <summary>An escape in JSON stands for half of a character.</summary>
/// <param name="line">The line, from 0.</param>
/// <param name="position">Its byte in the line, from 0.</param>
public sealed class HalfCharacterException(long line, long position) : JsonException("An escape stands for half a character.", path: null, line, position);
