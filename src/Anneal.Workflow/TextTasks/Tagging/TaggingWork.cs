using Anneal.Data.Messages;
using Anneal.Data.Splits;
using Anneal.Data.Text.Examples;
using Anneal.Data.Text.Tokenizers;
using Anneal.Insight.Spans;
using Anneal.Models.Language;
using Anneal.Models.Text.Tagging;
using Anneal.Nn;
using Anneal.Tensors;
using Anneal.Training.Learners;
using Anneal.Workflow.Messages;

namespace Anneal.Workflow.TextTasks.Tagging;

/// <summary>A run that learns to tag tokens.</summary>
internal sealed class TaggingWork : TextTaskWork
{
    /// <summary>Sentences of the validation part that a look measures, evenly strewn; at the end all are.</summary>
    private const int SentencesOfALook = 1500;

    private readonly IReadOnlyList<TaggedTokens> sentences;
    private readonly DataSplit split;
    private readonly TokenTagger tagger;
    private readonly (TaggerRow Row, int[] Tags)[] learning;
    private readonly ExampleBatches batches;
    private readonly int[] looked;

    public TaggingWork(TextTaskRecipe recipe, Generator generator)
    {
        string tokensName = recipe.Data.Columns[TokenClassification.Tokens], tagsName = recipe.Data.Columns[TokenClassification.Tags];
        (sentences, split) = ExampleSplit.Read(recipe.Data.Source, recipe.Data.Split, source => TaggedTokensFile.Read(source, tokensName, tagsName));
        string[] labels = [TagSpan.Outside, .. split.Train.SelectMany(row => sentences[row].Tags).Distinct(StringComparer.Ordinal).Where(tag => tag != TagSpan.Outside).Order(StringComparer.Ordinal)];
        if (labels.Length == 1) throw new UserErrorException(TextTaskMessages.NoTags, TextTaskMessages.NoTagsWayOut, recipe.Data.Source.NamedAt ?? new Place(recipe.Data.Source.Shown));
        tagger = Create(recipe.Model, labels, generator);
        Architecture = recipe.Model.From is null ? recipe.Model.Architecture : ((EncoderModel)tagger.Network).Config.Architecture.ToString().ToLowerInvariant();

        Dictionary<string, int> numbers = labels.Index().ToDictionary(one => one.Item, one => one.Index, StringComparer.Ordinal);
        learning = [.. split.Train.SelectMany(row => tagger.Rows(sentences[row].Tokens).Select(piece => (piece, piece.Places.Select((_, i) => numbers[sentences[row].Tags[piece.First + i]]).ToArray())))];
        batches = new ExampleBatches([.. Enumerable.Range(0, learning.Length)], i => learning[i].Row.Time, recipe.Train.BatchSize, recipe.Train.Seed);
        looked = EvenlyStrewn.Of<int>(split.Valid, SentencesOfALook);
    }

    public override string Architecture { get; }

    public override Module Network => tagger.Network;

    public override TextTaskCounts Counts => TextTaskCounts.Of(split, row => sentences[row].Tokens.Sum(token => token.Length));

    public override Tensor Loss(long step)
    {
        int[] rows = batches.Of(step);
        return tagger.Loss([.. rows.Select(i => learning[i].Row)], [.. rows.Select(i => learning[i].Tags)]);
    }

    public override double Look() => Scores(looked, tagger.Tag(TokensOf(looked))).All["f1"];

    public override TaskScores Measure(SplitPart part) => Scores(split.Of(part), tagger.Tag(TokensOf(split.Of(part))));

    public override IReadOnlyList<TextTaskBaseline> Baselines(SplitPart part)
    {
        EntityDictionary known = new(split.Train.Select(row => sentences[row]));
        return [new TextTaskBaseline("entity-dictionary", Scores(split.Of(part), [.. TokensOf(split.Of(part)).Select(known.Tag)]))];
    }

    public override IReadOnlyList<TaskExample> Show(int count)
    {
        TaggedTokens[] shown = [.. split.Test.Select(row => sentences[row]).Where(sentence => sentence.Tags.Any(tag => tag != TagSpan.Outside)).Concat(split.Test.Select(row => sentences[row])).Take(count)];
        IReadOnlyList<IReadOnlyList<string>> told = tagger.Tag([.. shown.Select(sentence => sentence.Tokens)]);
        string space = tagger.AreWords ? " " : "";
        return [.. shown.Select((sentence, i) =>
        {
            string text = string.Join(space, sentence.Tokens);
            string Named(IReadOnlyList<string> tags) => string.Join(" · ", TagSpan.Of(tags).Select(span => $"{string.Join(space, sentence.Tokens.Take(span.End).Skip(span.Start))} ({span.Type})")) is { Length: > 0 } spans ? spans : "–";
            return new TaskExample(new Dictionary<string, string>(StringComparer.Ordinal) { [TaggingPredictor.Text] = text }, text, Named(sentence.Tags), Named(told[i]));
        })];
    }

    public override void Write(string folder) => tagger.Write(folder);

    private TokenTagger Create(TextModelChoice model, string[] labels, Generator generator)
    {
        IReadOnlyList<string>[] training = [.. split.Train.Select(row => sentences[row].Tokens)];
        if (model.From is null)
        {
            LearnerOptions options = model.Options;
            TokenFeatures features = TokenFeatures.Learn(training, options.Integer("vocabulary"));
            return RecurrentTagger.Create(labels, features, new RecurrentTaggerSizes(options.Integer("size"), options.Integer("pair-size"), options.Integer("hidden"), options.Integer("layers"), options.Number("dropout")), generator);
        }

        (EncoderModel encoder, Tokenizer tokenizer) = EncoderTuning.Open(model, EncoderTask.Tokens, labels, generator);
        return new EncoderTagger(encoder, tokenizer, training.Any(tokens => tokens.Any(token => new System.Globalization.StringInfo(token).LengthInTextElements > 1)));
    }

    private IReadOnlyList<string>[] TokensOf(int[] rows) => [.. rows.Select(row => sentences[row].Tokens)];

    private TaskScores Scores(int[] rows, IReadOnlyList<IReadOnlyList<string>> told)
    {
        IReadOnlyList<string>[] truth = [.. rows.Select(row => sentences[row].Tags)];
        (SpanScores all, IReadOnlyDictionary<string, SpanScores> types) = SpanScores.Measure(truth, told);
        long tokens = truth.Sum(tags => (long)tags.Count), right = truth.Zip(told, (a, b) => a.Zip(b, string.Equals).LongCount(same => same)).Sum();
        Dictionary<string, double> scores = Of(all);
        scores.Add("token-accuracy", tokens == 0 ? 0 : (double)right / tokens);
        return new TaskScores(scores) { ByGroup = types.ToDictionary(type => type.Key, type => (IReadOnlyDictionary<string, double>)Of(type.Value), StringComparer.Ordinal) };
    }

    private static Dictionary<string, double> Of(SpanScores scores) => new(StringComparer.Ordinal) { ["precision"] = scores.Precision, ["recall"] = scores.Recall, ["f1"] = scores.F1 };
}
