using Anneal.Tensors;

namespace Anneal.Nn.Tests.Fixtures;

internal static class Near
{
    /// <summary>Fails unless shapes agree and every element is within tolerance * (1 + |expected|).</summary>
    public static void ShouldBeNear(this Tensor actual, Tensor expected, double tolerance, string what)
    {
        actual.Shape.ShouldBe(expected.Shape, what);
        double[] a = actual.ToArray<double>(), e = expected.ToArray<double>();
        for (int i = 0; i < a.Length; i++)
        {
            if (a[i] == e[i] || Math.Abs(a[i] - e[i]) <= tolerance * (1 + Math.Abs(e[i]))) continue;
            Assert.Fail(FormattableString.Invariant($"{what}: element {i} of {expected.Shape} is {a[i]:R}, expected {e[i]:R}"));
        }
    }
}
