using Anneal.Formats;
using Anneal.Models.Tests.Language;
using Anneal.Models.Vision;
using Anneal.Nn;
using Anneal.Tensors;
using Anneal.Tests;

namespace Anneal.Models.Tests.Vision;

/// <summary>ViT by its published formulas, written by tests/fixtures/sequence_models.py.</summary>
public sealed class VisionTransformerTests
{
    [Fact]
    public void Logits_and_gradients_are_those_of_the_formulas()
    {
        string folder = TestData.Fixture("language", "vit");
        VisionTransformer model = VisionTransformerFolder.Read(folder, trainable: true);
        model.Options.Labels.ShouldBe(["cat", "dog", "eel"]);
        SafeTensorsFile expected = SafeTensors.Open(Path.Combine(folder, "expected.safetensors"));
        Tensor logits = model.Forward(expected["pictures"]);
        Numbers.ShouldBeNear(logits, expected["logits"], "logits");
        new CrossEntropyLoss().Forward(logits, expected["labels"]).Backward();
        foreach ((string parameter, Tensor tensor) in model.NamedParameters())
            Numbers.ShouldBeNear(tensor.Gradient!, Tensor.Concat([.. VisionTransformerFolder.Place(parameter).Names.Select(n => expected["grad." + n])]), parameter);
    }

    [Fact]
    public void A_folder_that_was_written_is_read_as_the_same_model()
    {
        using var folder = new TempFolder();
        string from = TestData.Fixture("language", "vit");
        VisionTransformerFolder.Write(VisionTransformerFolder.Read(from), folder.Path);
        ModelFolder published = ModelFolder.Open(from), own = ModelFolder.Open(folder.Path);
        own.Names.Order(StringComparer.Ordinal).ShouldBe(published.Names.Order(StringComparer.Ordinal));
        foreach (string tensor in own.Names) own.Read(tensor).ToArray().ShouldBe(published.Read(tensor).ToArray(), tensor);
    }

    [Fact]
    public void Pictures_of_another_size_are_refused() =>
        Should.Throw<ArgumentException>(() => VisionTransformerFolder.Read(TestData.Fixture("language", "vit")).Forward(Tensor.Zeros([1, 3, 8, 8]))).Message.ShouldContain("12, 12");
}
