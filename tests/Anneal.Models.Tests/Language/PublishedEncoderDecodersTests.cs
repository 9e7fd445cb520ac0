using Anneal.Formats;
using Anneal.Models.Language;
using Anneal.Tensors;
using Anneal.Tests;

namespace Anneal.Models.Tests.Language;

/// <summary>T5, BART and Whisper by their published formulas, written by tests/fixtures/sequence_models.py.</summary>
public sealed class PublishedEncoderDecodersTests
{
    public static TheoryData<string> Models => ["t5", "t5-gated", "bart", "whisper"];

    [Theory]
    [MemberData(nameof(Models))]
    public void Logits_and_gradients_are_those_of_the_formulas(string name)
    {
        (EncoderDecoder model, SafeTensorsFile expected) = Open(name, trainable: true);
        (Tensor input, Tensor? padding, Tensor labels) = Inputs(expected);
        Numbers.ShouldBeNear(model.Write(model.Read(input, padding), padding, Shown(model.Config, labels)), expected["logits"], "logits");
        Tensor loss = model.Loss(input, padding, labels);
        loss.Item().ShouldBe(expected["loss"].Item(), 1e-4f);
        loss.Backward();
        foreach ((string parameter, Tensor tensor) in model.NamedParameters())
            Numbers.ShouldBeNear(tensor.Gradient!, expected["grad." + EncoderDecoderNames.Of(model.Config, parameter).Names[0]], parameter);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void What_is_kept_gives_what_the_whole_text_gives(string name)
    {
        (EncoderDecoder model, SafeTensorsFile expected) = Open(name);
        (Tensor input, Tensor? padding, Tensor labels) = Inputs(expected);
        Tensor ids = Shown(model.Config, labels), logits = expected["logits"];
        EncoderDecoderState state = model.Start(input, padding);
        Numbers.ShouldBeNear(model.Next(ids.Slice(1, 0, 3), state), logits.Slice(1, 0, 3), "beginning");
        EncoderDecoderState swapped = state.Select([1, 0, 1]);
        for (int t = 3; t < ids.Shape[1]; t++) Numbers.ShouldBeNear(model.Next(ids.Slice(1, t, t + 1), state), logits.Slice(1, t, t + 1), "token");

        // Rows in another order, as beam search goes on.
        Tensor order = Tensor.From<long>([1, 0, 1], [3]);
        for (int t = 3; t < ids.Shape[1]; t++) Numbers.ShouldBeNear(model.Next(ids.Slice(1, t, t + 1).IndexSelect(0, order), swapped), logits.Slice(1, t, t + 1).IndexSelect(0, order), "swapped");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_folder_that_was_written_is_read_as_the_same_model(string name)
    {
        using var folder = new TempFolder();
        (EncoderDecoder model, _) = Open(name);
        EncoderDecoderFolder.Write(model, folder.Path);
        ModelFolder published = ModelFolder.Open(TestData.Fixture("language", name)), own = ModelFolder.Open(folder.Path);
        own.Names.Order(StringComparer.Ordinal).ShouldBe(published.Names.Order(StringComparer.Ordinal));
        foreach (string tensor in own.Names) own.Read(tensor).ToArray().ShouldBe(published.Read(tensor).ToArray(), tensor);
        EncoderDecoderFolder.Read(folder.Path).Config.ShouldBe(model.Config);
    }

    private static (EncoderDecoder Model, SafeTensorsFile Expected) Open(string name, bool trainable = false)
    {
        string folder = TestData.Fixture("language", name);
        EncoderDecoder model = EncoderDecoderFolder.Read(folder, trainable);
        model.Eval();
        if (!trainable) model.Freeze();
        return (model, SafeTensors.Open(Path.Combine(folder, "expected.safetensors")));
    }

    private static (Tensor Input, Tensor? Padding, Tensor Labels) Inputs(SafeTensorsFile expected) => expected.Contains("mel")
        ? (expected["mel"], null, expected["labels"])
        : (expected["ids"], expected["padding"].To(DType.Bool), expected["labels"]);

    private static Tensor Shown(EncoderDecoderConfig config, Tensor labels) => Tensor.Concat([Tensor.Full([labels.Shape[0], 1], config.StartId, DType.Int64), labels.Slice(1, 0, -1)], 1);
}
