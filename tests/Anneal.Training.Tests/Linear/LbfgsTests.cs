using Anneal.Training.Linear;

namespace Anneal.Training.Tests.Linear;

public sealed class LbfgsTests
{
    [Fact]
    public void Finds_the_bottom_of_a_curved_valley()
    {
        // Rosenbrock's function in ten dimensions: its minimum is 0, where all numbers are 1.
        double[] point = [.. Enumerable.Range(0, 10).Select(i => i % 2 == 0 ? -1.2 : 1.0)];
        LbfgsOutcome outcome = new Lbfgs(iterations: 500, tolerance: 1e-9).Minimize(Rosenbrock, point);
        outcome.Converged.ShouldBeTrue();
        outcome.Iterations.ShouldBeLessThan(120);
        foreach (double number in point) number.ShouldBe(1, 1e-6);
    }

    [Fact]
    public void Solves_a_badly_scaled_quadratic()
    {
        double[] point = new double[50];
        static double Quadratic(ReadOnlySpan<double> x, Span<double> gradient)
        {
            double sum = 0;
            for (int i = 0; i < x.Length; i++)
            {
                double scale = Math.Pow(10, 4.0 * i / x.Length), difference = x[i] - i;
                gradient[i] = scale * difference;
                sum += scale * difference * difference / 2;
            }

            return sum;
        }

        new Lbfgs(iterations: 1000, tolerance: 1e-8).Minimize(Quadratic, point).Converged.ShouldBeTrue();
        for (int i = 0; i < point.Length; i++) point[i].ShouldBe(i, 1e-5);
    }

    [Fact]
    public void Stops_where_the_function_is_not_a_number()
    {
        double[] point = [1];
        static double Broken(ReadOnlySpan<double> x, Span<double> gradient)
        {
            gradient[0] = 1;
            return double.NaN;
        }

        new Lbfgs().Minimize(Broken, point).Converged.ShouldBeFalse();
        point[0].ShouldBe(1);
    }

    private static double Rosenbrock(ReadOnlySpan<double> x, Span<double> gradient)
    {
        gradient.Clear();
        double sum = 0;
        for (int i = 0; i + 1 < x.Length; i++)
        {
            double bend = x[i + 1] - (x[i] * x[i]), rest = 1 - x[i];
            sum += (100 * bend * bend) + (rest * rest);
            gradient[i] += (-400 * x[i] * bend) - (2 * rest);
            gradient[i + 1] += 200 * bend;
        }

        return sum;
    }
}
