namespace Anneal.Tensors.Tests.Operations;

public static partial class OperationTable
{
    private static IEnumerable<OperationCase> Shapes()
    {
        Operand any = Operand.Normal(3, 4, 5);
        yield return new("Reshape", "", [any], x => x[0].Reshape(4, -1) * 1, x => new Grid(x[0].Values, [4, 15]));
        yield return new("Reshape", "of a transpose", [any], x => x[0].Transpose(0, 2).Reshape(10, 6), x => new Grid(Turned(x[0], [2, 1, 0]).Values, [10, 6])) { Covers = ["Copy"] };
        yield return new("Permute", "", [any], x => x[0].Permute(2, 0, 1), x => Turned(x[0], [2, 0, 1])) { Large = [[50, 60, 70]] };
        yield return new("Copy", "of a transpose", [any], x => x[0].Transpose(0, 2).Contiguous(), x => Turned(x[0], [2, 1, 0])) { Large = [[50, 60, 70]] };
        yield return new("Copy", "of a turned matrix", [Operand.Normal(9, 11)], x => x[0].T.Contiguous(), x => Turned(x[0], [1, 0])) { Lengths = n => [[n, 19]], Large = [[300, 401]] };
        yield return new("Expand", "", [Operand.Normal(3, 1, 5)], x => x[0].Expand([2, 3, 4, 5]), x => Grid.Build([2, 3, 4, 5], x[0].At));
        yield return new("Slice", "", [any], x => x[0].Slice(1, 1, 3), x => Grid.Build([3, 2, 5], i => x[0][i[0], i[1] + 1, i[2]])) { Covers = ["Slice.Unslice"] };
        yield return new("Slice", "with a step", [any], x => x[0].Slice(2, 1, step: 2), x => Grid.Build([3, 4, 2], i => x[0][i[0], i[1], 1 + (2 * i[2])]));
        yield return new("Slice", "by index", [any], x => x[0][1, 1..3, ^1], x => Grid.Build([2], i => x[0][1, i[0] + 1, 4]));
        yield return new("Flip", "", [any], x => x[0].Flip(0, -1), x => Grid.Build([3, 4, 5], i => x[0][2 - i[0], i[1], 4 - i[2]]));
        yield return new("Diagonal", "", [Operand.Normal(4, 3, 5)], x => x[0].Diagonal(0, 2), x => Grid.Build([3, 4], i => x[0][i[1], i[0], i[1]])) { Covers = ["Diagonal.Placed"] };
        yield return new("Tril", "", [any], x => x[0].Tril(1), x => Grid.Build([3, 4, 5], i => i[2] - i[1] <= 1 ? x[0][i] : 0));
        yield return new("Triu", "", [any], x => x[0].Triu(-1), x => Grid.Build([3, 4, 5], i => i[2] - i[1] >= -1 ? x[0][i] : 0));
        yield return new("Cast", "through float64", [any], x => x[0].To(DType.Float64).Square().To(x[0].DType), x => x[0].Map(v => v * v)) { IsComposed = true }; // nothing is recorded where the type is float64 already
        yield return new("Cast", "to integers", [Operand.BetweenSteps(4, 5)], x => x[0].To(DType.Int32), x => x[0].Map(Math.Truncate)) { IsDifferentiable = false, Lengths = n => [[n]], Large = [[300, 401]] };
        yield return new("Cast", "to half and back", [Operand.Index(64, 4, 5)], x => x[0].To(DType.Float16).To(DType.BFloat16).To(DType.Float32), x => x[0]) { IsDifferentiable = false, Lengths = n => [[n]] };
    }

    private static IEnumerable<OperationCase> Joining()
    {
        Operand any = Operand.Normal(3, 4, 5);
        yield return new("Concat", "axis 1", [any, Operand.Normal(3, 2, 5), Operand.Normal(3, 1, 5)], x => Tensor.Concat(x, 1), x =>
            Grid.Build([3, 7, 5], i => i[1] < 4 ? x[0][i] : i[1] < 6 ? x[1][i[0], i[1] - 4, i[2]] : x[2][i[0], 0, i[2]])) { Large = [[50, 60, 20], [50, 60, 20], [50, 60, 20]] };
        yield return new("Concat", "stack", [any, any], x => Tensor.Stack(x, 1), x => Grid.Build([3, 2, 4, 5], i => x[i[1]][i[0], i[2], i[3]]));
        yield return new("Split", "", [any], x => Products(x[0].Split([1, 3], 1)), x =>
            Grid.Build([3, 3, 5], i => x[0][i[0], 0, i[2]] * x[0][i[0], i[1] + 1, i[2]]));
        yield return new("Split", "one part unused", [any], x => x[0].Chunk(3, 2)[1], x => Grid.Build([3, 4, 2], i => x[0][i[0], i[1], i[2] + 2]));
        yield return new("Pad", "", [any], x => x[0].Pad([(0, 0), (2, 0), (1, 4)], 1.5), x => Grid.Build([3, 6, 10], i =>
            i[1] >= 2 && i[2] is >= 1 and < 6 ? x[0][i[0], i[1] - 2, i[2] - 1] : 1.5));
        yield return new("Roll", "", [any], x => x[0].Roll(7, 1), x => Grid.Build([3, 4, 5], i => x[0][i[0], (i[1] + 1) % 4, i[2]]));
        yield return new("Repeat", "", [any], x => x[0].Repeat(2, 1, 3, 1), x => Grid.Build([2, 3, 12, 5], i => x[0][i[1], i[2] % 4, i[3]]));
        yield return new("RepeatInterleave", "", [any], x => x[0].RepeatInterleave(3, 1), x => Grid.Build([3, 12, 5], i => x[0][i[0], i[1] / 3, i[2]]));

        static Tensor Products(Tensor[] parts) => parts[0] * parts[1];
    }

    private static Grid Turned(Grid x, int[] order)
    {
        int[] dims = [.. order.Select(axis => x.Dims[axis])];
        return Grid.Build(dims, i =>
        {
            var from = new int[order.Length];
            for (int axis = 0; axis < order.Length; axis++) from[order[axis]] = i[axis];
            return x[from];
        });
    }
}
