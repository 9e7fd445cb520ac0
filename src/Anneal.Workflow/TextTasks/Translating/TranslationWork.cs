using Anneal.Data.Messages;
using Anneal.Data.Splits;
using Anneal.Data.Text.Examples;
using Anneal.Data.Text.Grams;
using Anneal.Data.Text.Tokenizers;
using Anneal.Insight.Translation;
using Anneal.Models.Language;
using Anneal.Nn;
using Anneal.Tensors;
using Anneal.Training.Language;
using Anneal.Training.Language.Translation;
using Anneal.Training.Learners;
using Anneal.Workflow.Messages;

namespace Anneal.Workflow.TextTasks.Translating;

/// <summary>A run that learns to translate.</summary>
internal sealed class TranslationWork : TextTaskWork
{
    private readonly IReadOnlyList<TextPair> pairs;
    private readonly DataSplit split;
    private readonly TextTranslator translator;
    private readonly int longest;
    private readonly TranslationObjective objective;
    private readonly TextTaskRecipe recipe;
    private readonly CancellationToken cancellation;

    public TranslationWork(TextTaskRecipe recipe, Generator generator, CancellationToken cancellation)
    {
        (this.recipe, this.cancellation) = (recipe, cancellation);
        (pairs, split) = PairSplit.Read(recipe.Data, Translation.Source, Translation.Target, pair => pair.First);
        LearnerOptions options = recipe.Model.Options;
        longest = options.Integer("longest");
        translator = Create(recipe.Model, generator);
        Architecture = Config.Architecture.ToString().ToLowerInvariant();
        longest = Math.Min(longest, Math.Min(Config.EncoderPositions, Config.DecoderPositions));
        objective = new TranslationObjective(translator.Network, Tokens(split.Train), Tokens(split.Valid), recipe.Train, options.Number("label-smoothing"));
    }

    public override string Architecture { get; }

    public override Module Network => translator.Network;

    public override TextTaskCounts Counts => TextTaskCounts.Of(split, row => pairs[row].First.Length + pairs[row].Second.Length);

    private EncoderDecoderConfig Config => translator.Network.Config;

    public override Tensor Loss(long step) => objective.Loss(step);

    public override double Look() => objective.Measure();

    public override TaskScores Measure(SplitPart part)
    {
        TextPair[] asked = PairSplit.Of(pairs, split, part);
        using Gradients.NoGradScope noGradients = Gradients.NoGrad();
        Dictionary<string, double> scores = Compare(asked, Translate(asked));
        scores.Add(Translation.Loss.Name, new TranslationObjective(translator.Network, Tokens(split.Train), Tokens(part == SplitPart.Valid ? split.Valid : split.Test), recipe.Train, 0).Measure());
        return new TaskScores(scores);
    }

    public override IReadOnlyList<TextTaskBaseline> Baselines(SplitPart part)
    {
        TextPair[] asked = PairSplit.Of(pairs, split, part), known = PairSplit.Of(pairs, split, SplitPart.Train);
        string[] texts = [.. known.Select(pair => pair.First)];
        PhraseTable phrases = new(texts, [.. known.Select(pair => pair.Second)]);
        string[] nearest = [.. new NearestTexts(texts).Nearness([.. asked.Select(pair => pair.First)]).Select(near => known[Array.IndexOf(near, near.Max())].Second)];
        return [new TextTaskBaseline("phrase-table", new TaskScores(Compare(asked, [.. asked.Select(pair => phrases.Translate(pair.First))]))), new TextTaskBaseline("nearest-text", new TaskScores(Compare(asked, nearest)))];
    }

    public override IReadOnlyList<TaskExample> Show(int count)
    {
        TextPair[] shown = EvenlyStrewn.Of<TextPair>(PairSplit.Of(pairs, split, SplitPart.Test), count);
        return [.. shown.Zip(Translate(shown), (pair, told) => new TaskExample(new Dictionary<string, string>(StringComparer.Ordinal) { [TranslationPredictor.Text] = pair.First }, pair.First, pair.Second, told))];
    }

    public override void Write(string folder) => translator.Write(folder);

    private TextTranslator Create(TextModelChoice model, Generator generator)
    {
        LearnerOptions options = model.Options;
        int beams = options.Integer("beams");
        if (model.From is { } from)
        {
            try
            {
                return new TextTranslator(EncoderDecoderFolder.Read(from, trainable: true), TokenizerFiles.Read(from), beams);
            }
            catch (Exception e) when (e is Formats.ModelFileException or FileNotFoundException or System.Text.Json.JsonException)
            {
                throw new UserErrorException(TextTaskMessages.NoWriter(from), TextTaskMessages.NoWriterWayOut, new Place(from), e);
            }
        }

        Tokenizer tokenizer = PairTokenizer.Learn(Translation.Tokenizers[options.Text("tokenizer")], options.Integer("vocabulary"), split.Train.SelectMany(row => new[] { pairs[row].First, pairs[row].Second }));
        int end = tokenizer.IdOf(PairTokenizer.EndToken)!.Value, pad = tokenizer.IdOf(PairTokenizer.PadToken)!.Value;
        if (options.Integer("size") % options.Integer("heads") != 0) throw new UserErrorException(TextTaskMessages.HeadsDontShare(options.Integer("size"), options.Integer("heads")), TextTaskMessages.HeadsDontShareWayOut, new Place(recipe.File));
        EncoderDecoderConfig config = EncoderDecoderConfig.Bart(tokenizer.VocabularySize, longest, options.Integer("size"), options.Integer("layers"), options.Integer("heads"), options.Integer("feed-forward"), end, end, pad);
        return new TextTranslator(new EncoderDecoder(config with { Dropout = options.Number("dropout") }, generator), tokenizer, beams);
    }

    /// <summary>The pairs of a part that fit.</summary>
    private TokenPairs Tokens(int[] rows)
    {
        (int[] Source, int[] Target)[] fitting = [.. rows.Select(row => (translator.Encode(pairs[row].First), translator.Encode(pairs[row].Second))).Where(pair => Math.Max(pair.Item1.Length, pair.Item2.Length) <= longest)];
        if (fitting.Length == 0) throw new UserErrorException(TextTaskMessages.AllTooLong(longest), TextTaskMessages.AllTooLongWayOut, recipe.Data.Source.NamedAt ?? new Place(recipe.Data.Source.Shown));
        return new TokenPairs([.. fitting.Select(pair => pair.Source)], [.. fitting.Select(pair => pair.Target)]);
    }

    /// <summary>Translations; that of a text which is too long for the model is empty, and counts as such.</summary>
    private string[] Translate(TextPair[] asked) => translator.Translate([.. asked.Select(pair => translator.Encode(pair.First).Length <= Config.EncoderPositions ? pair.First : "")], cancellation);

    private static Dictionary<string, double> Compare(TextPair[] asked, string[] told)
    {
        string[] wanted = [.. asked.Select(pair => pair.Second)];
        return new(StringComparer.Ordinal) { ["chrf"] = ChrF.Of(told, wanted) / 100, ["bleu"] = Bleu.Of(told, wanted, BleuTokens.For(wanted)) / 100 };
    }
}
