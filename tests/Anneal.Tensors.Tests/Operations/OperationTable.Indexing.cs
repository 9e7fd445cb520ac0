namespace Anneal.Tensors.Tests.Operations;

public static partial class OperationTable
{
    private static IEnumerable<OperationCase> Indexing()
    {
        Operand any = Operand.Normal(3, 4, 5);
        yield return new("Gather", "axis 1", [any, Operand.Index(4, 3, 6, 5)], x => x[0].Gather(1, x[1]), x => Grid.Build([3, 6, 5], i => x[0][i[0], (int)x[1][i], i[2]])) { Large = [[30, 4, 500], [30, 6, 500]] };
        yield return new("Gather", "axis 0, shorter", [any, Operand.Index(3, 2, 3, 4)], x => x[0].Gather(0, x[1]), x => Grid.Build([2, 3, 4], i => x[0][(int)x[1][i], i[1], i[2]]));
        yield return new("ScatterAdd", "axis 1", [any, Operand.Index(4, 3, 6, 5), Operand.Normal(3, 6, 5)], x => x[0].ScatterAdd(1, x[1], x[2]), x =>
        {
            var y = new Grid([.. x[0].Values], x[0].Dims);
            x[1].Walk((i, place) => y[i[0], (int)x[1].Values[place], i[2]] += x[2].Values[place]);
            return y;
        });

        // Each line of the index holds every place at most once: what happens where several meet has no gradient.
        var turn = new Operand([3, 2, 5], _ => 0, DType.Int64);
        yield return new("Scatter", "axis 1", [any, turn, Operand.Normal(3, 2, 5)], x => x[0].Scatter(1, x[1] + Tensor.From([0L, 3L], [2, 1]), x[2]), x =>
        {
            var y = new Grid([.. x[0].Values], x[0].Dims);
            x[2].Walk((i, place) => y[i[0], i[1] * 3, i[2]] = x[2].Values[place]);
            return y;
        });
        yield return new("IndexSelect", "axis 1", [any, Operand.Index(4, 7)], x => x[0].IndexSelect(1, x[1]), x => Grid.Build([3, 7, 5], i => x[0][i[0], (int)x[1][i[1]], i[2]])) { Covers = ["IndexSelect.Placed"] };
        yield return new("IndexSelect", "axis 0", [any, Operand.Index(3, 2)], x => x[0].IndexSelect(0, x[1]), x => Grid.Build([2, 4, 5], i => x[0][(int)x[1][i[0]], i[1], i[2]]));
        yield return new("MaskedSelect", "", [Operand.Normal(4, 5), Operand.Mask(4, 5)], x => x[0].MaskedSelect(x[1]), x =>
        {
            double[] chosen = [.. x[0].Values.Where((_, place) => x[1].Values[place] != 0)];
            return new Grid(chosen, [chosen.Length]);
        });

        // So far apart that the differences of the gradient checks change no order.
        Operand apart = Operand.Between(-100, 100, 3, 4, 5);
        foreach (int axis in new[] { 0, 1, -1 })
        {
            yield return new("Sort", $"axis {axis}", [apart], x => x[0].Sort(axis).Values, x => x[0].AlongAxis(axis, line => [.. line.OrderBy(double.IsNaN).ThenBy(v => v)])) { Lengths = axis == -1 ? n => [[2, n]] : null, TakesSpecialLines = axis == -1 };
            yield return new("Sort", $"descending axis {axis}", [apart], x => x[0].Sort(axis, descending: true).Values, x => x[0].AlongAxis(axis, line => [.. line.OrderDescending()]));
            yield return new("TopK", $"axis {axis}", [apart], x => x[0].TopK(2, axis).Values, x => x[0].AlongAxis(axis, line => [.. line.OrderDescending().Take(2)]));
            yield return new("TopK", $"smallest axis {axis}", [apart], x => x[0].TopK(2, axis, largest: false).Values, x => x[0].AlongAxis(axis, line => [.. line.Order().Take(2)]));

            // Few distinct values: equal ones must keep their order.
            yield return new("ArgSort", $"axis {axis}", [new Operand([3, 4, 5], r => r.Next(-1, 2))], x => x[0].ArgSort(axis), x => x[0].AlongAxis(axis, line => [.. line.Select((v, i) => (v, i)).OrderBy(p => p.v).Select(p => (double)p.i)])) { IsDifferentiable = false, Lengths = axis == -1 ? n => [[2, n]] : null };
            yield return new("ArgSort", $"descending axis {axis}", [new Operand([3, 4, 5], r => r.Next(-1, 2))], x => x[0].ArgSort(axis, descending: true), x => x[0].AlongAxis(axis, line => [.. line.Select((v, i) => (v, i)).OrderByDescending(p => p.v).Select(p => (double)p.i)])) { IsDifferentiable = false };
        }
        yield return new("TopK", "few of many", [Operand.Between(-1000, 1000, 2, 300)], x => x[0].TopK(5).Values, x => x[0].AlongAxis(-1, line => [.. line.OrderDescending().Take(5)])) { Large = [[8, 50257]] };
        yield return new("Sort", "long", [Operand.Between(-1000, 1000, 3, 60)], x => x[0].Sort().Values, x => x[0].AlongAxis(-1, line => [.. line.Order()])) { Large = [[4, 20000]] };
        yield return new("OneHot", "", [Operand.Index(6, 4, 5)], x => x[0].OneHot(6), x => Grid.Build([4, 5, 6], i => x[0][i[0], i[1]] == i[2] ? 1 : 0)) { IsDifferentiable = false };
    }

    private static IEnumerable<OperationCase> Products()
    {
        (string Variant, int[] A, int[] B)[] forms =
        [
            ("", [4, 5], [5, 3]), ("batch times matrix", [2, 4, 5], [5, 3]), ("matrix times batch", [4, 5], [2, 5, 3]), ("batches", [2, 3, 4, 5], [2, 3, 5, 6]),
            ("stretched batches", [2, 1, 4, 5], [3, 5, 6]), ("one row", [1, 5], [5, 7]), ("one column", [6, 5], [5, 1]), ("one inner", [4, 1], [1, 3]),
        ];
        foreach ((string variant, int[] a, int[] b) in forms)
            yield return new("MatMul", variant, [Operand.Normal(a), Operand.Normal(b)], x => x[0].MatMul(x[1]), x => Grid.Product(x[0], x[1])) { Tolerance = 1e-5 };
        yield return new("MatMul", "lengths", [Operand.Normal(3, 4), Operand.Normal(4, 5)], x => x[0].MatMul(x[1]), x => Grid.Product(x[0], x[1]))
        {
            Tolerance = 2e-5, Lengths = n => [[3, n], [n, 5]], Large = [[150, 160], [160, 170]],
        };
        yield return new("MatMul", "transposed", [Operand.Normal(5, 4), Operand.Normal(2, 3, 5)], x => x[0].T.MatMul(x[1].T), x => Grid.Product(Turned(x[0], [1, 0]), Turned(x[1], [0, 2, 1]))) { Tolerance = 1e-5 };
        yield return new("MatMul", "vector times matrix", [Operand.Normal(5), Operand.Normal(5, 3)], x => x[0].MatMul(x[1]), x => new Grid(Grid.Product(new Grid(x[0].Values, [1, 5]), x[1]).Values, [3])) { Tolerance = 1e-5 };
        yield return new("MatMul", "matrix times vector", [Operand.Normal(2, 4, 5), Operand.Normal(5)], x => x[0].MatMul(x[1]), x => new Grid(Grid.Product(x[0], new Grid(x[1].Values, [5, 1])).Values, [2, 4])) { Tolerance = 1e-5 };
        yield return new("MatMul", "dot", [Operand.Normal(5), Operand.Normal(5)], x => x[0].MatMul(x[1]), x => Grid.Scalar(x[0].Values.Zip(x[1].Values, (p, q) => p * q).Sum())) { Tolerance = 1e-5 };
        yield return new("Einsum", "attention", [Operand.Normal(2, 3, 2, 4), Operand.Normal(2, 5, 2, 4)], x => Tensor.Einsum("bqhd,bkhd->bhqk", x), x => Grid.Build([2, 2, 3, 5], i =>
        {
            double sum = 0;
            for (int d = 0; d < 4; d++) sum += x[0][i[0], i[2], i[1], d] * x[1][i[0], i[3], i[1], d];
            return sum;
        })) { Tolerance = 1e-5 };
        yield return new("Einsum", "trace", [Operand.Normal(4, 3, 4)], x => Tensor.Einsum("iji->j", x), x => Grid.Build([3], i => Enumerable.Range(0, 4).Sum(k => x[0][k, i[0], k])));
    }
}
