using Anneal.Data.Messages;
using Anneal.Models.Language;

namespace Anneal.Models.Tests.Language;

/// <summary>What may be drawn, and how often.</summary>
public sealed class SamplerTests
{
    private static readonly float[] Logits = [1, 3, 2, 0, -1, 2.5f];

    [Fact]
    public void Greedy_takes_the_likeliest() => Choose(GenerationOptions.Greedy).ShouldBe(1);

    [Fact]
    public void The_draws_follow_the_softmax()
    {
        int[] counts = Draw(new GenerationOptions { Seed = 3, Temperature = 0.7 }, 20_000);
        double[] expected = Softmax(Logits, 0.7);
        for (int id = 0; id < Logits.Length; id++) (counts[id] / 20_000.0).ShouldBe(expected[id], 0.012);
    }

    [Theory]
    [InlineData(1, new[] { 1 })]
    [InlineData(2, new[] { 1, 5 })]
    [InlineData(4, new[] { 0, 1, 2, 5 })]
    [InlineData(99, new[] { 0, 1, 2, 3, 4, 5 })]
    public void Top_k_leaves_the_best(int k, int[] left) => Left(new GenerationOptions { TopK = k }).ShouldBe(left);

    [Theory]
    [InlineData(0.01, new[] { 1 })]
    [InlineData(0.5, new[] { 1, 5 })]
    [InlineData(0.9, new[] { 1, 2, 5 })]
    [InlineData(0.9999, new[] { 0, 1, 2, 3, 4, 5 })]
    public void Top_p_leaves_the_fewest_that_reach_the_share(double p, int[] left)
    {
        double[] all = Softmax(Logits, 1);
        all.OrderDescending().Take(left.Length).Sum().ShouldBeGreaterThanOrEqualTo(p);
        all.OrderDescending().Take(left.Length - 1).Sum().ShouldBeLessThan(p);
        Left(new GenerationOptions { TopP = p }).ShouldBe(left);
    }

    [Fact]
    public void Min_p_leaves_what_is_likely_enough() => Left(new GenerationOptions { MinP = Math.Exp(-1.2) }).ShouldBe([1, 2, 5]);

    [Fact]
    public void Typical_leaves_what_is_near_the_expected_surprise()
    {
        double[] all = Softmax(Logits, 1);
        double entropy = all.Sum(p => -p * Math.Log(p));
        int nearest = Enumerable.Range(0, 6).MinBy(id => Math.Abs(-Math.Log(all[id]) - entropy));
        Left(new GenerationOptions { TypicalP = 0.01 }).ShouldBe([nearest]);
        Left(new GenerationOptions { TypicalP = 0.9999 }).Length.ShouldBe(6);
    }

    [Fact]
    public void Many_tokens_are_cut_as_few_are()
    {
        Random random = new(5);
        float[] logits = [.. Enumerable.Range(0, 30_000).Select(_ => (float)(random.NextDouble() * 2))]; // so flat that no few of them reach the share
        float[] weights = [.. logits];
        new Sampler(new GenerationOptions { TopP = 0.6 }, 1).ToProbabilities(weights);
        double[] all = Softmax(logits, 1);
        int kept = weights.Count(w => w > 0);
        all.OrderDescending().Take(kept).Sum().ShouldBe(0.6, 1e-3);
        all.Where((_, id) => weights[id] == 0).Max().ShouldBeLessThanOrEqualTo(all.Where((_, id) => weights[id] > 0).Min());
        weights = [.. logits];
        new Sampler(new GenerationOptions { TopK = 50 }, 1).ToProbabilities(weights);
        weights.Count(w => w > 0).ShouldBe(50);
    }

    [Fact]
    public void Penalties_count_what_was_said()
    {
        Sampler sampler = new(new GenerationOptions { RepetitionPenalty = 2, FrequencyPenalty = 0.5, PresencePenalty = 0.25, LogitBias = new Dictionary<int, double> { [0] = 10, [99] = 1 } }, 1);
        sampler.ReadPrompt([4]);
        foreach (int id in new[] { 1, 1, 2 }) sampler.Accept(id);
        float[] logits = [.. Logits];
        sampler.Adjust(logits);
        logits.ShouldBe([11, (3f / 2) - 1.25f, (2f / 2) - 0.75f, 0, -2, 2.5f]);
    }

    [Fact]
    public void The_same_seed_draws_the_same_and_samples_differ()
    {
        int[] Draws(ulong seed, int sample) { Sampler sampler = new(new GenerationOptions { Seed = seed }, 9, sample); return [.. Enumerable.Range(0, 50).Select(_ => sampler.Choose([.. Logits]))]; }
        Draws(1, 0).ShouldBe(Draws(1, 0));
        Draws(1, 0).ShouldNotBe(Draws(1, 1));
        Draws(1, 0).ShouldNotBe(Draws(2, 0));
    }

    [Fact]
    public void Logits_that_are_no_numbers_are_told() =>
        Should.Throw<UserErrorException>(() => new Sampler(new GenerationOptions(), 1).Choose([1, float.NaN, 2])).Message.ShouldContain("NaN");

    [Fact]
    public void Log_probabilities_are_those_of_the_softmax()
    {
        double[] all = Softmax(Logits, 1);
        LogProbability.Of(Logits, 2).Value.ShouldBe(Math.Log(all[2]), 1e-6);
        LogProbability.Highest(Logits, 3).Select(entry => entry.Id).ShouldBe([1, 5, 2]);
        LogProbability.Highest(Logits, 3)[0].Value.ShouldBe(Math.Log(all[1]), 1e-6);
    }

    [Theory]
    [InlineData("abcdef", "cd", "ab")]
    [InlineData("aaab", "aab", "a")]
    [InlineData("abab", "abc", "abab")]
    [InlineData("x\n\ny", "\n\n", "x")]
    [InlineData("ab", "b", "a")]
    public void A_stop_text_is_found_across_pieces(string text, string stop, string kept)
    {
        for (int size = 1; size <= text.Length; size++)
        {
            StopTexts stops = new([stop, "never"]);
            string said = string.Concat(text.Chunk(size).Select(piece => stops.Append(new string(piece)))) + stops.Finish();
            said.ShouldBe(kept);
            (stops.Found == stop).ShouldBe(text.Contains(stop, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        foreach (GenerationOptions wrong in new GenerationOptions[]
        {
            new() { Temperature = -1 }, new() { Temperature = double.NaN }, new() { TopP = 0 }, new() { TopP = 1.1 }, new() { MinP = -0.1 }, new() { TopK = -1 }, new() { MaxTokens = 0 },
            new() { RepetitionPenalty = 0 }, new() { FrequencyPenalty = double.PositiveInfinity }, new() { StopTexts = [""] }, new() { LogProbabilities = 1000 }, new() { TypicalP = 2 },
        }) Should.Throw<UserErrorException>(wrong.Validate);
    }

    private static int Choose(GenerationOptions options) => new Sampler(options, 1).Choose([.. Logits]);

    private static int[] Draw(GenerationOptions options, int count)
    {
        Sampler sampler = new(options, 1);
        int[] counts = new int[Logits.Length];
        for (int i = 0; i < count; i++) counts[sampler.Choose([.. Logits])]++;
        return counts;
    }

    private static int[] Left(GenerationOptions options)
    {
        float[] weights = [.. Logits];
        new Sampler(options, 1).ToProbabilities(weights);
        return [.. Enumerable.Range(0, weights.Length).Where(id => weights[id] > 0)];
    }

    private static double[] Softmax(float[] logits, double temperature)
    {
        double[] all = [.. logits.Select(logit => Math.Exp(logit / temperature))];
        return [.. all.Select(value => value / all.Sum())];
    }
}
