using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers;
using Anneal.Formats;
using Anneal.Models.Language;
using Anneal.Tensors;
using Anneal.Tests;

namespace Anneal.Models.Tests.Language;

/// <summary>Damaged models are refused with a reason, or write something; they never end in another error, and take no memory that their files don't justify.</summary>
public sealed class HostileModelsTests : IDisposable
{
    private const int Mutations = 400;

    private readonly TempFolder folder = new();
    private readonly Tokenizer tokenizer = ByteVocabulary.Create();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_damaged_gguf_file_is_refused_or_writes_something()
    {
        string path = Path.Combine(folder.Path, "model.gguf");
        foreach (DecoderConfig config in new[] { DecoderConfig.Llama(tokenizer.VocabularySize, 64, 2, 2, 32), DecoderConfig.Gpt2(tokenizer.VocabularySize, 64, 1, 2, 32) })
        {
            GgufWriter writer = new();
            DecoderGguf.Add(writer, new Decoder(config, new Generator(5)));
            GgufTokenizer.Write(tokenizer, writer.Metadata);
            writer.Write(path);
            byte[] whole = File.ReadAllBytes(path);

            // What stands in front of the weights: sizes, names, places, the vocabulary.
            int front = (int)(whole.Length - GgufFile.Open(path).Tensors.Sum(tensor => tensor.Bytes));
            for (int seed = 0; seed < Mutations; seed++)
            {
                File.WriteAllBytes(path, [.. Mutation.Of(whole[..front], new Random(seed)), .. whole[front..]]);
                Try(path, $"{config.Architecture} {seed}");
            }
        }
    }

    [Fact]
    public void A_folder_with_a_damaged_config_is_refused_or_writes_something()
    {
        string path = Path.Combine(folder.Path, "published");
        DecoderFolder.Write(new Decoder(DecoderConfig.Llama(tokenizer.VocabularySize, 64, 2, 2, 32), new Generator(5)), path);
        TokenizerFiles.Write(tokenizer, path);
        string[] numbers = ["0", "-1", "1", "3", "1e30", "2147483647", "9223372036854775807", "null", "\"x\"", "[]", "true", "0.5"];
        string config = Path.Combine(path, "config.json");
        string whole = File.ReadAllText(config);
        string[] lines = whole.Split('\n');
        for (int line = 0; line < lines.Length; line++)
        {
            int colon = lines[line].IndexOf(": ", StringComparison.Ordinal);
            if (colon < 0) continue;
            foreach (string number in numbers)
            {
                string[] changed = [.. lines];
                changed[line] = lines[line][..colon] + ": " + number + (lines[line].EndsWith(',') ? "," : "");
                File.WriteAllText(config, string.Join('\n', changed));
                Try(path, changed[line]);
            }
        }

        File.WriteAllText(config, whole);
        foreach (string file in new[] { "tokenizer.json", "config.json" })
        {
            string damaged = Path.Combine(path, file);
            byte[] good = File.ReadAllBytes(damaged);
            for (int seed = 0; seed < Mutations / 2; seed++)
            {
                File.WriteAllBytes(damaged, Mutation.Of(good, new Random(seed)));
                Try(path, $"{file} {seed}");
            }

            File.WriteAllBytes(damaged, good);
        }
    }

    private static void Try(string path, string what)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            LanguageModel model = LanguageModelFiles.Open(path);
            model.Generate("the", new GenerationOptions { Temperature = 0, MaxTokens = 2 });
        }
        catch (UserErrorException)
        {
            // Refused, as it should be.
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{what} was answered with {e.GetType().Name}: {e.Message}", e);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100_000_000, what);
    }
}
