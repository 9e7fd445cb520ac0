using Anneal.Formats;
using Anneal.Models.Language;
using Anneal.Tensors;
using Anneal.Tests;

namespace Anneal.Models.Tests.Language;

/// <summary>BERT and RoBERTa with each head by their published formulas, written by tests/fixtures/encoders.py.</summary>
public sealed class PublishedEncodersTests
{
    public static TheoryData<string> Models =>
    [
        "bert-features", "bert-classes", "bert-tokens", "bert-answers", "bert-words", "roberta-features", "roberta-classes", "roberta-tokens", "roberta-answers", "roberta-words",
    ];

    [Theory]
    [MemberData(nameof(Models))]
    public void Answers_and_gradients_are_those_of_the_formulas(string name)
    {
        string folder = TestData.Fixture("language", name);
        var model = EncoderFolder.Read(folder, trainable: true);
        model.Eval();
        SafeTensorsFile expected = SafeTensors.Open(Path.Combine(folder, "expected.safetensors"));
        Tensor ids = expected["ids"], padding = expected["padding"].To(DType.Bool), types = expected["types"];
        Tensor result = model.Config.Task == EncoderTask.Features ? Mean(model, ids, padding, types) : model.Forward(ids, padding, types);
        Tensor kept = result.Rank == 3 ? (!padding).To(DType.Float32).Unsqueeze(-1) : Tensor.Ones([1]);
        Numbers.ShouldBeNear(result * kept, expected["result"] * kept, "result");
        if (model.Config.Task == EncoderTask.Features)
        {
            Numbers.ShouldBeNear(model.Pooled(ids, padding, types), expected["pooled"], "pooled");
            if (name.StartsWith("roberta", StringComparison.Ordinal))
            {
                Numbers.ShouldBeNear(model.Embed(ids, padding), expected["mean"], "mean");
                Numbers.ShouldBeNear(model.Embed(ids, padding, Pooling.FirstToken), expected["cls"], "first");
            }
        }
        (result * expected["along"] * kept).Sum().Backward();
        string root = name == "bert-features" || name == "roberta-features" ? "" : name[..name.IndexOf('-')] + ".";
        foreach ((string parameter, Tensor tensor) in model.NamedParameters())
        {
            if (parameter.StartsWith("pooler.", StringComparison.Ordinal) && tensor.Gradient is null) continue;
            WeightPlace place = EncoderNames.Of(model.Config, root, parameter);
            Numbers.ShouldBeNear(tensor.Gradient!, Tensor.Concat([.. place.Names.Select(n => expected["grad." + n])]), parameter);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_folder_that_was_written_is_read_as_the_same_model(string name)
    {
        using var folder = new TempFolder();
        string from = TestData.Fixture("language", name);
        var model = (EncoderModel)EncoderFolder.Read(from).Eval();
        EncoderFolder.Write(model, folder.Path);
        ModelFolder published = ModelFolder.Open(from), own = ModelFolder.Open(folder.Path);
        own.Names.Order(StringComparer.Ordinal).ShouldBe(published.Names.Order(StringComparer.Ordinal));
        foreach (string tensor in own.Names) own.Read(tensor).ToArray().ShouldBe(published.Read(tensor).ToArray(), tensor);
        EncoderFolder.Read(folder.Path).Config.Sizes.ShouldBe(model.Config.Sizes);
    }

    [Fact]
    public void Another_head_begins_anew_on_the_same_encoder()
    {
        string[] labels = ["O", "B", "I", "S"];
        EncoderModel model = EncoderFolder.Read(TestData.Fixture("language", "bert-words"), EncoderTask.Tokens, labels, trainable: true, new Generator(1));
        model.Config.Labels.ShouldBe(labels);
        model.Forward(Tensor.From<long>([1, 2, 3], [1, 3])).Shape.ShouldBe(Shape.Of(1, 3, 4));
        model.Encoder.Table.ToArray().ShouldBe(EncoderFolder.Read(TestData.Fixture("language", "bert-words")).Encoder.Table.ToArray());
        model.Parameters().All(p => p.ToArray().All(float.IsFinite)).ShouldBeTrue();
    }

    private static Tensor Mean(EncoderModel model, Tensor ids, Tensor padding, Tensor types)
    {
        Tensor kept = (!padding).To(DType.Float32).Unsqueeze(-1), mean = (model.Forward(ids, padding, types) * kept).Sum(1) / kept.Sum(1);
        return mean / mean.Square().Sum(-1, keepAxis: true).Sqrt();
    }
}
