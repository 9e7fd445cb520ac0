using System.Text;
using System.Text.Json;
using Anneal.Data.Text.Tokenizers;

namespace Anneal.Training.Language;

/// <summary>Learns how to cut a text into tokens.</summary>
public static class CorpusTokenizer
{
    /// <summary>The token that says that a document ends.</summary>
    public const string EndToken = "<|endoftext|>";

    /// <summary>Learns from texts.</summary>
    /// <param name="choice">Which kind, how large.</param>
    /// <param name="texts">The training part.</param>
    /// <param name="folder">Receives the tokenizer's files.</param>
    public static Tokenizer Learn(NetworkChoice choice, IEnumerable<string> texts, string folder)
    {
        bool[] seen = new bool[256];
        foreach (string text in texts)
        {
            foreach (byte b in Encoding.UTF8.GetBytes(text)) seen[b] = true;
        }

        using (FileStream stream = File.Create(Path.Combine(folder, "vocab.json")))
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            json.WriteNumber(EndToken, 0);
            int id = 1;
            int shifted = 0;
            for (int b = 0; b < 256; b++)
            {
                char c = b is (>= 0x21 and <= 0x7E) or (>= 0xA1 and <= 0xAC) or >= 0xAE ? (char)b : (char)(0x100 + shifted++);
                if (seen[b]) json.WriteNumber(c.ToString(), id++);
            }

            json.WriteEndObject();
        }

        File.WriteAllText(Path.Combine(folder, "merges.txt"), "#version: 0.2\n");
        return TokenizerFiles.Read(folder);
    }
}
