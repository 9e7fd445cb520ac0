using Anneal.Data.Schemas;
using Anneal.Data.Text;

namespace Anneal.Training.Linear;

/// <summary>One kind of linear model, fitted at growing strengths; the one with the least validation loss is kept.</summary>
/// <remarks>Each class is told from the rest by a two-class model of its own; two classes that exclude each other need one.</remarks>
internal sealed class StrengthPath
{
    /// <summary>Steps without a better loss after which stronger models are not tried.</summary>
    private const int Patience = 2;

    private readonly SparseMatrix valid;
    private readonly Labels validLabels;
    private readonly DualDescent[] solvers;
    private readonly double[] strengths;
    private int step, bestStep = -1;

    /// <param name="train">Rows to learn from.</param>
    /// <param name="members">For each two-class model, which of them are of its class.</param>
    /// <param name="costs">How much each row counts, or null.</param>
    /// <param name="loss">What a row costs.</param>
    /// <param name="byLogOdds">Whether columns are scaled by <see cref="LogOddsScale"/>.</param>
    /// <param name="strengths">What to try, growing.</param>
    /// <param name="valid">Rows to choose by.</param>
    /// <param name="validLabels">Their labels.</param>
    /// <param name="seed">Draws the order of rows.</param>
    public StrengthPath(SparseMatrix train, bool[][] members, float[]? costs, MarginLoss loss, bool byLogOdds, double[] strengths, SparseMatrix valid, Labels validLabels, ulong seed)
    {
        (this.valid, this.validLabels, this.strengths) = (valid, validLabels, strengths);
        solvers = new DualDescent[members.Length];
        Parallel.For(0, members.Length, k => solvers[k] = new DualDescent(train, members[k], loss, seed + (ulong)k, costs, byLogOdds ? LogOddsScale.Of(train, members[k]) : null));
        Weights = [.. members.Select(_ => new float[train.Width])];
        Bias = new float[members.Length];
    }

    /// <summary>The best models' weights, [model][column].</summary>
    public float[][] Weights { get; }

    /// <summary>The best models' biases.</summary>
    public float[] Bias { get; }

    /// <summary>The best models' scores of the validation rows, [rows, models], made to fit as probabilities.</summary>
    public float[] Scores { get; private set; } = [];

    /// <summary>What the best models' scores were multiplied by.</summary>
    public double Factor { get; private set; }

    /// <summary>The best models' validation loss.</summary>
    public double Loss { get; private set; } = double.PositiveInfinity;

    /// <summary>The strength of the best models.</summary>
    public double Strength => strengths[bestStep];

    /// <summary>Two-class models.</summary>
    public int Models => solvers.Length;

    /// <summary>Whether there is nothing left to try.</summary>
    public bool IsOver => step == strengths.Length || step - 1 - bestStep >= Patience;

    /// <summary>Fits one model at the present strength.</summary>
    public void Fit(int model, CancellationToken cancellation) => solvers[model].Fit(strengths[step], cancellation: cancellation);

    /// <summary>Measures the models at the present strength, keeps them if they are the best, and goes on to the next strength.</summary>
    public void Advance()
    {
        float[] scores = ScoreValid();
        (double factor, double loss) = ScoreTemperature.Fit(scores, solvers.Length, validLabels);
        if (loss < Loss)
        {
            (Loss, Factor, bestStep) = (loss, factor, step);
            for (int i = 0; i < scores.Length; i++) scores[i] *= (float)factor;
            Scores = scores;
            for (int k = 0; k < solvers.Length; k++)
            {
                solvers[k].Weights.CopyTo(Weights[k], 0);
                Bias[k] = solvers[k].Bias;
            }
        }

        step++;
    }

    private float[] ScoreValid()
    {
        float[] scores = new float[valid.Rows * solvers.Length];
        Parallel.For(0, solvers.Length, k =>
        {
            for (int row = 0; row < valid.Rows; row++)
                scores[(row * solvers.Length) + k] = solvers[k].Bias + SparseProduct.Dot(valid.ColumnsOf(row), valid.ValuesOf(row), solvers[k].Weights);
        });
        return scores;
    }
}
