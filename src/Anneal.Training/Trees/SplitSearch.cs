namespace Anneal.Training.Trees;

/// <summary>Looks through a node's histograms for the split that gains most.</summary>
/// <remarks>All sums stay in the whole-number units of <see cref="GradientPairs"/>; the penalties are brought into them instead.</remarks>
internal sealed class SplitSearch
{
    /// <summary>A column with no more categories than this is split without further caution.</summary>
    private const int FewCategories = 4;

    /// <summary>Categories in the smaller set of a split, at most.</summary>
    private const int MostCategories = 64;

    private readonly TreeOptions options;
    private readonly ColumnBins[] bins;
    private readonly double l2;
    private readonly double smallest;
    private readonly double toGain;
    private readonly double slopeScale;
    private readonly double curvatureScale;

    public SplitSearch(TreeOptions options, ColumnBins[] bins, GradientPairs pairs)
    {
        this.options = options;
        this.bins = bins;
        slopeScale = pairs.SlopeScale;
        curvatureScale = pairs.CurvatureScale;
        l2 = options.L2 * curvatureScale;
        smallest = Math.Max(options.MinChildWeight * curvatureScale, 1);
        toGain = curvatureScale / (slopeScale * slopeScale);
    }

    /// <summary>The answer of a leaf, before the learning rate, held between its limits.</summary>
    public double Answer(long sum, double low, double high) =>
        Math.Clamp(-GradientPairs.Slope(sum) / (GradientPairs.Curvature(sum) + l2) * (curvatureScale / slopeScale), low, high);

    /// <summary>Improves on the best split so far by one of a column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="histogram">Its histogram, 256 words.</param>
    /// <param name="total">The node's sum.</param>
    /// <param name="low">The least that a leaf below may answer.</param>
    /// <param name="high">The most.</param>
    /// <param name="best">The best split so far.</param>
    public void Look(int column, ReadOnlySpan<long> histogram, long total, double low, double high, ref Split best)
    {
        if (bins[column].IsCategory)
        {
            Categories(column, histogram, total, low, high, ref best);
            return;
        }

        int direction = options.Monotone?[column] ?? 0;
        bool plain = direction == 0 && double.IsNegativeInfinity(low) && double.IsPositiveInfinity(high);
        if (plain) Numbers(column, histogram, total, ref best);
        else LimitedNumbers(column, histogram, total, direction, low, high, ref best);
    }

    private void Numbers(int column, ReadOnlySpan<long> histogram, long total, ref Split best)
    {
        double slope = GradientPairs.Slope(total), curvature = GradientPairs.Curvature(total), all = curvature + (2 * l2);
        double parent = slope * slope / (curvature + l2), floor = (Math.Max(best.Gain, options.MinGain) / toGain) + parent;
        int count = bins[column].Count, at = -1;
        bool missing = histogram[0] != 0, missingLeft = false;
        long left = 0, found = 0;
        for (int pass = 0; pass < (missing ? 2 : 1); pass++)
        {
            left = pass == 0 ? 0 : histogram[0];

            // Where values are missing, having one or not may itself be the split: then the last bin is looked at too.
            int last = missing && pass == 0 ? count - 1 : count - 2;
            for (int bin = 1; bin <= last; bin++)
            {
                left += histogram[bin];
                double leftCurvature = GradientPairs.Curvature(left), rightCurvature = curvature - leftCurvature;
                if (leftCurvature < smallest) continue;
                if (rightCurvature < smallest) break;
                double leftSlope = GradientPairs.Slope(left), rightSlope = slope - leftSlope;
                double leftL2 = leftCurvature + l2, rightL2 = all - leftL2;
                double gain = ((leftSlope * leftSlope * rightL2) + (rightSlope * rightSlope * leftL2)) / (leftL2 * rightL2);
                if (gain <= floor) continue;
                (floor, at, found, missingLeft) = (gain, bin, left, pass == 1);
            }
        }

        if (at < 0) return;
        if (!missing) missingLeft = GradientPairs.Curvature(found) * 2 > curvature;
        best = new Split { Gain = (floor - parent) * toGain, Column = column, Bin = at, Left = found, LeftBins = Bits.UpTo(missingLeft ? 0 : 1, at) };
    }

    /// <summary>The same where answers are limited, or must rise or fall with the column: gains follow from the limited answers.</summary>
    private void LimitedNumbers(int column, ReadOnlySpan<long> histogram, long total, int direction, double low, double high, ref Split best)
    {
        int count = bins[column].Count;
        bool missing = histogram[0] != 0;
        double parent = Gain(total, l2, low, high);
        for (int pass = 0; pass < (missing ? 2 : 1); pass++)
        {
            long left = pass == 0 ? 0 : histogram[0];
            int last = missing && pass == 0 ? count - 1 : count - 2;
            for (int bin = 1; bin <= last; bin++)
            {
                left += histogram[bin];
                long right = total - left;
                if (GradientPairs.Curvature(left) < smallest || GradientPairs.Curvature(right) < smallest) continue;
                if (direction != 0 && direction * (Answer(right, low, high) - Answer(left, low, high)) < 0) continue;
                double gain = (Gain(left, l2, low, high) + Gain(right, l2, low, high) - parent) * toGain;
                if (gain <= Math.Max(best.Gain, options.MinGain)) continue;
                bool missingLeft = missing ? pass == 1 : GradientPairs.Curvature(left) > GradientPairs.Curvature(right);
                best = new Split { Gain = gain, Column = column, Bin = bin, Left = left, LeftBins = Bits.UpTo(missingLeft ? 0 : 1, bin) };
            }
        }
    }

    /// <summary>
    /// Categories in the order of their mean slope: the best of all sets is a run from one end (Fisher, 1958). Rows without a value, and rare categories, are
    /// a category like the others here.
    /// </summary>
    private void Categories(int column, ReadOnlySpan<long> histogram, long total, double low, double high, ref Split best)
    {
        int count = bins[column].Count, present = 0;
        Span<int> order = stackalloc int[Histogram.BinsOfColumn];
        Span<double> means = stackalloc double[Histogram.BinsOfColumn];
        double smoothing = options.CategorySmoothing * curvatureScale;

        // Around the node's own mean: a category of few rows is taken for an ordinary one.
        double mean = GradientPairs.Slope(total) / (GradientPairs.Curvature(total) + l2);
        for (int bin = 0; bin < count; bin++)
        {
            if (histogram[bin] == 0) continue;
            means[present] = (GradientPairs.Slope(histogram[bin]) + (smoothing * mean)) / (GradientPairs.Curvature(histogram[bin]) + smoothing);
            order[present++] = bin;
        }

        if (present < 2) return;
        MemoryExtensions.Sort(means[..present], order[..present]);
        double penalty = present <= FewCategories ? l2 : l2 + (options.CategoryL2 * curvatureScale), parent = Gain(total, l2, low, high), floor = Math.Max(best.Gain, options.MinGain) / toGain;
        int at = 0, from = 0;
        long found = 0;
        for (int side = 0; side < 2; side++)
        {
            long left = 0;
            int most = Math.Min(present - 1, MostCategories);
            for (int i = 0; i < most; i++)
            {
                left += histogram[order[side == 0 ? i : present - 1 - i]];
                long right = total - left;
                if (GradientPairs.Curvature(left) < smallest) continue;
                if (GradientPairs.Curvature(right) < smallest) break;
                double gain = Gain(left, penalty, low, high) + Gain(right, penalty, low, high) - parent;
                if (gain <= floor) continue;
                (floor, found, from, at) = (gain, left, side == 0 ? 0 : present - 1 - i, i + 1);
            }
        }

        if (at == 0) return;
        best = new Split { Gain = floor * toGain, Column = column, Left = found };
        for (int i = from; i < from + at; i++) best.LeftBins.Add(order[i]);
        if (GradientPairs.Curvature(found) * 2 <= GradientPairs.Curvature(total)) return;

        // What no row here has goes with the majority.
        for (int bin = 0; bin < count; bin++)
        {
            if (histogram[bin] == 0) best.LeftBins.Add(bin);
        }
    }

    private double Gain(long sum, double penalty, double low, double high)
    {
        double slope = GradientPairs.Slope(sum), curvature = GradientPairs.Curvature(sum) + penalty;
        if (double.IsNegativeInfinity(low) && double.IsPositiveInfinity(high)) return slope * slope / curvature;
        double answer = Math.Clamp(-slope / curvature, low * slopeScale / curvatureScale, high * slopeScale / curvatureScale);
        return -((2 * slope * answer) + (curvature * answer * answer));
    }
}
