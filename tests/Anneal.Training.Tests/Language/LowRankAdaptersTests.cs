using Anneal.Data.Text.Corpora;
using Anneal.Models.Language;
using Anneal.Nn;
using Anneal.Tensors;
using Anneal.Tests;
using Anneal.Training.Language;

namespace Anneal.Training.Tests.Language;

public sealed class LowRankAdaptersTests : IDisposable
{
    private static readonly DecoderConfig Config = DecoderConfig.Llama(vocabulary: 12, positions: 16, layers: 2, heads: 2, size: 32);
    private static readonly Tensor Ids = Tensor.From([.. Enumerable.Range(0, 24).Select(i => i * 5 % 12)], [3, 8]);

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Change_nothing_at_first_and_little_is_learnt()
    {
        Decoder network = new(Config, new Generator(1));
        float[] before = network.Forward(Ids).ToArray();
        LowRankAdapters adapters = LowRankAdapters.Attach(network, new LowRankChoice(2, 4, ["q_proj", "v_proj"]), new Generator(2));
        network.Forward(Ids).ToArray().ShouldBe(before);
        network.Parameters().Where(parameter => parameter.RequiresGradient).Sum(parameter => parameter.ElementCount).ShouldBe(adapters.ParameterCount);
        adapters.ParameterCount.ShouldBe(2 * 2 * 2 * (32 + 32));
    }

    [Fact]
    public void Learn_while_the_weights_stay()
    {
        (Decoder network, _, double before) = Tuned(out float[] weight);
        Loss(network).ShouldBeLessThan(before * 0.85);
        network.NamedParameters().Single(p => p.Key == "model.layers.0.self_attn.q_proj.weight").Value.ToArray().ShouldBe(weight);
    }

    [Fact]
    public void Merged_they_give_the_same_logits_and_come_out_again()
    {
        (Decoder network, LowRankAdapters adapters, _) = Tuned(out float[] weight);
        float[] apart = network.Forward(Ids).ToArray();
        adapters.Merge();
        network.StateDict().Keys.ShouldNotContain(name => name.Contains("lora"));
        Furthest(network.Forward(Ids).ToArray(), apart).ShouldBeLessThan(1e-4);
        adapters.Unmerge();
        Furthest(network.Forward(Ids).ToArray(), apart).ShouldBeLessThan(1e-4);
        Furthest(network.NamedParameters().Single(p => p.Key == "model.layers.0.self_attn.q_proj.weight").Value.ToArray(), weight).ShouldBeLessThan(1e-6);
    }

    [Fact]
    public void Come_back_from_their_files()
    {
        (Decoder network, LowRankAdapters adapters, _) = Tuned(out _);
        adapters.Write(folder.Path);
        Decoder other = new(Config, new Generator(1));
        LowRankAdapters.Read(other, folder.Path);
        other.Forward(Ids).ToArray().ShouldBe(network.Forward(Ids).ToArray());
    }

    [Theory]
    [InlineData("{\"r\": 0, \"lora_alpha\": 1, \"target_modules\": [\"q_proj\"]}")]
    [InlineData("{\"r\": 100000000, \"lora_alpha\": 1, \"target_modules\": [\"q_proj\"]}")]
    [InlineData("{\"r\": \"2\"}")]
    [InlineData("[]")]
    [InlineData("{\"r\": 3, \"lora_alpha\": 1, \"target_modules\": [\"q_proj\"]}")]
    [InlineData("{\"r\": 2, \"lora_alpha\": 1, \"target_modules\": [\"o_proj\"]}")]
    [InlineData("{\"r\": 2, \"lora_alpha\": 1, \"target_modules\": [\"nothing\"]}")]
    public void Files_that_do_not_fit_are_refused(string config)
    {
        (_, LowRankAdapters adapters, _) = Tuned(out _);
        adapters.Write(folder.Path);
        folder.Write("adapter_config.json", config);
        Should.Throw<FormatException>(() => LowRankAdapters.Read(new Decoder(Config, new Generator(1)), folder.Path));
    }

    [Fact]
    public void An_activation_behind_an_adapted_layer_is_the_same_as_behind_the_merged_one()
    {
        Nn.Linear layer = new(8, 6, generator: new Generator(1));
        LowRankAdapter adapter = new(8, 6, 2, 2, new Generator(2));
        using (Gradients.NoGrad()) adapter.B.Fill(0.3);
        layer.Adapt(adapter);
        Tensor x = Tensor.Arange(0, 16).Reshape(2, 8) / 16;
        Tensor expected = (x.MatMul((layer.Weight + adapter.Change()).Transpose(0, 1)) + layer.Bias!).Silu();
        Furthest(new Sequential(layer, new Silu()).Forward(x).ToArray(), expected.ToArray()).ShouldBeLessThan(1e-5);
    }

    private (Decoder Network, LowRankAdapters Adapters, double Before) Tuned(out float[] weight)
    {
        Generator generator = new(1);
        Decoder network = new(Config, generator);
        weight = network.NamedParameters().Single(p => p.Key == "model.layers.0.self_attn.q_proj.weight").Value.ToArray();
        double before = Loss(network);
        LowRankAdapters adapters = LowRankAdapters.Attach(network, new LowRankChoice(2, 8, ["q_proj", "v_proj", "down_proj"]), generator);
        using TokenFile text = Text();
        TokenWindows windows = new(text, 8, "train");
        StepOptions options = new(Steps: 150, BatchSize: 8, EvaluateEvery: 150, Patience: 9, Seed: 3, LearningRate: 3e-2, WeightDecay: 0, Beta2: 0.99, Warmup: 5, ScheduleKind.Cosine, MaxGradientNorm: 1);
        new StepTrainer(options).Fit(network, new NextTokenObjective(network, windows, windows, options, 16), generator);
        return (network, adapters, before);
    }

    private double Loss(Decoder network)
    {
        using TokenFile text = Text();
        return TextLoss.Measure(network, new TokenWindows(text, 8, "valid"), 0, 16).Mean;
    }

    private static double Furthest(float[] a, float[] b) => a.Zip(b).Max(pair => Math.Abs(pair.First - pair.Second));

    private TokenFile Text()
    {
        string path = Path.Combine(folder.Path, Guid.NewGuid().ToString("N"));
        using TokenFileWriter writer = new(path, 12);
        for (int i = 0; i < 200; i++) writer.Add([2, 5, 3, 9, 4, 11, 6, 1, 0, 8], 10);
        writer.EndDocument();
        writer.Finish();
        return TokenFile.Open(path);
    }
}
