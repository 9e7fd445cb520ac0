using System.Diagnostics;
using System.Text;
using Anneal.Data.Text.Tokenizers;

namespace Anneal.Bench;

/// <summary>Megabytes of UTF-8 a second on one core, with words known from before (as in a long text) and from nothing.</summary>
internal static class TokenizeBench
{
    public static void Run(BenchOptions options)
    {
        if (options.Threads > 1) return; // one text is one thread's work
        string play = File.ReadAllText(Shared("data", "tinyshakespeare", "input.txt")), poems = File.ReadAllText(Shared("data", "chinese-poetry", "songci.txt"));
        (string Name, string[] Path)[] vocabularies =
        [
            ("GPT-2", ["data", "tokenizers", "gpt2"]),
            ("cl100k", ["data", "tokenizers", "tiktoken", "cl100k_base.tiktoken"]),
            ("Llama 2", ["data", "tokenizers", "llama2"]),
            ("BERT", ["data", "tokenizers", "bert-base-uncased"]),
        ];
        foreach ((string name, string[] path) in vocabularies)
        {
            Stopwatch load = Stopwatch.StartNew();
            Tokenizer tokenizer = TokenizerFiles.Read(Shared(path));
            Console.WriteLine($"{name,-8} read in {load.Elapsed.TotalMilliseconds:F0} ms");
            Measure(name, "tiny Shakespeare", tokenizer, () => TokenizerFiles.Read(Shared(path)), play);
            Measure(name, "song ci", tokenizer, () => TokenizerFiles.Read(Shared(path)), poems);
        }

        foreach ((string name, string text) in new[] { ("tiny Shakespeare", play), ("song ci", poems) })
        {
            TokenizerTraining training = new() { VocabularySize = 8000 };
            Console.WriteLine($"learn 8,000 from {name}: byte pairs {Seconds(() => TokenizerTrainer.BytePairs([text], training)):F2} s, unigram {Seconds(() => TokenizerTrainer.Unigram([text], training)):F2} s, word pieces {Seconds(() => TokenizerTrainer.WordPieces([text], training)):F2} s");
        }
    }

    private static void Measure(string name, string what, Tokenizer tokenizer, Func<Tokenizer> again, string text)
    {
        double megabytes = Encoding.UTF8.GetByteCount(text) / 1e6;
        List<int> ids = [];
        double warm = double.MaxValue;
        for (int i = 0; i < 7; i++)
        {
            ids.Clear();
            warm = Math.Min(warm, Seconds(() => tokenizer.Encode(text, ids)));
        }

        Tokenizer fresh = again();
        double cold = Seconds(() => fresh.Encode(text));
        int[] all = [.. ids];
        double decode = double.MaxValue;
        for (int i = 0; i < 5; i++) decode = Math.Min(decode, Seconds(() => tokenizer.DecodeBytes(all)));
        Console.WriteLine($"{name,-8} {what,-16} {megabytes:F1} MB, {ids.Count:N0} tokens: {megabytes / warm,6:F1} MB/s, first time {megabytes / cold:F1} MB/s, decode {megabytes / decode:F0} MB/s");
    }

    private static double Seconds(Action work)
    {
        Stopwatch watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed.TotalSeconds;
    }

    private static string Shared(params string[] path)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Path.Combine([at.FullName, "shared", .. path]) is var found && Path.Exists(found)) return found;
        throw new FileNotFoundException($"../shared/{string.Join('/', path)} is not here.");
    }
}
