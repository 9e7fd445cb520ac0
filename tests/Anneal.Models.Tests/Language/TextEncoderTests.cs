using Anneal.Models.Language;
using Anneal.Tensors;

namespace Anneal.Models.Tests.Language;

public sealed class TextEncoderTests
{
    private static readonly TextEncoderOptions Small = new(Vocabulary: 11, Positions: 16, Layers: 2, Heads: 2, Size: 8, FeedForward: 12);

    [Fact]
    public void Padding_changes_nothing()
    {
        var model = new TextEncoder(Small);
        model.Eval();
        Tensor alone = model.Forward(Tensor.From<long>([1, 2, 3], [1, 3]));
        Tensor padded = model.Forward(Tensor.From<long>([1, 2, 3, 0, 0], [1, 5]), Tensor.From([false, false, false, true, true], [1, 5]));
        float[] a = alone.ToArray(), b = padded.Slice(1, 0, 3).ToArray();
        for (int i = 0; i < a.Length; i++) b[i].ShouldBe(a[i], 1e-5f);
    }

    [Fact]
    public void Packed_weights_give_the_same_features()
    {
        var sizes = new TextEncoderOptions(Vocabulary: 11, Positions: 64, Layers: 2, Heads: 2, Size: 32, FeedForward: 48);
        var model = new TextEncoder(sizes);
        model.Eval();
        Tensor ids = Tensor.From([.. Enumerable.Range(0, 48).Select(i => (long)(i % 11))], [1, 48]);
        using (Gradients.NoGrad())
        {
            float[] plain = model.Forward(ids).ToArray();
            model.PackForInference();
            float[] packed = model.Forward(ids).ToArray();
            for (int i = 0; i < plain.Length; i++) packed[i].ShouldBe(plain[i], 1e-5f);

            // A changed weight is seen at once.
            foreach (Tensor weight in model.Parameters()) weight.Fill(0);
            model.Forward(ids).ToArray().ShouldAllBe(v => v == 0);
        }
    }

    [Fact]
    public void Every_parameter_gets_a_gradient()
    {
        var model = new TextEncoder(Small);
        model.Forward(Tensor.From<long>([1, 2, 3], [1, 3])).Square().Sum().Backward();
        foreach ((string name, Tensor parameter) in model.NamedParameters()) parameter.Gradient.ShouldNotBeNull(name);
    }

    [Fact]
    public void A_text_beyond_the_positions_is_a_mistake() =>
        Should.Throw<ArgumentException>(() => new TextEncoder(Small).Forward(Tensor.Zeros([1, 17], DType.Int64))).Message.ShouldContain("16 positions");
}
