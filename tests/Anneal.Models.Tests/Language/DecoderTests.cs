using Anneal.Models.Language;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Tests.Language;

public sealed class DecoderTests
{
    private static readonly DecoderConfig Small = DecoderConfig.Gpt2(vocabulary: 11, positions: 16, layers: 2, heads: 2, size: 8);

    [Fact]
    public void Names_are_those_of_GPT_2()
    {
        var names = new Decoder(Small).StateDict();
        names.Keys.ShouldContain("wte.weight");
        names.Keys.ShouldContain("h.1.attn.c_attn.bias");
        names.Keys.ShouldContain("h.0.mlp.c_proj.weight");
        names["h.0.attn.c_attn.weight"].Shape.ShouldBe(Shape.Of(24, 8));
        names.Keys.Last().ShouldBe("ln_f.bias");
    }

    [Fact]
    public void GPT_2_has_124_million_parameters() =>
        new Decoder(DecoderConfig.Gpt2(layers: 1)).ParameterCount.ShouldBe(124_439_808 - (11 * 7_087_872));

    [Fact]
    public void A_token_does_not_see_those_behind_it()
    {
        var model = new Decoder(Small);
        long[] ids = [1, 2, 3, 4, 5], changed = [1, 2, 3, 9, 9];
        float[] one = model.Forward(Tensor.From(ids, [1, 5])).ToArray(), two = model.Forward(Tensor.From(changed, [1, 5])).ToArray();
        one.AsSpan(0, 3 * 11).SequenceEqual(two.AsSpan(0, 3 * 11)).ShouldBeTrue();
        one.AsSpan(3 * 11).SequenceEqual(two.AsSpan(3 * 11)).ShouldBeFalse();
    }

    [Fact]
    public void Gradients_agree_with_differences()
    {
        var model = new Decoder(Small);
        Tensor ids = Tensor.From<long>([3, 1, 4, 1, 5, 9, 2, 6], [2, 4]), next = Tensor.From<long>([1, 4, 1, 5, 9, 2, 6, 5], [2, 4]);

        // With larger weights than the first ones, every path matters.
        using (Gradients.NoGrad())
        {
            foreach (Tensor p in model.Parameters()) Initialize.Normal(p, 0, 0.3, new Generator(7));
        }
        model.Loss(ids, next).Backward();
        foreach ((string name, Tensor parameter) in model.NamedParameters())
        {
            Tensor direction = Initialize.Normal(Tensor.Zeros(parameter.Shape), generator: new Generator(3));
            double expected = (parameter.Gradient! * direction).Sum().Item<float>();
            double actual = (LossAt(5e-3) - LossAt(-5e-3)) / 1e-2;
            Math.Abs(actual - expected).ShouldBeLessThan(2e-3 + (0.02 * Math.Abs(expected)), name);

            double LossAt(double by)
            {
                using (Gradients.NoGrad())
                {
                    Tensor kept = parameter.Clone();
                    parameter.CopyFrom(parameter + (direction * by));
                    double loss = model.Loss(ids, next).Item<float>();
                    parameter.CopyFrom(kept);
                    return loss;
                }
            }
        }
    }

    [Fact]
    public void Learns_a_sequence_by_heart()
    {
        Generator.Default.Seed = 5;
        var model = new Decoder(Small);
        var optimizer = new AdamW(model.Parameters(), 1e-2);
        Tensor ids = Tensor.From<long>([0, 1, 2, 3, 4, 5, 6, 7], [1, 8]), next = Tensor.From<long>([1, 2, 3, 4, 5, 6, 7, 8], [1, 8]);
        float loss = 0;
        for (int step = 0; step < 60; step++)
        {
            using var scope = new TensorScope();
            optimizer.ZeroGradient();
            Tensor result = model.Loss(ids, next);
            result.Backward();
            optimizer.Step();
            loss = result.Item<float>();
        }
        loss.ShouldBeLessThan(0.1f);
    }

    [Fact]
    public void A_text_beyond_the_positions_is_a_mistake() =>
        Should.Throw<ArgumentException>(() => new Decoder(Small).Forward(Tensor.Zeros([1, 17], DType.Int64))).Message.ShouldContain("16 positions");
}
