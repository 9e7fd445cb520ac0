using Anneal.Data.Messages;
using Anneal.Data.Splits;
using Anneal.Data.Text.Examples;
using Anneal.Data.Text.Tokenizers;
using Anneal.Insight.Extraction;
using Anneal.Models.Language;
using Anneal.Models.Text.Answers;
using Anneal.Nn;
using Anneal.Tensors;
using Anneal.Workflow.Messages;

namespace Anneal.Workflow.TextTasks.Answers;

/// <summary>A run that learns to find answers. Questions about one passage stay in one part.</summary>
internal sealed class AnsweringWork : TextTaskWork
{
    /// <summary>Questions of the validation part that a look measures, evenly strewn; at the end all are.</summary>
    private const int QuestionsOfALook = 200;

    private readonly IReadOnlyList<AnsweredQuestion> questions;
    private readonly DataSplit split;
    private readonly AnswerFinder finder;
    private readonly (AnswerWindow Window, int Begin, int End)[] learning;
    private readonly ExampleBatches batches;
    private readonly int[] looked;

    public AnsweringWork(TextTaskRecipe recipe, Generator generator, CancellationToken cancellation)
    {
        IReadOnlyDictionary<string, string> columns = recipe.Data.Columns;
        (questions, split) = ExampleSplit.Read(
            recipe.Data.Source, recipe.Data.Split, source => QuestionsFile.Read(source, columns[QuestionAnswering.Context], columns[QuestionAnswering.Question], columns[QuestionAnswering.Answer]), question => question.Context);
        (EncoderModel model, Tokenizer tokenizer) = recipe.Model.From is null
            ? EncoderSizes.Create(recipe.Model.Options, EncoderTask.Answers, split.Train.SelectMany(row => new[] { questions[row].Context, questions[row].Question }), generator, cancellation)
            : EncoderTuning.Open(recipe.Model, EncoderTask.Answers, [], generator);
        finder = new AnswerFinder(model, tokenizer);
        Architecture = model.Config.Architecture.ToString().ToLowerInvariant();

        // What can't be pointed to can't be learnt from; it still counts where the model is measured.
        learning = [.. split.Train.Where(row => questions[row].Start >= 0).SelectMany(row => Windows(questions[row]))];
        if (learning.Length == 0) throw new UserErrorException(TextTaskMessages.NoAnswers, TextTaskMessages.NoAnswersWayOut, recipe.Data.Source.NamedAt ?? new Place(recipe.Data.Source.Shown));
        batches = new ExampleBatches([.. Enumerable.Range(0, learning.Length)], i => learning[i].Window.Ids.Length, recipe.Train.BatchSize, recipe.Train.Seed);
        looked = EvenlyStrewn.Of<int>(split.Valid, QuestionsOfALook);
    }

    public override string Architecture { get; }

    public override Module Network => finder.Model;

    public override TextTaskCounts Counts => TextTaskCounts.Of(split, row => questions[row].Context.Length + questions[row].Question.Length);

    public override Tensor Loss(long step)
    {
        int[] rows = batches.Of(step);
        return finder.Loss([.. rows.Select(i => learning[i].Window)], [.. rows.Select(i => learning[i].Begin)], [.. rows.Select(i => learning[i].End)]);
    }

    public override double Look() => Scores(looked, Found(looked)).All["f1"];

    public override TaskScores Measure(SplitPart part) => Scores(split.Of(part), Found(split.Of(part)));

    public override IReadOnlyList<TextTaskBaseline> Baselines(SplitPart part) =>
        [new TextTaskBaseline("closest-sentence", Scores(split.Of(part), [.. split.Of(part).Select(row => ClosestSentence.Find(questions[row].Context, questions[row].Question))]))];

    public override IReadOnlyList<TaskExample> Show(int count)
    {
        int[] shown = split.Test[..Math.Min(count, split.Test.Length)];
        string[] told = Found(shown);
        return [.. shown.Select((row, i) => new TaskExample(
            new Dictionary<string, string>(StringComparer.Ordinal) { [QuestionAnswering.Context] = questions[row].Context, [QuestionAnswering.Question] = questions[row].Question },
            questions[row].Question,
            string.Join(" / ", questions[row].Answers.Distinct(StringComparer.Ordinal)),
            AnswerMatch.Exact(told[i], questions[row].Answers) > 0 ? string.Join(" / ", questions[row].Answers.Distinct(StringComparer.Ordinal)) : told[i]))];
    }

    public override void Write(string folder) => finder.Write(folder);

    private string[] Found(int[] rows) => [.. finder.Find([.. rows.Select(row => (questions[row].Context, questions[row].Question))]).Select(answer => answer.Text)];

    private TaskScores Scores(int[] rows, IReadOnlyList<string> told) => new(new Dictionary<string, double>(StringComparer.Ordinal)
    {
        ["exact-match"] = rows.Select((row, i) => AnswerMatch.Exact(told[i], questions[row].Answers)).Average(),
        ["f1"] = rows.Select((row, i) => AnswerMatch.F1(told[i], questions[row].Answers)).Average(),
    });

    /// <summary>The windows of a question's passage, each with the place of the answer's tokens, or 0 (the first token) where it does not hold the whole answer.</summary>
    private IEnumerable<(AnswerWindow Window, int Begin, int End)> Windows(AnsweredQuestion question)
    {
        IReadOnlyList<AnswerWindow> windows;
        IReadOnlyList<Range> pieces;
        try
        {
            (windows, pieces) = finder.Windows(question.Context, question.Question);
        }
        catch (UserErrorException e)
        {
            throw e.At(question.Place);
        }

        int first = -1, last = -1;
        for (int i = 0; i < pieces.Count; i++)
        {
            if (pieces[i].End.Value <= question.Start || pieces[i].Start.Value >= question.Start + question.Length) continue;
            if (first < 0) first = i;
            last = i;
        }

        foreach (AnswerWindow window in windows)
        {
            bool holds = first >= window.First && first >= 0 && last < window.First + window.Begins.Length;
            yield return holds ? (window, window.Begins[first - window.First], window.Ends[last - window.First]) : (window, 0, 0);
        }
    }
}
