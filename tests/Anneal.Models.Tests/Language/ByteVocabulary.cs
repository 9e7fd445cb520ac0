using System.Text;
using System.Text.Json;
using Anneal.Data.Text.Tokenizers;
using Anneal.Tests;

namespace Anneal.Models.Tests.Language;

/// <summary>A byte-level vocabulary: every byte, some words, and <c>&lt;|endoftext|&gt;</c>, the last.</summary>
internal static class ByteVocabulary
{
    private static readonly string[] Merges = ["t h", "th e", "a n", "i n", "o n", "Ġ th", "Ġth e", "h e", "l l", "e r", "1 2", "\" :", "t r", "tr u", "tru e"];

    public static Tokenizer Create()
    {
        using TempFolder folder = new();
        Write(folder.Path);
        return TokenizerFiles.Read(folder.Path);
    }

    public static void Write(string folder)
    {
        List<string> tokens = [.. Enumerable.Range(0, 256).Select(Letter), .. Merges.Select(merge => merge.Replace(" ", "", StringComparison.Ordinal)), "<|endoftext|>"];
        File.WriteAllText(Path.Combine(folder, "vocab.json"), JsonSerializer.Serialize(tokens.Select((token, id) => (token, id)).ToDictionary(pair => pair.token, pair => pair.id)));
        File.WriteAllText(Path.Combine(folder, "merges.txt"), "#version: 0.2\n" + string.Join('\n', Merges) + "\n", new UTF8Encoding(false));
    }

    /// <summary>The printable character that GPT-2's vocabulary writes for a byte.</summary>
    private static string Letter(int value)
    {
        bool Printable(int b) => b is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
        return Printable(value) ? ((char)value).ToString() : ((char)(256 + Enumerable.Range(0, value).Count(b => !Printable(b)))).ToString();
    }
}
