using Anneal.Nn.Tests.Fixtures;

namespace Anneal.Tensors.Tests.Operations;

/// <summary>Operations against what PyTorch computed: tests/fixtures/operations.</summary>
public class FixtureTests
{
    private const double Tolerance = 1e-5;

    public static IEnumerable<TheoryDataRow<string>> Names => FixtureCase.List("operations").Select(c => new TheoryDataRow<string>(c.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_gradients_are_those_of_PyTorch(string name)
    {
        FixtureCase c = FixtureCase.Load("operations", name);
        Tensor[] inputs = [.. c.Inputs.Select(i => c.Arrays["in." + i])];
        foreach (Tensor input in inputs.Where(x => x.DType.IsDifferentiable())) input.RequiresGradient = true;
        Tensor[] results = FixtureKinds.All[c.Kind](c, inputs);
        for (int i = 0; i < results.Length; i++) Near(results[i], c.Arrays[results.Length == 1 ? "out" : $"out.{i}"], name);

        Tensor upstream = c.Arrays[results.Length == 1 ? "grad_out" : "grad_out.0"];
        if (c.Kind == "SecondOrder") SecondOrder(c, inputs, (results[0] * upstream).Sum());
        else
        {
            results[0].Backward(upstream);
            for (int i = 0; i < inputs.Length; i++)
                if (c.Arrays.TryGetValue("grad.in." + c.Inputs[i], out Tensor? expected)) Near(inputs[i].Gradient!, expected, $"{name}, gradient {i}");
        }
    }

    private static void SecondOrder(FixtureCase c, Tensor[] inputs, Tensor objective)
    {
        Tensor[] first = Gradients.Of(objective, inputs, createGraph: true);
        Tensor penalty = first[0].Square().Sum();
        for (int i = 0; i < first.Length; i++)
        {
            Near(first[i], c.Arrays["grad.in." + c.Inputs[i]], $"{c.Name}, gradient {i}");
            if (i > 0) penalty += first[i].Square().Sum();
        }
        Near(penalty, c.Arrays["penalty"], c.Name + ", penalty");
        penalty.Backward();
        for (int i = 0; i < inputs.Length; i++)
        {
            double[] expected = c.Arrays["grad2.in." + c.Inputs[i]].ToArray<double>();
            Near(inputs[i].Gradient?.ToArray<double>() ?? new double[expected.Length], expected, $"{c.Name}, second gradient {i}");
        }
    }

    private static void Near(Tensor actual, Tensor expected, string what)
    {
        actual.Shape.ShouldBe(expected.Shape, what);
        Near(actual.ToArray<double>(), expected.ToArray<double>(), what);
    }

    private static void Near(double[] actual, double[] expected, string what)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (double.IsNaN(actual[i]) && double.IsNaN(expected[i])) continue;
            if (!(actual[i] == expected[i] || Math.Abs(actual[i] - expected[i]) <= Tolerance * (1 + Math.Abs(expected[i]))))
                Assert.Fail(FormattableString.Invariant($"{what}, element {i}: {actual[i]:R}, PyTorch {expected[i]:R}"));
        }
    }
}
