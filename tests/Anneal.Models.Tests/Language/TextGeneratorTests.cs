using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers;
using Anneal.Models.Language;

namespace Anneal.Models.Tests.Language;

/// <summary>Every way of generating is held against the plain one, on a network that is a pure function of the last tokens.</summary>
public sealed class TextGeneratorTests
{
    private static readonly Tokenizer Bytes = ByteVocabulary.Create();
    private static readonly int[] Prompt = Bytes.Encode("the answer is");

    [Fact]
    public void Greedy_text_is_the_likeliest_token_again_and_again()
    {
        ToyNetwork network = new(Bytes.VocabularySize);
        GeneratedText text = Generate(network, new GenerationOptions { Temperature = 0, MaxTokens = 40, IgnoreEnd = true })[0];
        List<int> ids = [.. Prompt];
        for (int i = 0; i < 40; i++) ids.Add(Array.IndexOf(network.Logits([.. ids]), network.Logits([.. ids]).Max()));
        text.Ids.ShouldBe(ids.Skip(Prompt.Length));
        text.Text.ShouldBe(Bytes.Decode([.. ids.Skip(Prompt.Length)]));
        text.Finish.ShouldBe(FinishReason.Length);
        text.PromptTokens.ShouldBe(Prompt.Length);
    }

    [Fact]
    public void Samples_side_by_side_are_those_that_come_alone()
    {
        GenerationOptions options = new() { Seed = 11, MaxTokens = 20, TopK = 20 };
        IReadOnlyList<GeneratedText> four = Generate(new ToyNetwork(Bytes.VocabularySize), options, 4);
        four.Select(text => text.Text).Distinct().Count().ShouldBe(4);
        Generate(new ToyNetwork(Bytes.VocabularySize), options, 2)[1].Text.ShouldBe(four[1].Text);
        Generate(new ToyNetwork(Bytes.VocabularySize), options)[0].Text.ShouldBe(four[0].Text);
    }

    [Fact]
    public void The_end_token_and_stop_texts_end_the_text()
    {
        ToyNetwork network = new(Bytes.VocabularySize);
        GeneratedText all = Generate(network, new GenerationOptions { Seed = 5, MaxTokens = 60, IgnoreEnd = true })[0];
        string stop = all.Text.Substring(20, 3);
        GeneratedText stopped = Generate(network, new GenerationOptions { Seed = 5, MaxTokens = 60, IgnoreEnd = true, StopTexts = [stop] })[0];
        stopped.Text.ShouldBe(all.Text[..all.Text.IndexOf(stop, StringComparison.Ordinal)]);
        stopped.Finish.ShouldBe(FinishReason.Stop);

        GeneratedText ended = Generate(network, new GenerationOptions { Temperature = 0, MaxTokens = 60, LogitBias = new Dictionary<int, double> { [Bytes.EndId!.Value] = 100 } })[0];
        (ended.Text, ended.Finish, ended.Ids.Count()).ShouldBe(("", FinishReason.Stop, 0));
    }

    [Fact]
    public void A_draft_changes_nothing_of_greedy_text_and_saves_steps()
    {
        GenerationOptions options = new() { Temperature = 0, MaxTokens = 60, IgnoreEnd = true, RepetitionPenalty = 1.1, LogProbabilities = 2 };
        ToyNetwork network = new(Bytes.VocabularySize), alone = new(Bytes.VocabularySize);
        GeneratedText plain = Generate(alone, options)[0];
        foreach (float noise in new[] { 0, 1f, 5f })
        {
            network = new(Bytes.VocabularySize);
            TextGenerator generator = new(network, Bytes) { Draft = new ToyNetwork(Bytes.VocabularySize, noise: noise), DraftTokens = 5 };
            GeneratedText quick = generator.Generate(Prompt, options)[0];
            quick.Ids.ShouldBe(plain.Ids);
            quick.Tokens.Select(token => token.LogProbability).ShouldBe(plain.Tokens.Select(token => token.LogProbability));
            if (noise == 0) network.Steps.ShouldBeLessThan(alone.Steps / 3);
        }
    }

    [Fact]
    public void A_draft_leaves_the_distribution_of_samples()
    {
        const int Runs = 8000;
        GenerationOptions options = new() { MaxTokens = 3, TopK = 6, IgnoreEnd = true };
        ToyNetwork network = new(12), draft = new(12, noise: 6);
        Dictionary<string, int>[] counts = [[], []];
        int[] prompt = [1, 2, 3];
        for (int run = 0; run < Runs; run++)
        {
            for (int kind = 0; kind < 2; kind++)
            {
                TextGenerator generator = new(network, Bytes, []) { Draft = kind == 0 ? null : draft, DraftTokens = 2 };
                string key = string.Join(' ', generator.Generate(prompt, options with { Seed = (ulong)((2 * run) + kind) })[0].Ids.Skip(1).Take(1));
                counts[kind][key] = counts[kind].GetValueOrDefault(key) + 1;
            }
        }

        foreach (string key in counts[0].Keys.Union(counts[1].Keys))
            (counts[0].GetValueOrDefault(key) / (double)Runs).ShouldBe(counts[1].GetValueOrDefault(key) / (double)Runs, 0.025, key);
    }

    [Fact]
    public void A_prompt_that_goes_on_is_not_read_again()
    {
        ToyNetwork network = new(Bytes.VocabularySize), fresh = new(Bytes.VocabularySize);
        TextGenerator generator = new(network, Bytes) { Cache = new PromptCache(network) };
        GenerationOptions options = new() { Temperature = 0, MaxTokens = 10, IgnoreEnd = true };
        GeneratedText first = generator.Generate(Prompt, options)[0];
        int[] longer = [.. Prompt, .. first.Ids, .. Bytes.Encode(" and then")];
        int read = network.TokensRead;
        GeneratedText second = generator.Generate(longer, options)[0];
        (network.TokensRead - read).ShouldBeLessThan(longer.Length);
        second.Ids.ShouldBe(new TextGenerator(fresh, Bytes).Generate(longer, options)[0].Ids);

        // Another end of the same beginning, and the same prompt again.
        foreach (int[] prompt in new int[][] { [.. longer[..20], .. Bytes.Encode("!")], longer, longer[..12] })
            generator.Generate(prompt, options)[0].Ids.ShouldBe(new TextGenerator(fresh, Bytes).Generate(prompt, options)[0].Ids);
        generator.Cache!.TokensSaved.ShouldBeGreaterThan(50);
    }

    [Fact]
    public void A_context_that_is_too_long_is_an_error()
    {
        ToyNetwork network = new(Bytes.VocabularySize, context: 20);
        Should.Throw<UserErrorException>(() => Generate(network, new GenerationOptions { MaxTokens = 20 })).Message.ShouldContain("context");
        Should.Throw<UserErrorException>(() => new TextGenerator(network, Bytes).Generate(new int[20], new GenerationOptions())).Message.ShouldContain("context");
        Should.Throw<UserErrorException>(() => Generate(network, new GenerationOptions { MaxLength = 3 })).Message.ShouldContain("together");
        Should.Throw<UserErrorException>(() => new TextGenerator(network, Bytes).Generate([], new GenerationOptions()));
        Should.Throw<UserErrorException>(() => new TextGenerator(network, Bytes).Generate([99_999], new GenerationOptions()));
        GeneratedText full = Generate(network, new GenerationOptions { Seed = 1, IgnoreEnd = true })[0];
        (full.Finish, full.Ids.Count()).ShouldBe((FinishReason.Context, 20 - Prompt.Length));
        Generate(network, new GenerationOptions { Seed = 1, IgnoreEnd = true, MaxLength = 18 })[0].Ids.Count().ShouldBe(18 - Prompt.Length);
    }

    [Fact]
    public void Text_can_be_stopped()
    {
        using CancellationTokenSource stop = new();
        int written = 0;
        Should.Throw<OperationCanceledException>(() =>
        {
            foreach (GeneratedToken token in new TextGenerator(new ToyNetwork(Bytes.VocabularySize), Bytes).Stream(Prompt, new GenerationOptions { IgnoreEnd = true }, stop.Token))
            {
                if (++written == 5) stop.Cancel();
            }
        });
        written.ShouldBe(5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Beams_find_the_likeliest_answer(int beams)
    {
        ToyNetwork network = new(6);
        int[] prompt = [1, 2];
        (int[] ids, double score) = new BeamSearch(network, beams, lengthPenalty: 0).Search(prompt, 4, new HashSet<int>())[0];
        score.ShouldBe(Score(network, prompt, ids), 1e-5);
        if (beams == 1) ids.ShouldBe(new TextGenerator(network, Bytes, []).Generate(prompt, new GenerationOptions { Temperature = 0, MaxTokens = 4, IgnoreEnd = true })[0].Ids);

        // As many beams as there are beginnings find the best of all.
        (int[] best, double highest) = new BeamSearch(network, 216, lengthPenalty: 0).Search(prompt, 4, new HashSet<int>())[0];
        double most = double.NegativeInfinity;
        for (int code = 0; code < 1296; code++) most = Math.Max(most, Score(network, prompt, [code / 216, code / 36 % 6, code / 6 % 6, code % 6]));
        highest.ShouldBe(most, 1e-5);
        score.ShouldBeLessThanOrEqualTo(highest + 1e-9);
    }

    [Fact]
    public void A_beam_that_ends_is_kept_by_its_score()
    {
        ToyNetwork network = new(6);
        IReadOnlyList<(int[] Ids, double Score)> answers = new BeamSearch(network, 3).Search([1, 2], 6, new HashSet<int> { 0 });
        answers.Count.ShouldBe(3);
        foreach ((int[] ids, double score) in answers)
        {
            ids.SkipLast(1).ShouldNotContain(0);
            score.ShouldBe(Score(network, [1, 2], ids) / ids.Length, 1e-5);
        }
    }

    private static double Score(ToyNetwork network, int[] prompt, int[] ids)
    {
        double score = 0;
        for (int i = 0; i < ids.Length; i++) score += LogProbability.Of(network.Logits([.. prompt, .. ids[..i]]), ids[i]).Value;
        return score;
    }

    private static IReadOnlyList<GeneratedText> Generate(ToyNetwork network, GenerationOptions options, int samples = 1) => new TextGenerator(network, Bytes).Generate(Prompt, options, samples);
}
