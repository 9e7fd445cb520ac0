namespace Anneal.Tensors.Tests.Operations;

/// <summary>Indexing, changes in place and messages: what the table of operations can't show.</summary>
public class IndexingTests
{
    private static Tensor Numbers => Tensor.Arange(0, 24).Reshape(2, 3, 4);

    [Fact]
    public void Indices_ranges_new_axes_and_ellipses_pick_parts()
    {
        Numbers[1].Shape.ShouldBe([3, 4]);
        Numbers[1, 2, 3].Item().ShouldBe(23);
        Numbers[^1, -1, ^1].Item().ShouldBe(23);
        Numbers[.., 1..].Shape.ShouldBe([2, 2, 4]);
        Numbers[TensorIndex.Ellipsis, 0].ToArray().ShouldBe([0f, 4, 8, 12, 16, 20]);
        Numbers[0, TensorIndex.NewAxis, 1].Shape.ShouldBe([1, 4]);
        Numbers[0, TensorIndex.Ellipsis, 1..3].Shape.ShouldBe([3, 2]);
        Should.Throw<ArgumentOutOfRangeException>(() => Numbers[0, 3]).Message.ShouldContain("[3, 4]");
        Should.Throw<ArgumentException>(() => Numbers[0, 0, 0, 0]).Message.ShouldContain("[2, 3, 4]");
    }

    [Fact]
    public void A_part_can_be_written_with_broadcasting()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        x[.., 1] = Tensor.Scalar(5f);
        x[1] = Tensor.From(1f, 2, 3);
        x.ToArray().ShouldBe([0f, 5, 0, 1, 2, 3]);
    }

    [Fact]
    public void Changes_in_place_are_seen_and_counted()
    {
        Tensor x = Tensor.From(1f, 2, 3);
        x.AddInPlace(1).MultiplyInPlace(2).AddInPlace(Tensor.From(1f, 1, 1), 0.5).SubtractInPlace(Tensor.Scalar(0.5f)).LerpInPlace(Tensor.Zeros([3]), 0.5);
        x.ToArray().ShouldBe([2f, 3, 4]);
        x.DivideInPlace(Tensor.From(2f, 3, 4)).ToArray().ShouldBe([1f, 1, 1]);
        Tensor wide = Tensor.Zeros([2, 3]);
        wide.Slice(1, 0, 2).AddInPlace(Tensor.From(1f, 2));
        wide.ToArray().ShouldBe([1f, 2, 0, 1, 2, 0]);
        Should.Throw<ArgumentException>(() => x.AddInPlace(wide)).Message.ShouldContain("[2, 3]");
        x.RequiresGradient = true;
        Should.Throw<InvalidOperationException>(() => x.AddInPlace(1)).Message.ShouldContain("NoGrad");
    }

    [Fact]
    public void Integers_stay_integers_until_a_fraction_comes()
    {
        Tensor n = Tensor.From(7L, -8, 9);
        (n * 2).DType.ShouldBe(DType.Int64);
        (n + 0.5).ToArray<double>().ShouldBe([7.5, -7.5, 9.5]);
        (n / 2).ToArray<double>().ShouldBe([3.5, -4, 4.5]);
        (n > 7).ToArray<bool>().ShouldBe([false, false, true]);
        (n > 7.5).ToArray<bool>().ShouldBe([false, false, true]);
        n.Abs().ToArray<long>().ShouldBe([7, 8, 9]);
        n.Max(0).Indices.Item<long>().ShouldBe(2);
        n.Mean().Item().ShouldBe(8f / 3, 1e-6f);
        (Tensor.From<byte>(200, 100) + Tensor.From(1000)).ToArray<int>().ShouldBe([1200, 1100]);
        (Tensor.From<byte>(200, 100) + 100).ToArray<byte>().ShouldBe(new byte[] { 44, 200 }); // wraps round, as bytes do
        (Tensor.From<byte>(200, 100) - 300).ToArray<long>().ShouldBe([-100, -200]);
        (Tensor.From(true, false) + 1).ToArray<long>().ShouldBe([2, 1]);
        (Tensor.From((Half)1.5f, (Half)2) * 2).ToArray().ShouldBe([3f, 4]);
    }

    [Fact]
    public void Messages_name_the_operation_and_both_shapes()
    {
        Tensor a = Tensor.Zeros([2, 3]), b = Tensor.Zeros([4, 5]);
        ShouldName(() => a + b, "Add", "[2, 3]", "[4, 5]");
        ShouldName(() => a.MatMul(b), "MatMul", "[2, 3]", "[4, 5]");
        ShouldName(() => Tensor.Concat([a, b]), "Concat", "[2, 3]", "[4, 5]");
        ShouldName(() => Tensor.Stack([a, b]), "Stack", "[2, 3]", "[4, 5]");
        ShouldName(() => Tensor.Einsum("ij,jk->ik", a, b), "ij,jk->ik", "[2, 3]", "[4, 5]");
        ShouldName(() => Tensor.Einsum("ij->ijk", a), "ij->ijk", "'k'");
        ShouldName(() => Tensor.Einsum("i1", a), "'1'");
        ShouldName(() => Tensor.Einsum("ij,jk", a), "2 operands");
        ShouldName(() => a.Gather(0, Tensor.From([5L], [1, 1])), "Gather", "5");
        ShouldName(() => a.Gather(0, Tensor.Zeros([1, 9], DType.Int64)), "Gather", "[1, 9]", "[2, 3]");
        ShouldName(() => a.TopK(4), "TopK", "[2, 3]");
        ShouldName(() => a.Split([1, 3], 1), "Split", "[2, 3]");
        ShouldName(() => Tensor.Where(a, a, a), "Where", "Float32");
        ShouldName(() => a.Sum([0, 0]), "Sum", "[2, 3]");
    }

    [Fact]
    public void Empty_tensors_go_through()
    {
        Tensor none = Tensor.Zeros([0, 3]);
        (none + 1).Shape.ShouldBe([0, 3]);
        none.Sum().Item().ShouldBe(0);
        none.Sum(0).ToArray().ShouldBe([0f, 0, 0]);
        none.MatMul(Tensor.Ones([3, 2])).Shape.ShouldBe([0, 2]);
        Tensor.Ones([2, 0]).MatMul(Tensor.Ones([0, 3])).ToArray().ShouldBe(new float[6]);
        none.Softmax().Shape.ShouldBe([0, 3]);
        Tensor.Concat([none, Tensor.Ones([1, 3])]).ToArray().ShouldBe([1f, 1, 1]);
        Should.Throw<ArgumentException>(() => none.Max()).Message.ShouldContain("Max");
    }

    private static void ShouldName(Func<object> action, params string[] parts)
    {
        string message = Should.Throw<ArgumentException>(() => action()).Message;
        foreach (string part in parts) message.ShouldContain(part);
    }
}
