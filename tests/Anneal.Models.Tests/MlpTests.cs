using Anneal.Data.Tabular;
using Anneal.Models.Tabular;
using Anneal.Tensors;

namespace Anneal.Models.Tests;

public sealed class MlpTests
{
    [Fact]
    public void State_has_dotted_names_and_layouts_of_linear_layers()
    {
        Mlp model = new(new MlpConfig(5, [4, 3], 2, 0.2), seed: 1);
        model.StateDict().Select(p => $"{p.Key} {p.Value.Shape}").ShouldBe(
        [
            "layers.0.weight [4, 5]", "layers.0.bias [4]",
            "layers.3.weight [3, 4]", "layers.3.bias [3]",
            "layers.6.weight [2, 3]", "layers.6.bias [2]",
        ]);
        model.ParameterCount.ShouldBe(24 + 15 + 8);
        new Mlp(new MlpConfig(5, [], 2, 0), seed: 1).ParameterCount.ShouldBe(12);
    }

    [Fact]
    public void Probabilities_of_a_row_add_up_to_one_and_do_not_depend_on_its_neighbours()
    {
        // More rows than are answered at once.
        const int Rows = 1500;
        float[] values = [.. Enumerable.Range(0, Rows * 5).Select(i => MathF.Sin(i))];
        Mlp model = new(new MlpConfig(5, [8], 3, 0.5), seed: 1);
        float[] all = model.Probabilities(new FeatureMatrix(values, Rows, 5));
        for (int row = 0; row < Rows; row++) all.AsSpan(row * 3, 3).ToArray().Sum().ShouldBe(1, 1e-5);

        float[] alone = model.Probabilities(new FeatureMatrix(values[^5..], 1, 5));
        for (int k = 0; k < 3; k++) alone[k].ShouldBe(all[^(3 - k)], 1e-6);
    }

    [Fact]
    public void The_seed_decides_the_first_weights()
    {
        MlpConfig config = new(5, [4], 2, 0);
        float[] Weights(ulong seed) => new Mlp(config, seed).StateDict()["layers.0.weight"].ToArray();
        Weights(1).ShouldBe(Weights(1));
        Weights(1).ShouldNotBe(Weights(2));
        Weights(1).Distinct().Count().ShouldBe(20);
    }
}
