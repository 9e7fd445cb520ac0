using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Anneal.Data.Text.Tokenizers;

namespace Anneal.Training.Language;

/// <summary>Learns how to cut a text into tokens.</summary>
public static class CorpusTokenizer
{
    /// <summary>The token that says that a document ends.</summary>
    public const string EndToken = "<|endoftext|>";

    private const string UnknownToken = "<unk>";

    /// <summary>Learns from texts.</summary>
    /// <param name="choice">Which kind, how large.</param>
    /// <param name="texts">The training part.</param>
    /// <param name="folder">Receives the tokenizer's file.</param>
    /// <returns>The tokenizer.</returns>
    public static Tokenizer Learn(NetworkChoice choice, IEnumerable<string> texts, string folder)
    {
        if (choice.Tokenizer == TokenizerKind.Characters) WriteCharacters(texts, Path.Combine(folder, "tokenizer.json"));
        else throw new NotSupportedException();
        return TokenizerFiles.Read(folder);
    }

    /// <summary>Each character a token: byte-pair encoding without a pair, as Hugging Face's tokenizers read it too.</summary>
    private static void WriteCharacters(IEnumerable<string> texts, string file)
    {
        SortedSet<int> characters = [];
        foreach (string text in texts)
        {
            foreach (Rune rune in text.EnumerateRunes()) characters.Add(rune.Value);
        }

        string[] tokens = [UnknownToken, EndToken, .. characters.Select(c => new Rune(c).ToString())];
        using FileStream stream = File.Create(file);
        using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true });
        json.WriteStartObject();
        json.WriteString("version", "1.0");
        json.WriteNull("truncation");
        json.WriteNull("padding");
        json.WriteStartArray("added_tokens");
        foreach ((int id, string token) in tokens.Take(2).Index())
        {
            json.WriteStartObject();
            json.WriteNumber("id", id);
            json.WriteString("content", token);
            foreach (string flag in new[] { "single_word", "lstrip", "rstrip", "normalized" }) json.WriteBoolean(flag, value: false);
            json.WriteBoolean("special", value: true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNull("normalizer");
        json.WriteNull("pre_tokenizer");
        json.WriteNull("post_processor");
        json.WriteStartObject("decoder");
        json.WriteString("type", "Fuse");
        json.WriteEndObject();
        json.WriteStartObject("model");
        json.WriteString("type", "BPE");
        json.WriteNull("dropout");
        json.WriteString("unk_token", UnknownToken);
        json.WriteNull("continuing_subword_prefix");
        json.WriteNull("end_of_word_suffix");
        json.WriteBoolean("fuse_unk", value: false);
        json.WriteBoolean("byte_fallback", value: false);
        json.WriteStartObject("vocab");
        foreach ((int id, string token) in tokens.Index()) json.WriteNumber(token, id);
        json.WriteEndObject();
        json.WriteStartArray("merges");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
