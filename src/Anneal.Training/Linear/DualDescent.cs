using Anneal.Data.Text;

namespace Anneal.Training.Linear;

/// <summary>Fits a linear two-class model to sparse rows: minimises ½|w|² + strength · Σ cost · loss(y (w·x + b)).</summary>
/// <remarks>
/// Dual coordinate descent: row by row in random orders, each time the one multiplier that belongs to the row is set to its best. Hsieh et al., "A dual
/// coordinate descent method for large-scale linear SVM", 2008; for the logistic loss, Yu, Huang and Lin, "Dual coordinate descent methods for
/// logistic regression and maximum entropy models", 2011. A call goes on from where the last one ended, so that a path of growing strengths costs little more
/// than its end. The bias is the weight of a column of ones.
/// </remarks>
internal sealed class DualDescent
{
    private const int InnerSteps = 100;

    private readonly SparseMatrix rows;
    private readonly MarginLoss loss;
    private readonly bool[] positive;
    private readonly float[]? costs;
    private readonly float[]? scales;
    private readonly double[] lengths;
    private readonly double[] multipliers;
    private readonly int[] order;
    private readonly ulong seed;
    private double strength, innerTolerance;
    private int epoch;

    /// <param name="rows">What to learn from.</param>
    /// <param name="positive">Which rows are of the class.</param>
    /// <param name="loss">What a row costs.</param>
    /// <param name="seed">Draws the orders.</param>
    /// <param name="costs">How much each row counts; 1 where left out.</param>
    /// <param name="scales">How dear weight is in each column: columns are multiplied by this number while learning, the weights come out for plain columns.</param>
    public DualDescent(SparseMatrix rows, bool[] positive, MarginLoss loss, ulong seed, float[]? costs = null, float[]? scales = null)
    {
        (this.rows, this.positive, this.loss, this.seed, this.costs) = (rows, positive, loss, seed, costs);
        this.scales = scales is null ? null : Array.ConvertAll(scales, s => s * s);
        Weights = new float[rows.Width];
        multipliers = new double[rows.Rows];
        order = [.. Enumerable.Range(0, rows.Rows)];
        lengths = new double[rows.Rows];
        for (int row = 0; row < rows.Rows; row++)
        {
            ReadOnlySpan<int> columns = rows.ColumnsOf(row);
            ReadOnlySpan<float> values = rows.ValuesOf(row);
            double sum = 1;
            for (int i = 0; i < values.Length; i++) sum += (double)values[i] * values[i] * (this.scales is null ? 1 : this.scales[columns[i]]);
            lengths[row] = sum;
        }
    }

    /// <summary>A weight for each column.</summary>
    public float[] Weights { get; }

    /// <summary>What is added to a row's score.</summary>
    public float Bias { get; private set; }

    /// <summary>Goes to the best weights for a strength.</summary>
    /// <param name="newStrength">How much losses count against the length of the weights.</param>
    /// <param name="tolerance">It has converged where no multiplier would gain by more than this slope.</param>
    /// <param name="epochs">Passes over the rows at most.</param>
    /// <param name="cancellation">Stops between two passes.</param>
    /// <returns>Passes that were made.</returns>
    public int Fit(double newStrength, double tolerance = 0.1, int epochs = 40, CancellationToken cancellation = default)
    {
        Start(newStrength);
        innerTolerance = 0.1 * tolerance;
        for (int pass = 1; pass <= epochs; pass++)
        {
            cancellation.ThrowIfCancellationRequested();
            Shuffle();
            double worst = 0;
            foreach (int row in order) worst = Math.Max(worst, loss == MarginLoss.Logistic ? LogisticStep(row) : HingeStep(row));
            if (worst < tolerance) return pass;
        }

        return epochs;
    }

    private double Cost(int row) => costs is null ? strength : strength * costs[row];

    /// <summary>Multipliers that were best for one strength, scaled, are near the best for the next.</summary>
    private void Start(double newStrength)
    {
        double factor = strength > 0 ? newStrength / strength : 0;
        strength = newStrength;
        Array.Clear(Weights);
        Bias = 0;
        for (int row = 0; row < order.Length; row++)
        {
            // A squared hinge bounds no multiplier: the old ones are a fair start as they are.
            if (loss == MarginLoss.Logistic)
                multipliers[row] = factor > 0 ? Math.Min(multipliers[row] * Math.Min(factor, 1), 0.999 * Cost(row)) : Math.Min(0.001 * Cost(row), 1e-8);
            Move(row, multipliers[row]);
        }
    }

    private double HingeStep(int row)
    {
        double cost = Cost(row);
        if (cost <= 0) return 0;
        double diagonal = 0.5 / cost, multiplier = multipliers[row];
        double slope = Margin(row) - 1 + (multiplier * diagonal);
        double gain = multiplier == 0 ? Math.Min(slope, 0) : slope;
        if (Math.Abs(gain) < 1e-12) return 0;
        multipliers[row] = Math.Max(multiplier - (slope / (lengths[row] + diagonal)), 0);
        Move(row, multipliers[row] - multiplier);
        return Math.Abs(gain);
    }

    private double LogisticStep(int row)
    {
        double cost = Cost(row);
        if (cost <= 0) return 0;
        double length = lengths[row], old = multipliers[row], margin = Margin(row);

        // The part that is nearer to zero is solved for, so that its logarithm is exact.
        bool swap = (length * ((0.5 * cost) - old)) + margin < 0;
        double start = swap ? cost - old : old, sign = swap ? -1 : 1;
        double z = cost - start < 0.5 * cost ? 0.1 * start : start;
        double first = Math.Abs(margin + Math.Log(old / (cost - old)));
        for (int step = 0; step < InnerSteps; step++)
        {
            double slope = (length * (z - start)) + (sign * margin) + Math.Log(z / (cost - z));
            if (Math.Abs(slope) < innerTolerance) break;
            double next = z - (slope / (length + (cost / (cost - z) / z)));
            z = next <= 0 ? 0.1 * z : next;
        }

        z = Math.Clamp(z, 1e-12 * cost, (1 - 1e-12) * cost);
        multipliers[row] = swap ? cost - z : z;
        Move(row, multipliers[row] - old);
        return first;
    }

    private double Margin(int row)
    {
        ReadOnlySpan<int> columns = rows.ColumnsOf(row);
        ReadOnlySpan<float> values = rows.ValuesOf(row);
        double score = Bias + SparseProduct.Dot(columns, values, Weights);
        return positive[row] ? score : -score;
    }

    private void Move(int row, double by)
    {
        ReadOnlySpan<int> columns = rows.ColumnsOf(row);
        ReadOnlySpan<float> values = rows.ValuesOf(row);
        float signed = (float)(positive[row] ? by : -by);
        if (scales is null) SparseProduct.Add(columns, values, signed, Weights);
        else SparseProduct.Add(columns, values, signed, scales, Weights);
        Bias += signed;
    }

    private void Shuffle()
    {
        // Philox would be dearer than the pass; this is SplitMix64 of (seed, epoch, place).
        ulong state = (seed * 0x9E3779B97F4A7C15) + ((ulong)++epoch << 32);
        for (int i = order.Length - 1; i > 0; i--)
        {
            state += 0x9E3779B97F4A7C15;
            ulong z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            int j = (int)Math.BigMul(z ^ (z >> 31), (ulong)i + 1, out _);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }
}
