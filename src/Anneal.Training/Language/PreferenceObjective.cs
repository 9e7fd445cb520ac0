using Anneal.Data.Text.Corpora;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Training.Language;

/// <summary>To find better answers likelier than worse ones, without going far from what the model said before.</summary>
/// <remarks>What the model gave all answers before it learnt is measured once, here: a frozen copy beside it would tell nothing more.</remarks>
public sealed class PreferenceObjective : StepObjective
{
    private readonly Module network;
    private readonly PreferenceChoice choice;
    private readonly StepOptions options;
    private readonly PreferenceRows train;
    private readonly PreferenceRows valid;
    private readonly TokenRows order;
    private readonly double goodWeight = 1;
    private readonly double badWeight = 1;
    private readonly Dictionary<PreferenceRows, (float[] Answers, float[] Others)> before = new(ReferenceEqualityComparer.Instance);
    private long tokensRead;
    private int steps;

    /// <param name="network">The model before it learns; its adapters, if it has any, change nothing yet.</param>
    /// <param name="choice">How it is taught.</param>
    /// <param name="train">Answers to learn from.</param>
    /// <param name="valid">Answers to choose by.</param>
    /// <param name="test">Answers that are measured at the end; null for none.</param>
    /// <param name="options">Batch size and seed.</param>
    public PreferenceObjective(Module network, PreferenceChoice choice, PreferenceRows train, PreferenceRows valid, PreferenceRows? test, StepOptions options)
    {
        this.network = network;
        this.choice = choice;
        this.options = options;
        this.train = train;
        this.valid = valid;
        order = new TokenRows(train.Answers, int.MaxValue, 0);
        network.Eval();
        foreach (PreferenceRows part in test is null ? [train, valid] : new[] { train, valid, test }) before[part] = Measured(part);
        int good = train.Good.Count(one => one), bad = train.Good.Count - good;
        if (good == 0 || bad == 0) return;

        // As much weight for all good answers together as for all bad ones (arXiv 2402.01306, equation 9).
        if (good < bad) goodWeight = (double)bad / good;
        else badWeight = (double)good / bad;
    }

    /// <summary>What the last look found.</summary>
    public PreferenceScores? LastLook { get; private set; }

    /// <summary>Tokens that the network read in a step to learn from.</summary>
    public double TokensAStep => (double)tokensRead / Math.Max(1, steps);

    /// <inheritdoc/>
    public override Tensor Loss(long step)
    {
        int[] drawn = order.DrawNumbers(options.Seed, step, options.BatchSize).ToArray();
        TokenRow[] answers = [.. drawn.Select(row => train.Answers[row])], others = [.. drawn.Select(row => train.Others[row])];
        steps++;
        tokensRead += answers.Concat(others).Sum(row => (long)row.Ids.Length);
        (float[] answersBefore, float[] othersBefore) = before[train];
        int count = drawn.Length;
        if (choice.Goal == TalkGoal.Pairs)
        {
            Tensor both = PreferenceRows.LogProbabilities(network, [.. answers, .. others]);
            Tensor gained = Tensor.From([.. drawn.Select(row => answersBefore[row] - othersBefore[row])], [count]);
            return PreferenceLoss.Pairs(both.Slice(0, 0, count), both.Slice(0, count, 2 * count), gained, choice.Beta);
        }

        double reference;
        using (Gradients.NoGrad())
        {
            float[] now = PreferenceRows.LogProbabilities(network, others).ToArray();
            reference = Reference([.. drawn.Select((row, i) => (double)now[i] - othersBefore[row])]);
        }

        return PreferenceLoss.Judged(
            PreferenceRows.LogProbabilities(network, answers),
            Tensor.From([.. drawn.Select(row => answersBefore[row])], [count]),
            Tensor.From([.. drawn.Select(row => train.Good[row] ? 1f : -1f)], [count]),
            Tensor.From([.. drawn.Select(row => (float)(train.Good[row] ? goodWeight : badWeight))], [count]),
            reference,
            choice.Beta);
    }

    /// <inheritdoc/>
    public override double Measure()
    {
        LastLook = Measure(valid);
        return LastLook.Loss;
    }

    /// <summary>How the model stands by a part's answers. It should be in inference mode.</summary>
    /// <param name="part">One of the parts that this was made with.</param>
    public PreferenceScores Measure(PreferenceRows part)
    {
        (float[] answersBefore, float[] othersBefore) = before[part];
        (float[] answers, float[] others) = Measured(part);
        double[] answersGain = Gains(answers, answersBefore), othersGain = Gains(others, othersBefore);
        int count = answers.Length;
        if (choice.Goal == TalkGoal.Pairs)
        {
            double[] margins = [.. answersGain.Zip(othersGain, (better, worse) => choice.Beta * (better - worse))];
            return new PreferenceScores(count, margins.Average(margin => Math.Max(0, -margin) + Math.Log(1 + Math.Exp(-Math.Abs(margin)))), margins.Count(margin => margin > 0) / (double)count, margins.Average());
        }

        double reference = Reference(othersGain), loss = 0;
        int right = 0;
        for (int i = 0; i < count; i++)
        {
            double towards = (answersGain[i] - reference) * (part.Good[i] ? 1 : -1);
            if (towards > 0) right++;
            loss += (part.Good[i] ? goodWeight : badWeight) / (1 + Math.Exp(choice.Beta * towards));
        }

        double Mean(bool good) => answersGain.Where((_, i) => part.Good[i] == good).DefaultIfEmpty(0).Average();
        return new PreferenceScores(count, loss / count, right / (double)count, choice.Beta * (Mean(true) - Mean(false)));
    }

    private static double Reference(double[] gains) => Math.Max(0, gains.Average());

    private static double[] Gains(float[] now, float[] before) => [.. now.Zip(before, (a, b) => (double)a - b)];

    private (float[] Answers, float[] Others) Measured(PreferenceRows part) => (PreferenceRows.Measure(network, part.Answers), PreferenceRows.Measure(network, part.Others));
}
