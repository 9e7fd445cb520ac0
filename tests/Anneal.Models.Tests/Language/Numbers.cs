using Anneal.Tensors;

namespace Anneal.Models.Tests.Language;

/// <summary>Holds numbers against reference values.</summary>
internal static class Numbers
{
    public static void ShouldBeNear(Tensor actual, Tensor expected, string what, float near = 1e-4f)
    {
        actual.Shape.ShouldBe(expected.Shape, what);
        float[] a = actual.ToArray(), e = expected.ToArray();
        for (int i = 0; i < a.Length; i++)
            if (!(Math.Abs(a[i] - e[i]) <= near * (1 + Math.Abs(e[i])))) throw new Xunit.Sdk.XunitException($"{what}[{i}]: {a[i]} where {e[i]} was expected");
    }
}
