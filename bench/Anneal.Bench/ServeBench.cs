using System.Diagnostics;
using System.Text.Json.Nodes;
using Anneal.Data.Text.Tokenizers;
using Anneal.Models.Language;
using Anneal.Models.Tests.Language;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Bench;

/// <summary>Tokens a second of one model for 1, 2, 4, 8 and 16 clients at once, all through <see cref="GenerationQueue"/>: GPT-2 with 124 million random weights.</summary>
internal static class ServeBench
{
    private const int Tokens = 48, PromptTokens = 32, Rounds = 3;

    public static void Run(BenchOptions options)
    {
        Tokenizer tokenizer = ByteVocabulary.Create();
        Decoder decoder = new(DecoderConfig.Gpt2(), new Generator(1));
        double alone = 0;
        foreach (int clients in (ReadOnlySpan<int>)[1, 2, 4, 8, 16])
        {
            Measure(decoder, tokenizer, clients);
            double[] rates = [.. Enumerable.Range(0, Rounds).Select(_ => Measure(decoder, tokenizer, clients)).Order()];
            double rate = rates[Rounds / 2];
            if (clients == 1) alone = rate;
            JsonLines.Print(new JsonObject
            {
                ["bench"] = "serve", ["model"] = "gpt2-124m-f32", ["threads"] = options.Threads, ["clients"] = clients,
                ["tokensPerSecond"] = JsonLines.Short(rate), ["timesOfOne"] = Math.Round(rate / alone, 2),
            });
        }
    }

    /// <summary>All tokens that the clients got, by the time until the last had its answer, prompts included.</summary>
    private static double Measure(Decoder decoder, Tokenizer tokenizer, int clients)
    {
        GenerationQueue queue = new(new LanguageModel(new DecoderNetwork(decoder), tokenizer));
        long start = Stopwatch.GetTimestamp();
        Task.WhenAll(Enumerable.Range(0, clients).Select(client =>
        {
            Random random = new(client);
            int[] prompt = [.. Enumerable.Range(0, PromptTokens).Select(_ => random.Next(256))];
            return queue.AnswerAsync(prompt, new GenerationOptions { Temperature = 0.8, TopK = 40, Seed = (ulong)client, MaxTokens = Tokens, IgnoreEnd = true });
        })).GetAwaiter().GetResult();
        return clients * Tokens / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
