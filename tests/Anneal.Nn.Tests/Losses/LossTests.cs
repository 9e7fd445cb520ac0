using Anneal.Tensors;

namespace Anneal.Nn.Tests.Losses;

public class LossTests
{
    [Fact]
    public void Shapes_that_do_not_fit_are_both_named()
    {
        Message(() => new MseLoss().Forward(Tensor.Ones([2, 3]), Tensor.Ones([3, 2]))).ShouldBe("The prediction's shape [2, 3] and the target's shape [3, 2] must be the same.");
        Message(() => new CrossEntropyLoss().Forward(Tensor.Ones([2, 3]), Tensor.From(1L, 1L, 1L))).ShouldContain("[2, 3]");
        Message(() => new CrossEntropyLoss(Tensor.Ones([4])).Forward(Tensor.Ones([2, 3]), Tensor.From(1L, 1L))).ShouldContain("for 3 classes");
        Message(() => new CrossEntropyLoss().Forward(Tensor.Ones([2, 3]), Tensor.From(1f, 1f))).ShouldContain("int64");
    }

    [Fact]
    public void Labels_out_of_range_are_named_with_their_place()
    {
        Message(() => new CrossEntropyLoss().Forward(Tensor.Ones([2, 3, 2]), Tensor.From(new long[,] { { 0, 1 }, { -7, 2 } }))).ShouldContain("-7 at position 2");
        Message(() => new Embedding(5, 2).Forward(Tensor.From(new long[,] { { 0, 4 }, { 5, 0 } }))).ShouldBe("Embedding: id 5 at position [1, 0] is outside 0..4.");
        Tensor one = Tensor.From(1L), two = Tensor.From(2L);
        Message(() => new CtcLoss().Forward(Tensor.Ones([4, 1, 3]), Tensor.From(new long[,] { { 1, 0 } }), two, two)).ShouldContain("label 0 at position [0, 1]");
        Message(() => new CtcLoss().Forward(Tensor.Ones([4, 1, 3]), Tensor.From(new long[,] { { 1, 2 } }), Tensor.From(5L), one)).ShouldContain("frame count 5");
    }

    [Fact]
    public void Probabilities_as_targets_agree_with_class_numbers()
    {
        Tensor logits = Initialize.Normal(Tensor.Zeros([4, 3]), generator: new Generator(1)), labels = Tensor.From(0L, 2L, 1L, 1L);
        Tensor shares = Tensor.Zeros([4, 3]);
        for (int i = 0; i < 4; i++) shares.AsSpan<float>()[(i * 3) + (int)labels.ToArray<long>()[i]] = 1;
        foreach (double smoothing in (double[])[0, 0.2])
        {
            var loss = new CrossEntropyLoss(labelSmoothing: smoothing);
            loss.Forward(logits, shares).Item().ShouldBe(loss.Forward(logits, labels).Item(), 1e-6f);
        }
    }

    [Fact]
    public void Labels_may_be_int32_and_one_sample_needs_no_batch()
    {
        var loss = new CrossEntropyLoss();
        Tensor logits = Tensor.From(1f, 2f, 3f);
        float expected = loss.Forward(logits.Reshape(1, 3), Tensor.From(2L)).Item();
        loss.Forward(logits.Reshape(1, 3), Tensor.From(2)).Item().ShouldBe(expected);
        loss.Forward(logits, Tensor.Scalar(2L)).Item().ShouldBe(expected);
    }

    [Fact]
    public void Penalties_have_the_gradients_of_sizes_and_squares()
    {
        Tensor w = Tensor.From(1f, -2f, 3f);
        w.RequiresGradient = true;
        Penalty.L1([w], 0.5).Backward();
        w.Gradient!.ToArray().ShouldBe([0.5f, -0.5f, 0.5f]);
        w.ClearGradient();
        Penalty.L2([w], 0.5).Backward();
        w.Gradient!.ToArray().ShouldBe([1f, -2f, 3f]);
    }

    [Fact]
    public void Dropout_keeps_the_mean_and_the_mask_for_the_gradient()
    {
        var layer = new Dropout(0.25, new Generator(8));
        Tensor x = Tensor.Ones([100, 1000]);
        x.RequiresGradient = true;
        Tensor y = layer.Forward(x);
        y.Mean().Item().ShouldBe(1, 0.01f);
        float[] values = y.ToArray();
        values.Distinct().Count().ShouldBe(2);
        y.Sum().Backward();
        x.Gradient!.ToArray().ShouldBe(values);
        layer.Forward(x).ToArray().ShouldNotBe(values);
    }

    private static string Message(Func<Tensor> act) => Should.Throw<ArgumentException>(() => act()).Message;
}
