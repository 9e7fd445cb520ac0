namespace Anneal.Tensors.Tests.Operations;

public static partial class OperationTable
{
    private static IEnumerable<OperationCase> Arithmetic()
    {
        (string Variant, int[] A, int[] B)[] forms =
        [
            ("", [4, 5], [4, 5]), ("row", [4, 3, 5], [5]), ("rows", [2, 4, 5], [4, 5]), ("column", [4, 5], [4, 1]), ("channel", [2, 3, 4, 5], [3, 1, 1]),
            ("crossed", [4, 1, 5], [3, 1]), ("number", [4, 5], []), ("number first", [], [4, 5]), ("row first", [5], [2, 3, 5]),
        ];
        foreach ((string variant, int[] a, int[] b) in forms)
        {
            yield return Binary("Add", variant, Operand.Normal(a), Operand.Normal(b), (x, y) => x + y, (x, y) => x + y);
            yield return Binary("Subtract", variant, Operand.Normal(a), Operand.Normal(b), (x, y) => x - y, (x, y) => x - y);
            yield return Binary("Multiply", variant, Operand.Normal(a), Operand.Normal(b), (x, y) => x * y, (x, y) => x * y);
            yield return Binary("Divide", variant, Operand.Normal(a), Operand.Between(0.5, 2, b), (x, y) => x / y, (x, y) => x / y);
            yield return Binary("Maximum", variant, Operand.Normal(a), Operand.Normal(b), (x, y) => x.Maximum(y), Math.Max);
            yield return Binary("Minimum", variant, Operand.Normal(a), Operand.Normal(b), (x, y) => x.Minimum(y), Math.Min);
        }
        yield return Binary("PowTensor", "", Operand.Between(0.3, 2, 4, 5), Operand.Normal(4, 5), (x, y) => x.Pow(y), Math.Pow) with { Tolerance = 1e-5 };
        yield return Binary("PowTensor", "row", Operand.Between(0.3, 2, 4, 5), Operand.Normal(5), (x, y) => x.Pow(y), Math.Pow) with { Tolerance = 1e-5 };

        Operand any = Operand.Normal(4, 5);
        yield return Unary("Scale", any, x => x + 1.5, x => x + 1.5, "add");
        yield return Unary("Scale", any, x => 1.5 + x, x => x + 1.5, "add to");
        yield return Unary("Scale", any, x => x - 1.5, x => x - 1.5, "subtract");
        yield return Unary("Scale", any, x => 1.5 - x, x => 1.5 - x, "subtract from");
        yield return Unary("Scale", any, x => x * -2.5, x => x * -2.5, "multiply");
        yield return Unary("Scale", any, x => x / 3, x => x / 3, "divide");
        yield return Unary("DivideInto", Operand.Between(0.5, 2, 4, 5), x => 3 / x, x => 3 / x);
    }

    private static IEnumerable<OperationCase> Choices()
    {
        static OperationCase Compare(string name, Func<Tensor, Tensor, Tensor> tensors, Func<Tensor, Tensor> number, Func<double, double, bool> f, out OperationCase withNumber)
        {
            // Few distinct values, so that equal ones meet.
            var few = new Operand([4, 5], r => r.Next(-2, 3));
            withNumber = Unary(name, few, number, x => f(x, 1) ? 1 : 0, "number") with { IsDifferentiable = false };
            return Binary(name, "", few, few, tensors, (x, y) => f(x, y) ? 1 : 0) with { IsDifferentiable = false };
        }
        yield return Compare("Greater", (a, b) => a > b, a => a > 1, (x, y) => x > y, out OperationCase withNumber);
        yield return withNumber;
        yield return Compare("Less", (a, b) => a < b, a => a < 1, (x, y) => x < y, out withNumber);
        yield return withNumber;
        yield return Compare("GreaterOrEqual", (a, b) => a >= b, a => a >= 1, (x, y) => x >= y, out withNumber);
        yield return withNumber;
        yield return Compare("LessOrEqual", (a, b) => a <= b, a => a <= 1, (x, y) => x <= y, out withNumber);
        yield return withNumber;
        yield return Compare("EqualTo", (a, b) => a.EqualTo(b), a => a.EqualTo(1), (x, y) => x == y, out withNumber);
        yield return withNumber;
        yield return Compare("NotEqualTo", (a, b) => a.NotEqualTo(b), a => a.NotEqualTo(1), (x, y) => x != y, out withNumber);
        yield return withNumber;

        Operand any = Operand.Normal(4, 5);
        yield return Unary("IsNaN", any, x => x.IsNaN(), x => double.IsNaN(x) ? 1 : 0) with { IsDifferentiable = false };
        yield return Unary("IsInfinite", any, x => x.IsInfinite(), x => double.IsInfinity(x) ? 1 : 0) with { IsDifferentiable = false };
        yield return Unary("IsFinite", any, x => x.IsFinite(), x => double.IsFinite(x) ? 1 : 0) with { IsDifferentiable = false };

        Operand mask = Operand.Mask(4, 5);
        yield return Binary("And", "", mask, mask, (a, b) => a & b, (x, y) => x * y) with { IsDifferentiable = false, TakesSpecialValues = false };
        yield return Binary("Or", "", mask, Operand.Mask(5), (a, b) => a | b, Math.Max) with { IsDifferentiable = false, TakesSpecialValues = false };
        yield return Binary("ExclusiveOr", "", mask, mask, (a, b) => a ^ b, (x, y) => x == y ? 0 : 1) with { IsDifferentiable = false, TakesSpecialValues = false };
        yield return Unary("Not", mask, x => !x, x => 1 - x) with { IsDifferentiable = false, TakesSpecialValues = false };

        foreach ((string variant, int[] a, int[] b) in new[] { ("", new[] { 4, 5 }, new[] { 4, 5 }), ("row", [4, 5], [5]), ("number", [], [4, 1]) })
        {
            yield return new("Where", variant, [mask, Operand.Normal(a), Operand.Normal(b)], x => Tensor.Where(x[0], x[1], x[2]), x =>
                Grid.Build([4, 5], i => x[0].At(i) != 0 ? x[1].At(i) : x[2].At(i)));
        }
        yield return new("MaskedFill", "", [any, mask], x => x[0].MaskedFill(x[1], -2.5), x => Grid.Zip(x[0], x[1], (v, m) => m != 0 ? -2.5 : v)) { Lengths = n => [[n], [n]], Large = [[300, 401], [300, 401]] };
        yield return new("MaskedFill", "row", [any, Operand.Mask(5)], x => x[0].MaskedFill(x[1], -2.5), x => Grid.Zip(x[0], x[1], (v, m) => m != 0 ? -2.5 : v));
    }
}
