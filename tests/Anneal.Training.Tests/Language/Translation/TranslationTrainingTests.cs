using Anneal.Data.Text.Tokenizers;
using Anneal.Models.Language;
using Anneal.Tensors;
using Anneal.Tests;
using Anneal.Training.Language;
using Anneal.Training.Language.Translation;

namespace Anneal.Training.Tests.Language.Translation;

public sealed class TranslationTrainingTests : IDisposable
{
    private static readonly StepOptions Options = new(Steps: 500, BatchSize: 16, EvaluateEvery: 100, Patience: 9, Seed: 3, LearningRate: 3e-3, WeightDecay: 0.01, Beta2: 0.98, Warmup: 40, ScheduleKind.Cosine, MaxGradientNorm: 1);

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Learns_to_write_numbers_in_Chinese_and_is_opened_again()
    {
        (string[] english, string[] chinese) = Numbers();
        Tokenizer tokenizer = PairTokenizer.Learn(TokenizerKind.Mixed, 400, [.. english, .. chinese]);
        EncoderDecoder network = Train(Options, tokenizer, english, chinese, null, dropout: 0);
        string[] asked = ["forty two", "seventeen", "eighty"];
        string[] wanted = ["四十二", "十七", "八十"];
        new TextTranslator(network, tokenizer).Translate(asked).ShouldBe(wanted);
        EncoderDecoderFolder.Write(network, folder.Path);
        TokenizerFiles.Write(tokenizer, folder.Path);
        TextTranslator opened = TextTranslator.Open(folder.Path);
        opened.Translate(["", .. asked]).ShouldBe(["", .. wanted]);
        opened.Translate([]).ShouldBeEmpty();
        Should.Throw<Data.Messages.UserErrorException>(() => opened.Translate([string.Join(' ', Enumerable.Repeat("nine", 100))]));
    }

    [Fact]
    public void A_stopped_training_goes_on_to_the_same_bits()
    {
        (string[] english, string[] chinese) = Numbers();
        Tokenizer tokenizer = PairTokenizer.Learn(TokenizerKind.Characters, 400, [.. english, .. chinese]);
        StepOptions options = Options with { Steps = 30, EvaluateEvery = 10 };
        float[] whole = Weights(Train(options, tokenizer, english, chinese, null, 0.1));
        string checkpoint = Path.Combine(folder.Path, "checkpoint.safetensors");
        using CancellationTokenSource stop = new();
        Should.Throw<OperationCanceledException>(() => Train(options, tokenizer, english, chinese, checkpoint, 0.1, report => { if (report.Epoch == 2) stop.Cancel(); }, stop.Token));
        Weights(Train(options, tokenizer, english, chinese, checkpoint, 0.1)).ShouldBe(whole);
    }

    [Fact]
    public void Every_pass_deals_each_pair_once_in_rows_of_like_lengths()
    {
        int[][] sources = [.. Enumerable.Range(0, 101).Select(i => Enumerable.Repeat(i, 1 + (i % 9)).ToArray())];
        TokenPairs pairs = new(sources, sources);
        foreach (int pass in new[] { 0, 1, 5 })
        {
            List<long> seen = [];
            for (int step = 0; step < 13; step++)
            {
                PairBatch batch = pairs.Draw(7, (13 * pass) + step, 8);
                using Tensor ids = batch.Source.Ids(-1);
                seen.AddRange(Enumerable.Range(0, ids.Shape[0]).Select(row => ids.ToArray<long>()[row * ids.Shape[1]]));
            }

            seen.Order().ShouldBe(Enumerable.Range(0, 101).Select(i => (long)i));
        }

        pairs.Draw(7, 3, 8).Source.Ids(-1).ToArray<long>().ShouldBe(new TokenPairs(sources, sources).Draw(7, 3, 8).Source.Ids(-1).ToArray<long>());
        pairs.Draw(7, 3, 8).Source.Ids(-1).ToArray<long>().ShouldNotBe(pairs.Draw(8, 3, 8).Source.Ids(-1).ToArray<long>());
        pairs.InOrder(20).Sum(batch => batch.Source.Tokens).ShouldBe(sources.Sum(s => s.Length));
    }

    private static (string[] English, string[] Chinese) Numbers()
    {
        string[] ones = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], digits = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];
        string[] teens = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"], tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
        List<string> english = [.. ones, .. teens], chinese = [.. digits, "十", .. digits.Select(d => "十" + d)];
        for (int ten = 0; ten < tens.Length; ten++)
        {
            english.AddRange([tens[ten], .. ones.Select(one => $"{tens[ten]} {one}")]);
            chinese.AddRange([digits[ten + 1] + "十", .. digits.Select(d => $"{digits[ten + 1]}十{d}")]);
        }

        return ([.. english], [.. chinese]);
    }

    private static EncoderDecoder Train(StepOptions options, Tokenizer tokenizer, string[] sources, string[] targets, string? checkpoint, double dropout, Action<EpochReport>? report = null, CancellationToken cancellation = default)
    {
        Generator generator = new(5);
        EncoderDecoderConfig config = EncoderDecoderConfig.Bart(tokenizer.VocabularySize, 32, 32, 1, 4, 64, startId: tokenizer.EndId!.Value, endId: tokenizer.EndId!.Value, padId: tokenizer.IdOf(PairTokenizer.PadToken)!.Value) with { Dropout = dropout };
        EncoderDecoder network = new(config, generator);
        TextTranslator translator = new(network, tokenizer);
        TokenPairs pairs = new([.. sources.Select(translator.Encode)], [.. targets.Select(translator.Encode)]);
        new StepTrainer(options, report, checkpoint).Fit(network, new TranslationObjective(network, pairs, pairs, options, labelSmoothing: 0.1), generator, cancellation);
        return network;
    }

    private static float[] Weights(EncoderDecoder network) => [.. network.Parameters().SelectMany(parameter => parameter.ToArray<float>())];
}
