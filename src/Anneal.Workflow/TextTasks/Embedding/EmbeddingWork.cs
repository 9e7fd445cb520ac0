using System.Numerics.Tensors;
using Anneal.Data.Messages;
using Anneal.Data.Splits;
using Anneal.Data.Text.Examples;
using Anneal.Data.Text.Grams;
using Anneal.Data.Text.Tokenizers;
using Anneal.Insight.Retrieval;
using Anneal.Models.Language;
using Anneal.Nn;
using Anneal.Tensors;
using Anneal.Training.Language;
using Anneal.Training.Learners;
using Anneal.Workflow.Messages;
using Tensor = Anneal.Tensors.Tensor;

namespace Anneal.Workflow.TextTasks.Embedding;

/// <summary>A run that learns which texts belong together.</summary>
internal sealed class EmbeddingWork : TextTaskWork
{
    /// <summary>Pairs of the validation part that a look measures, evenly strewn.</summary>
    private const int PairsOfALook = 1000;

    /// <summary>Texts that are read together when a part is measured.</summary>
    private const int Together = 64;

    private readonly IReadOnlyList<TextPair> pairs;
    private readonly DataSplit split;
    private readonly EncoderModel network;
    private readonly Tokenizer tokenizer;
    private readonly int longest;
    private readonly double temperature;
    private readonly (int[] Query, int[] Match, int MatchNumber)[] learning;
    private readonly ExampleBatches batches;

    public EmbeddingWork(TextTaskRecipe recipe, Generator generator)
    {
        (pairs, split) = PairSplit.Read(recipe.Data, TextEmbedding.Query, TextEmbedding.Match, pair => pair.Second);
        LearnerOptions options = recipe.Model.Options;
        (longest, temperature) = (options.Integer("longest"), options.Number("temperature"));
        if (recipe.Model.From is null)
        {
            tokenizer = TokenizerTrainer.WordPieces(split.Train.SelectMany(row => new[] { pairs[row].First, pairs[row].Second }), new TokenizerTraining { VocabularySize = options.Integer("vocabulary") });
            if (options.Integer("size") % options.Integer("heads") != 0) throw new UserErrorException(TextTaskMessages.HeadsDontShare(options.Integer("size"), options.Integer("heads")), TextTaskMessages.HeadsDontShareWayOut, new Place(recipe.File));
            TextEncoderOptions sizes = new(tokenizer.VocabularySize, longest, options.Integer("layers"), options.Integer("heads"), options.Integer("size"), options.Integer("feed-forward")) { Dropout = options.Number("dropout"), TokenTypes = 2 };
            network = EncoderModel.Small(new EncoderConfig(EncoderArchitecture.Bert, sizes) { PadId = tokenizer.PadId ?? 0 }, generator);
        }
        else
        {
            (network, tokenizer) = EncoderTuning.Open(recipe.Model, EncoderTask.Features, [], generator);
            longest = Math.Min(longest, network.Config.Sizes.Positions - network.Config.Sizes.FirstPosition);
        }

        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        int Number(string text) => numbers.TryGetValue(text, out int known) ? known : numbers[text] = numbers.Count;
        learning = [.. split.Train.Select(row => (Ids(pairs[row].First), Ids(pairs[row].Second), Number(pairs[row].Second)))];
        batches = new ExampleBatches([.. Enumerable.Range(0, learning.Length)], pair => learning[pair].Match.Length, recipe.Train.BatchSize, recipe.Train.Seed);
    }

    public override string Architecture => network.Config.Architecture.ToString().ToLowerInvariant();

    public override Module Network => network;

    public override TextTaskCounts Counts => TextTaskCounts.Of(split, row => pairs[row].First.Length + pairs[row].Second.Length);

    public override Tensor Loss(long step)
    {
        int[] rows = batches.Of(step);
        return ContrastiveLoss.Of(Vectors([.. rows.Select(row => learning[row].Query)]), Vectors([.. rows.Select(row => learning[row].Match)]), [.. rows.Select(row => learning[row].MatchNumber)], temperature);
    }

    public override double Look() => Scores(EvenlyStrewn.Of<TextPair>(PairSplit.Of(pairs, split, SplitPart.Valid), PairsOfALook)).MeanReciprocalRank;

    public override TaskScores Measure(SplitPart part) => Named(Scores(PairSplit.Of(pairs, split, part)));

    public override IReadOnlyList<TextTaskBaseline> Baselines(SplitPart part)
    {
        (string[] queries, string[] texts, int[] right) = Search(PairSplit.Of(pairs, split, part));
        return [new TextTaskBaseline("shared-grams", Named(RetrievalScores.Measure(new NearestTexts(texts).Nearness(queries), right)))];
    }

    public override IReadOnlyList<TaskExample> Show(int count)
    {
        (string[] queries, string[] texts, int[] right) = Search(PairSplit.Of(pairs, split, SplitPart.Test));
        return [.. Nearness(queries[..Math.Min(count, queries.Length)], texts).Select((near, i) => new TaskExample(
            new Dictionary<string, string>(StringComparer.Ordinal) { [EmbeddingPredictor.Text] = queries[i] }, queries[i], texts[right[i]], texts[Array.IndexOf(near, near.Max())]))];
    }

    public override void Write(string folder)
    {
        EncoderFolder.Write(network, folder);
        TokenizerFiles.Write(tokenizer, folder);
        SentencePooling.Write(folder, network.Config.Sizes.Size);
    }

    private RetrievalScores Scores(TextPair[] asked)
    {
        (string[] queries, string[] texts, int[] right) = Search(asked);
        return RetrievalScores.Measure(Nearness(queries, texts), right);
    }

    private static TaskScores Named(RetrievalScores scores) =>
        new(new Dictionary<string, double>(StringComparer.Ordinal) { ["mrr"] = scores.MeanReciprocalRank, ["recall-1"] = scores.First, ["recall-10"] = scores.FirstTen });

    /// <summary>The questions, the different texts that are searched, and the right text of each question.</summary>
    private static (string[] Queries, string[] Texts, int[] Right) Search(TextPair[] asked)
    {
        string[] texts = [.. asked.Select(pair => pair.Second).Distinct(StringComparer.Ordinal)];
        Dictionary<string, int> places = texts.Index().ToDictionary(one => one.Item, one => one.Index, StringComparer.Ordinal);
        return ([.. asked.Select(pair => pair.First)], texts, [.. asked.Select(pair => places[pair.Second])]);
    }

    private IEnumerable<float[]> Nearness(string[] queries, string[] texts)
    {
        float[][] searched = Embed(texts);
        foreach (float[] query in Embed(queries))
        {
            float[] near = new float[texts.Length];
            Parallel.For(0, (near.Length + 255) / 256, block =>
            {
                for (int i = block * 256; i < Math.Min(near.Length, (block + 1) * 256); i++) near[i] = TensorPrimitives.Dot<float>(query, searched[i]);
            });
            yield return near;
        }
    }

    private float[][] Embed(string[] texts)
    {
        using Gradients.NoGradScope noGradients = Gradients.NoGrad();
        int[][] ids = [.. texts.Select(Ids)];
        float[][] vectors = new float[texts.Length][];
        foreach (int[] some in Enumerable.Range(0, ids.Length).OrderBy(text => ids[text].Length).Chunk(Together))
        {
            using TensorScope scope = new();
            float[] values = Vectors([.. some.Select(text => ids[text])]).ToArray<float>();
            int size = values.Length / some.Length;
            for (int i = 0; i < some.Length; i++) vectors[some[i]] = values[(i * size)..((i + 1) * size)];
        }

        return vectors;
    }

    private Tensor Vectors(int[][] ids)
    {
        TokenRows rows = TokenRows.Of(ids);
        return network.Embed(rows.Ids(network.Config.PadId), rows.Padding());
    }

    /// <summary>A text's tokens; of one that is too long the beginning, and the token that ends it.</summary>
    private int[] Ids(string text)
    {
        int[] ids = tokenizer.Encode(text);
        return ids.Length <= longest ? ids.Length == 0 ? [network.Config.PadId] : ids : [.. ids[..(longest - 1)], ids[^1]];
    }
}
