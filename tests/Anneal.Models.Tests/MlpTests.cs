using System.Globalization;
using Anneal.Data.Schemas;
using Anneal.Data.Tables;
using Anneal.Data.Tabular;
using Anneal.Models.Tabular;
using Anneal.Tensors;
using Anneal.Tests;

namespace Anneal.Models.Tests;

public sealed class MlpTests
{
    [Fact]
    public void State_has_dotted_names_and_layouts_of_linear_layers()
    {
        Mlp model = new(new MlpConfig(5, [4, 3], 2, 0.2), new Generator(1));
        model.StateDict().Select(p => $"{p.Key} {p.Value.Shape}").ShouldBe(
        [
            "layers.0.weight [4, 5]", "layers.0.bias [4]",
            "layers.3.weight [3, 4]", "layers.3.bias [3]",
            "layers.6.weight [2, 3]", "layers.6.bias [2]",
        ]);
        model.ParameterCount.ShouldBe(24 + 15 + 8);
        new Mlp(new MlpConfig(5, [], 2, 0), new Generator(1)).ParameterCount.ShouldBe(12);
    }

    [Fact]
    public void Probabilities_of_a_row_add_up_to_one_and_do_not_depend_on_its_neighbours()
    {
        // More rows than are answered at once.
        const int Rows = 5000;
        Table table = new("t.csv", ["a"], [[.. Enumerable.Range(0, Rows).Select(i => (i % 97).ToString(CultureInfo.InvariantCulture))]], [.. Enumerable.Range(0, Rows)]);
        TabularPreprocessing preprocessing = new([new NumberEncoder("a", 50, 50, 30, flagsMissing: true)]);
        MlpModel model = new MlpModelConfig(preprocessing, [8], 3, 0.5, new OutputLink(LabelKind.OneClass)).Create(new Generator(1));
        float[] all = model.Predict(table, [.. Enumerable.Range(0, Rows)]);
        for (int row = 0; row < Rows; row++) all.AsSpan(row * 3, 3).ToArray().Sum().ShouldBe(1, 1e-5);

        float[] alone = model.Predict(table, [Rows - 1]);
        for (int k = 0; k < 3; k++) alone[k].ShouldBe(all[^(3 - k)], 1e-6);
    }

    [Fact]
    public void Large_logits_give_probabilities_all_the_same()
    {
        float[] answers = new float[4];
        new OutputLink(LabelKind.OneClass).Apply([500, 499, -500, 500], 2, answers);
        answers[0].ShouldBe(0.7311f, 1e-4f);
        answers[3].ShouldBe(1);
        answers.Sum().ShouldBe(2, 1e-6);
    }

    [Fact]
    public void A_model_on_disk_answers_as_it_did()
    {
        using TempFolder folder = new();
        Table table = Table.OfOneRow("row", new Dictionary<string, string?>(StringComparer.Ordinal) { ["a"] = "12", ["b"] = null });
        TabularPreprocessing preprocessing = new([new NumberEncoder("a", 50, 50, 30, flagsMissing: true), new CategoryEncoder("b", ["x", "y"], hasOther: true)]);
        MlpModel model = new MlpModelConfig(preprocessing, [8], 1, 0.5, new OutputLink(LabelKind.Number, 100, 15)).Create(new Generator(1));
        ModelFiles.Write(folder.Path, model);
        ModelFiles.Read(folder.Path).Predict(table, [0]).ShouldBe(model.Predict(table, [0]));
    }

    [Fact]
    public void The_seed_decides_the_first_weights()
    {
        MlpConfig config = new(5, [4], 2, 0);
        float[] Weights(ulong seed) => new Mlp(config, new Generator(seed)).StateDict()["layers.0.weight"].ToArray();
        Weights(1).ShouldBe(Weights(1));
        Weights(1).ShouldNotBe(Weights(2));
        Weights(1).Distinct().Count().ShouldBe(20);
    }
}
