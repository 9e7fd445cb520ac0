using System.Numerics.Tensors;

namespace Anneal.Training.Linear;

/// <summary>Finds a minimum of a smooth function with few looks at it (Nocedal and Wright, "Numerical Optimization", 2nd edition, algorithms 7.4 and 7.5).</summary>
/// <param name="iterations">Steps at most.</param>
/// <param name="tolerance">It has converged where the steepest slope is this share of max(1, the point's largest number).</param>
/// <param name="memory">Steps whose curvature is remembered.</param>
/// <remarks>A convex function with a penalty on the weights, as of logistic regression, has one minimum and this finds it: nothing is drawn at random.</remarks>
internal sealed class Lbfgs(int iterations = 200, double tolerance = 1e-5, int memory = 10)
{
    /// <summary>Share of the slope's promise that a step must keep.</summary>
    private const double Decrease = 1e-4;

    /// <summary>Share of the slope that may be left after a step.</summary>
    private const double Curvature = 0.9;

    private const int MostTrials = 30;

    /// <summary>Moves the point to the minimum.</summary>
    /// <param name="objective">What to minimise.</param>
    /// <param name="point">The start; receives the end.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    public LbfgsOutcome Minimize(Objective objective, Span<double> point, CancellationToken cancellation = default)
    {
        int size = point.Length;
        double[] gradient = new double[size], next = new double[size], nextGradient = new double[size], direction = new double[size];
        Queue<Step> steps = new(memory);
        double value = objective(point, gradient);
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Steepest(gradient) <= tolerance * Math.Max(1, Steepest(point))) return new LbfgsOutcome(value, iteration, true);
            Descend(gradient, steps, direction);
            double slope = TensorPrimitives.Dot<double>(direction, gradient);
            if (!(slope < 0))
            {
                // Rounding has spoilt the memory: begin anew with the plain gradient.
                steps.Clear();
                TensorPrimitives.Negate(gradient, direction);
                slope = -TensorPrimitives.Dot<double>(gradient, gradient);
            }

            double first = steps.Count == 0 ? Math.Min(1, 1 / Math.Max(TensorPrimitives.Norm<double>(gradient), 1e-12)) : 1;
            if (!Search(objective, point, direction, value, slope, first, next, nextGradient, out double nextValue)) return new LbfgsOutcome(value, iteration, false);

            Step step = steps.Count == memory ? steps.Dequeue() : new Step(size);
            TensorPrimitives.Subtract(next, point, step.Move);
            TensorPrimitives.Subtract(nextGradient, gradient, step.Change);
            step.Product = TensorPrimitives.Dot<double>(step.Move, step.Change);
            if (step.Product > 1e-12 * TensorPrimitives.SumOfSquares<double>(step.Change)) steps.Enqueue(step);

            next.CopyTo(point);
            (gradient, nextGradient) = (nextGradient, gradient);
            value = nextValue;
        }

        return new LbfgsOutcome(value, iterations, false);
    }

    /// <summary>The direction that the remembered curvature says: minus the inverse Hessian's approximation times the gradient.</summary>
    private static void Descend(double[] gradient, Queue<Step> steps, double[] direction)
    {
        TensorPrimitives.Negate(gradient, direction);
        foreach (Step step in steps.Reverse())
        {
            step.Share = TensorPrimitives.Dot<double>(step.Move, direction) / step.Product;
            TensorPrimitives.MultiplyAdd(step.Change, -step.Share, direction, direction);
        }

        if (steps.Count > 0)
        {
            Step last = steps.Last();
            TensorPrimitives.Multiply(direction, last.Product / TensorPrimitives.SumOfSquares<double>(last.Change), direction);
        }

        foreach (Step step in steps)
        {
            double share = TensorPrimitives.Dot<double>(step.Change, direction) / step.Product;
            TensorPrimitives.MultiplyAdd(step.Move, step.Share - share, direction, direction);
        }
    }

    /// <summary>Finds a step that falls enough and not too short: an interval that holds one is halved, or doubled while it is open.</summary>
    private static bool Search(Objective objective, ReadOnlySpan<double> point, double[] direction, double value, double slope, double length, double[] next, double[] nextGradient, out double nextValue)
    {
        double low = 0, high = double.PositiveInfinity;
        nextValue = value;
        for (int trial = 0; trial < MostTrials; trial++)
        {
            TensorPrimitives.MultiplyAdd(direction, length, point, next);
            nextValue = objective(next, nextGradient);
            if (!(nextValue <= value + (Decrease * length * slope))) high = length;
            else if (TensorPrimitives.Dot<double>(nextGradient, direction) < Curvature * slope) low = length;
            else return true;
            length = double.IsPositiveInfinity(high) ? 2 * length : (low + high) / 2;
        }

        return nextValue < value;
    }

    private static double Steepest(ReadOnlySpan<double> numbers) => numbers.IsEmpty ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude(numbers));

    /// <summary>How far a step went, and how the gradient changed on its way.</summary>
    private sealed class Step(int size)
    {
        public double[] Move { get; } = new double[size];

        public double[] Change { get; } = new double[size];

        public double Product { get; set; }

        public double Share { get; set; }
    }
}
