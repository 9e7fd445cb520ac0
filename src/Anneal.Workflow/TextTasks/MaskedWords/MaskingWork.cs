using Anneal.Data.Messages;
using Anneal.Data.Splits;
using Anneal.Data.Text.Examples;
using Anneal.Data.Text.Tokenizers;
using Anneal.Models.Language;
using Anneal.Models.Text.MaskedWords;
using Anneal.Nn;
using Anneal.Tensors;
using Anneal.Workflow.Messages;

namespace Anneal.Workflow.TextTasks.MaskedWords;

/// <summary>A run that learns to guess hidden words: other ones each time in training, always the same where it is measured.</summary>
internal sealed class MaskingWork : TextTaskWork
{
    /// <summary>Rows that are measured, evenly strewn over their part.</summary>
    private const int MeasuredRows = 400;

    private readonly IReadOnlyList<string> texts;
    private readonly DataSplit split;
    private readonly MaskedWordGuesser guesser;
    private readonly int[][] learning;
    private readonly ExampleBatches batches;
    private readonly int seed;

    public MaskingWork(TextTaskRecipe recipe, Generator generator, CancellationToken cancellation)
    {
        (texts, split) = ExampleSplit.Read(recipe.Data.Source, recipe.Data.Split, source => TextLinesFile.Read(source, recipe.Data.Columns[MaskedLanguageModel.Text]));
        (EncoderModel model, Tokenizer tokenizer) = recipe.Model.From is null
            ? EncoderSizes.Create(recipe.Model.Options, EncoderTask.MaskedWords, split.Train.Select(row => texts[row]), generator, cancellation)
            : EncoderTuning.Open(recipe.Model, EncoderTask.MaskedWords, [], generator);
        if (tokenizer.MaskId is null) throw new UserErrorException(TextTaskMessages.NoMask(recipe.Model.From!), TextTaskMessages.NoEncoderWayOut, new Place(recipe.Model.From!));
        guesser = new MaskedWordGuesser(model, tokenizer);
        Architecture = model.Config.Architecture.ToString().ToLowerInvariant();
        seed = recipe.Train.Seed;
        learning = RowsOf(split.Train);
        if (learning.Length == 0) throw new UserErrorException(TextTaskMessages.NoTexts, TextTaskMessages.NoTextsWayOut, recipe.Data.Source.NamedAt ?? new Place(recipe.Data.Source.Shown));
        batches = new ExampleBatches([.. Enumerable.Range(0, learning.Length)], i => learning[i].Length, recipe.Train.BatchSize, seed);
    }

    public override string Architecture { get; }

    public override Module Network => guesser.Model;

    public override TextTaskCounts Counts => TextTaskCounts.Of(split, row => texts[row].Length);

    public override Tensor Loss(long step)
    {
        // A random number for each step: a resumed run hides what the first would have hidden.
        Random random = new(HashCode(step));
        HiddenTokens[] rows = [.. batches.Of(step).Select(i => HiddenTokens.Of(learning[i], guesser, random))];
        return guesser.Loss([.. rows.Select(row => row.Shown)], [.. rows.Select(row => row.Hidden)]);
    }

    public override double Look() => Measure(SplitPart.Valid).All["loss"];

    public override TaskScores Measure(SplitPart part)
    {
        HiddenTokens[] rows = Measured(part);
        double loss = 0;
        int right = 0, count = 0;
        guesser.Guess([.. rows.Select(row => row.Shown)], (row, place, logs) =>
        {
            int wanted = rows[row].Hidden[place];
            if (wanted < 0) return;
            loss -= logs[wanted];
            count++;
            if (Array.IndexOf(logs, logs.Max()) == wanted) right++;
        });
        return Scores(right, loss, count);
    }

    public override IReadOnlyList<TextTaskBaseline> Baselines(SplitPart part)
    {
        double[] counts = new double[guesser.Tokenizer.VocabularySize];
        Array.Fill(counts, 1); // what was never met is not impossible
        foreach (int[] row in learning)
            for (int i = 1; i < row.Length - 1; i++) counts[row[i]]++;
        double all = counts.Sum();
        int commonest = Array.IndexOf(counts, counts.Max());
        int[] hidden = [.. Measured(part).SelectMany(row => row.Hidden).Where(id => id >= 0)];
        return [new TextTaskBaseline("token-shares", Scores(hidden.Count(id => id == commonest), -hidden.Sum(id => Math.Log(counts[id] / all)), hidden.Length))];
    }

    public override IReadOnlyList<TaskExample> Show(int count)
    {
        int[][] rows = [.. RowsOf(split.Test).Where(row => row.Length < 80).Concat(RowsOf(split.Test)).Take(count)];
        string mask = guesser.Tokenizer.TokenText(guesser.MaskId);
        return [.. rows.Select((row, i) =>
        {
            int place = 1 + new Random(HashCode(i)).Next(row.Length - 2);
            int[] shown = [.. row];
            shown[place] = guesser.MaskId;
            string told = "";
            guesser.Guess([shown], (_, _, logs) => told = guesser.Tokenizer.Decode([Array.IndexOf(logs, logs.Max())]));
            string text = $"{guesser.Tokenizer.Decode(row.AsSpan(1, place - 1))} {mask} {guesser.Tokenizer.Decode(row.AsSpan(place + 1, row.Length - place - 2))}".Trim();
            return new TaskExample(new Dictionary<string, string>(StringComparer.Ordinal) { [MaskedLanguageModel.Text] = text }, text, guesser.Tokenizer.Decode([row[place]]), told);
        })];
    }

    public override void Write(string folder) => guesser.Write(folder);

    private int[][] RowsOf(int[] part) => [.. part.SelectMany(row => guesser.Rows(texts[row])).Where(row => row.Length > 3)];

    private HiddenTokens[] Measured(SplitPart part)
    {
        int[][] rows = EvenlyStrewn.Of<int[]>(RowsOf(split.Of(part)), MeasuredRows);
        Random random = new(seed);
        return Array.ConvertAll(rows, row => HiddenTokens.Of(row, guesser, random, always: true));
    }

    private int HashCode(long step) => unchecked((int)((((ulong)step + 1) * 0x9E3779B97F4A7C15) >> 33) ^ seed);

    private static TaskScores Scores(int right, double loss, int count) => new(new Dictionary<string, double>(StringComparer.Ordinal)
    {
        ["accuracy"] = count == 0 ? 0 : (double)right / count,
        ["loss"] = count == 0 ? 0 : loss / count,
    });
}
