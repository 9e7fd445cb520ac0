using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Anneal.Data.Text.Tokenizers;
using Anneal.Data.Text.Tokenizers.Training;

namespace Anneal.Training.Language;

/// <summary>Learns how to cut a text into tokens.</summary>
public static class CorpusTokenizer
{
    /// <summary>Learns from texts.</summary>
    /// <param name="choice">Which kind, how large.</param>
    /// <param name="texts">The training part.</param>
    public static Tokenizer Learn(NetworkChoice choice, IEnumerable<string> texts) => CharacterVocabulary.Learn(texts, choice.Vocabulary);

    /// <summary>Writes characters as byte-pair encoding without a pair.</summary>
    public static void Write(Tokenizer tokenizer, string folder)
    {
        using FileStream stream = File.Create(Path.Combine(folder, "tokenizer.json"));
        using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true });
        json.WriteStartObject();
        json.WriteString("version", "1.0");
        json.WriteNull("truncation");
        json.WriteNull("padding");
        json.WriteStartArray("added_tokens");
        foreach (int id in new[] { 0, 1 })
        {
            json.WriteStartObject();
            json.WriteNumber("id", id);
            json.WriteString("content", tokenizer.TokenText(id));
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
        json.WriteString("unk_token", CharacterVocabulary.UnknownToken);
        json.WriteNull("continuing_subword_prefix");
        json.WriteNull("end_of_word_suffix");
        json.WriteBoolean("fuse_unk", value: false);
        json.WriteBoolean("byte_fallback", value: false);
        json.WriteStartObject("vocab");
        for (int id = 0; id < tokenizer.VocabularySize; id++) json.WriteNumber(tokenizer.TokenText(id), id);
        json.WriteEndObject();
        json.WriteStartArray("merges");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), string.Create(CultureInfo.InvariantCulture, $$"""
            {"tokenizer_class": "PreTrainedTokenizerFast", "eos_token": "{{CharacterVocabulary.EndToken}}", "unk_token": "{{CharacterVocabulary.UnknownToken}}"}

            """));
    }
}
