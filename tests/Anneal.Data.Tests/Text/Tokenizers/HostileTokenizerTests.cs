using System.Diagnostics;
using System.Text;
using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers;
using Anneal.Formats;
using Anneal.Tests;

namespace Anneal.Data.Tests.Text.Tokenizers;

/// <summary>Files that somebody damaged: each is read, or said to be broken; nothing else is thrown, and nothing runs away.</summary>
public sealed class HostileTokenizerTests
{
    private static readonly string[] Samples = ["", " ", "Hello <s> world\n\n 123 ünï 我们 🦙 <|end|>", new string('a', 300), "\ud800x"];

    [Theory]
    [InlineData("tokenizer.json")]
    [InlineData("unigram/tokenizer.json")]
    [InlineData("pieces/tokenizer.json")]
    [InlineData("vocab.json")]
    [InlineData("merges.txt")]
    [InlineData("tokenizer_config.json")]
    [InlineData("vocab.txt")]
    [InlineData("tokenizer.model")]
    [InlineData("ranks.tiktoken")]
    [InlineData("stories.bin")]
    [InlineData("vocabulary.gguf")]
    public void DamagedFilesAreReadOrRefused(string name)
    {
        using TempFolder folder = new();
        Prepare(folder.Path);
        string path = Path.Combine(folder.Path, name), read = name is "merges.txt" or "tokenizer_config.json" ? Path.Combine(folder.Path, "vocab.json") : path;
        byte[] original = File.ReadAllBytes(path);
        Random random = new(11);
        Stopwatch watch = Stopwatch.StartNew();
        int refused = 0;
        for (int i = 0; i < 150 && watch.Elapsed < TimeSpan.FromSeconds(3); i++)
        {
            File.WriteAllBytes(path, Damage(original, random));
            try
            {
                Tokenizer tokenizer = TokenizerFiles.Read(read);
                foreach (string sample in Samples) tokenizer.Decode(tokenizer.Encode(sample, parseSpecial: true), skipSpecial: false);
            }
            catch (UserErrorException)
            {
                refused++;
            }
        }

        refused.ShouldBeGreaterThan(name is "vocab.txt" or "tokenizer_config.json" ? -1 : 0);
        for (int length = 0; length < original.Length; length += Math.Max(1, original.Length / 20))
        {
            File.WriteAllBytes(path, original[..length]);
            try
            {
                TokenizerFiles.Read(read);
            }
            catch (UserErrorException)
            {
            }
        }
    }

    [Fact]
    public void MergesThatGoInCirclesEnd()
    {
        using TempFolder folder = new();
        // Each merge names tokens that the others make.
        folder.Write("vocab.json", """{"a": 0, "aa": 1, "aaa": 2, "aaaa": 3}""");
        folder.Write("merges.txt", "aa aa\na aaa\naaa a\na aa\naa a\na a\n");
        Tokenizer tokenizer = TokenizerFiles.Read(folder.Path);
        string text = new('a', 10_000);
        tokenizer.Decode(tokenizer.Encode(text)).ShouldBe(text);
    }

    [Fact]
    public void ALengthBeyondTheFileIsSaid()
    {
        using TempFolder folder = new();
        // Field 1, a message of 2^60 bytes.
        byte[] model = [0x0A, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10];
        Should.Throw<UserErrorException>(() => TokenizerFiles.Read(folder.Write("x.model", model)));
        byte[] endless = [.. Enumerable.Repeat((byte)0xFF, 100)];
        Should.Throw<UserErrorException>(() => TokenizerFiles.Read(folder.Write("x.model", endless)));
        Should.Throw<UserErrorException>(() => TokenizerFiles.Read(folder.Write("x.tiktoken", "YQ== 99999999999\n")));
        Should.Throw<UserErrorException>(() => TokenizerFiles.Read(folder.Write("vocab.json", """{"a": 0}"""))).Message.ShouldContain("merges");
    }

    private static void Prepare(string folder)
    {
        string[] texts = ["the cat sat on the mat with 12 other cats. 我们都很好，你们呢？", "hello hello world wörld 🦙"];
        TokenizerTraining training = new() { VocabularySize = 330, SpecialTokens = ["<s>", "</s>", "<|end|>"] };
        Tokenizer pairs = TokenizerTrainer.BytePairs(texts, training), unigram = TokenizerTrainer.Unigram(texts, training), pieces = TokenizerTrainer.WordPieces(texts, training);
        TokenizerFiles.Write(pairs, folder);
        TokenizerFiles.Write(unigram, Path.Combine(folder, "unigram"));
        TokenizerFiles.Write(pieces, Path.Combine(folder, "pieces"));
        string Quoted(Tokenizer t, int id) => System.Text.Json.JsonSerializer.Serialize(t.TokenText(id));
        File.WriteAllText(Path.Combine(folder, "vocab.json"), "{" + string.Join(", ", Enumerable.Range(0, pairs.VocabularySize).Select(i => $"{Quoted(pairs, i)}: {i}")) + "}");
        File.WriteAllText(Path.Combine(folder, "merges.txt"), "#version: 0.2\n" + string.Join('\n', pairs.Parts.Model is Data.Text.Tokenizers.Models.BytePairModel m ? m.Merges.InOrder().Select(p => $"{pairs.TokenText(p.Left)} {pairs.TokenText(p.Right)}") : []));
        File.WriteAllText(Path.Combine(folder, "vocab.txt"), string.Join('\n', Enumerable.Range(0, pieces.VocabularySize).Select(pieces.TokenText)));
        File.WriteAllText(Path.Combine(folder, "ranks.tiktoken"), string.Concat(Enumerable.Range(3, pairs.VocabularySize - 3).Select(i => $"{Convert.ToBase64String(pairs.BytesOf(i))} {i - 3}\n")));
        File.WriteAllBytes(Path.Combine(folder, "tokenizer.model"), SentencePiece(unigram));
        using (BinaryWriter stories = new(File.Create(Path.Combine(folder, "stories.bin"))))
        {
            stories.Write(8);
            for (int i = 0; i < 259 + 20; i++)
            {
                byte[] text = Encoding.UTF8.GetBytes(i < 259 ? "?" : ((char)('a' + i - 259)).ToString());
                stories.Write(-(float)i);
                stories.Write(text.Length);
                stories.Write(text);
            }
        }

        GgufWriter writer = new();
        GgufTokenizer.Write(pairs, writer.Metadata);
        writer.Write(Path.Combine(folder, "vocabulary.gguf"));
    }

    /// <summary>A vocabulary as SentencePiece's .model.</summary>
    private static byte[] SentencePiece(Tokenizer tokenizer)
    {
        List<byte> model = [];
        for (int id = 0; id < tokenizer.VocabularySize; id++)
        {
            byte[] text = Encoding.UTF8.GetBytes(tokenizer.TokenText(id));
            byte[] piece = [0x0A, (byte)text.Length, .. text, 0x15, .. BitConverter.GetBytes(-(float)id), 0x18, (byte)tokenizer.RoleOf(id)];
            model.AddRange([0x0A, (byte)piece.Length, .. piece]);
        }

        return [.. model, 0x12, 5, 0x18, 1, 0x98, 0x02, 1];
    }

    private static byte[] Damage(byte[] file, Random random)
    {
        List<byte> bytes = [.. file];
        for (int n = random.Next(1, 5); n > 0 && bytes.Count > 0; n--)
        {
            int at = random.Next(bytes.Count), length = Math.Min(random.Next(1, 20), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.RemoveRange(at, length); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length)); break;
                case 4: bytes[at] = (byte)"0919-\"[{}],: "[random.Next(13)]; break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }

        return [.. bytes];
    }
}
