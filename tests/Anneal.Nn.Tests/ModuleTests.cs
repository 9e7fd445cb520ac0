using Anneal.Tensors;
using Anneal.Tensors.Memory;

namespace Anneal.Nn.Tests;

public class ModuleTests
{
    private static Sequential Net(ulong seed = 1) => new(
        new Linear(4, 16, generator: new Generator(seed)), new Relu(), new Linear(16, 3, generator: new Generator(seed + 1)));

    [Fact]
    public void The_state_dict_has_the_names_of_PyTorch_in_order() =>
        Net().StateDict().Keys.ShouldBe(["0.weight", "0.bias", "2.weight", "2.bias"]);

    [Fact]
    public void A_state_dict_goes_from_one_model_to_another()
    {
        Sequential a = Net(1), b = Net(7);
        Tensor x = Tensor.Ones([2, 4]);
        b.Forward(x).ToArray().ShouldNotBe(a.Forward(x).ToArray());
        b.LoadStateDict(a.StateDict());
        b.Forward(x).ToArray().ShouldBe(a.Forward(x).ToArray());
    }

    [Fact]
    public void A_state_that_does_not_fit_is_named_and_nothing_is_copied()
    {
        Sequential net = Net();
        float[] before = net.StateDict()["2.weight"].ToArray();
        var state = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            ["0.weight"] = Tensor.Zeros([4, 16]), ["2.weight"] = Tensor.Zeros([3, 16]), ["2.bias"] = Tensor.Zeros([3]), ["3.bias"] = Tensor.Zeros([3]),
        };
        string message = Should.Throw<ArgumentException>(() => net.LoadStateDict(state)).Message;
        message.ShouldContain("missing: 0.bias");
        message.ShouldContain("unexpected: 3.bias");
        message.ShouldContain("0.weight ([4, 16], but the module has [16, 4])");
        net.StateDict()["2.weight"].ToArray().ShouldBe(before);
        Should.Throw<ArgumentException>(() => net.LoadStateDict(state, strict: false)).Message.ShouldNotContain("missing");
    }

    [Fact]
    public void A_small_net_learns_its_data_by_heart_and_takes_no_new_buffers()
    {
        Sequential net = Net();
        var optimizer = new AdamW(net.Parameters(), learningRate: 0.02, weightDecay: 0);
        var loss = new CrossEntropyLoss();
        Tensor x = Initialize.Normal(Tensor.Zeros([12, 4]), generator: new Generator(3));
        Tensor y = Tensor.From(Enumerable.Range(0, 12).Select(i => (long)(i % 3)).ToArray());
        float Step()
        {
            using var scope = new TensorScope();
            optimizer.ZeroGradient();
            Tensor l = loss.Forward(net.Forward(x), y);
            l.Backward();
            optimizer.Step();
            return l.Item();
        }
        for (int i = 0; i < 5; i++) Step();
        long made = BufferPool.NewBuffers;
        float last = 0;
        for (int i = 0; i < 400; i++) last = Step();
        last.ShouldBeLessThan(0.01f);
        BufferPool.NewBuffers.ShouldBe(made);
    }

    [Fact]
    public void Modes_reach_every_module()
    {
        var net = new Sequential(new Sequential(new Dropout(0.5)), new Linear(2, 2));
        net.Eval();
        net.NamedModules().ShouldAllBe(m => !m.Value.IsTraining);
        Tensor x = Tensor.Ones([3, 2]);
        net[0].Forward(x).ShouldBeSameAs(x);
        net.Train();
        net.NamedModules().ShouldAllBe(m => m.Value.IsTraining);
    }

    [Fact]
    public void It_prints_as_a_tree() => Net().ToString().ShouldBe(
        """
        Sequential(
          (0): Linear(4 -> 16)
          (1): Relu()
          (2): Linear(16 -> 3)
        )
        """);

    [Fact]
    public void A_summary_counts() => Net().Summary().ShouldContain("131 parameters, 131 of them trainable");

    [Fact]
    public void An_activation_behind_a_linear_layer_is_computed_in_its_last_store()
    {
        Module[] activations = [new Relu(), new Gelu(), new Gelu(tanh: true), new Silu(), new Sigmoid(), new Tanh()];
        Tensor x = Initialize.Normal(Tensor.Zeros([37, 19]), generator: new Generator(5));
        foreach (Module activation in activations)
        {
            var linear = new Linear(19, 23, generator: new Generator(6));
            var chain = new Sequential(linear, activation);
            float[] expected = activation.Forward(linear.Forward(x)).ToArray();
            chain.Forward(x).ToArray().ShouldBe(expected, $"{activation}");

            activation.Forward(linear.Forward(x)).Square().Sum().Backward();
            float[] gradient = linear.Weight.Gradient!.ToArray();
            chain.ZeroGradient();
            chain.Forward(x).Square().Sum().Backward();
            float[] fused = linear.Weight.Gradient!.ToArray();
            for (int i = 0; i < fused.Length; i++) fused[i].ShouldBe(gradient[i], 1e-4f, $"{activation}");
        }
    }

    [Fact]
    public void Weights_packed_for_inference_give_the_same_until_they_change()
    {
        var net = new Sequential(new Linear(45, 70, generator: new Generator(1)), new Gelu(), new Linear(70, 33, bias: false, generator: new Generator(2)));
        Tensor x = Initialize.Normal(Tensor.Zeros([50, 45]), generator: new Generator(3));
        net.Eval();
        using (Gradients.NoGrad())
        {
            float[] expected = net.Forward(x).ToArray();
            net.PackForInference();
            net.Forward(x).ToArray().ShouldBe(expected);
            foreach (Tensor parameter in net.Parameters()) parameter.Fill(0);
            net.Forward(x).ToArray().ShouldAllBe(y => y == 0);
        }
    }

    [Fact]
    public void Inference_in_a_scope_holds_two_layers_at_a_time()
    {
        Module[] layers = [.. Enumerable.Range(0, 12).Select(_ => new Linear(256, 256))];
        var net = new Sequential(layers);
        Tensor x = Tensor.Ones([64, 256]);
        using (Gradients.NoGrad())
        {
            using (new TensorScope()) net.Forward(x);
            BufferPool.Trim();
            long before = BufferPool.AllocatedBytes;
            using (new TensorScope()) net.Forward(x);
            (BufferPool.AllocatedBytes - before).ShouldBeLessThanOrEqualTo(2 * 64 * 256 * sizeof(float));
        }
    }

    [Fact]
    public void A_shared_weight_counts_once_and_needs_one_name_in_a_state()
    {
        var net = new Tied();
        net.ParameterCount.ShouldBe(12);
        net.StateDict().Keys.ShouldBe(["output", "embedding.weight"]);
        net.LoadStateDict(new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["embedding.weight"] = Tensor.Ones([4, 3]) });
        net.Parameters().Single().ToArray().ShouldAllBe(x => x == 1);
    }

    [Fact]
    public void Names_of_parts_are_checked()
    {
        Should.Throw<ArgumentException>(() => new Named("a", "a")).Message.ShouldContain("already");
        Should.Throw<ArgumentException>(() => new Named("a.b", "c")).Message.ShouldContain("a.b");
        Should.Throw<ArgumentException>(() => new Named("", "c"));
    }

    [Fact]
    public void A_frozen_part_is_not_trained()
    {
        var net = new Sequential(new Linear(4, 4), new Linear(4, 2));
        net[0].Freeze();
        net.Forward(Tensor.Ones([1, 4])).Sum().Backward();
        net[0].Parameters().ShouldAllBe(p => p.Gradient == null);
        net[1].Parameters().ShouldAllBe(p => p.Gradient != null);
        net.Summary().ShouldContain("30 parameters, 10 of them trainable");
        net.Unfreeze();
        net.Parameters().ShouldAllBe(p => p.RequiresGradient);
    }

    [Fact]
    public void A_module_made_in_a_scope_outlives_it()
    {
        Module net;
        using (new TensorScope()) net = Net();
        net.Forward(Tensor.Ones([1, 4])).Shape.ShouldBe([1, 3]);
    }

    [Fact]
    public void A_class_out_of_range_is_named()
    {
        var loss = new CrossEntropyLoss();
        string message = Should.Throw<ArgumentException>(() => loss.Forward(Tensor.Zeros([2, 3]), Tensor.From(1L, 3L))).Message;
        message.ShouldContain("3 at position 1");
        message.ShouldContain("0..2");
    }

    private sealed class Tied : Module
    {
        private readonly Embedding embedding;

        public Tied()
        {
            embedding = Register("embedding", new Embedding(4, 3));
            Register("output", embedding.Weight);
        }

        public override Tensor Forward(Tensor input) => embedding.Forward(input).MatMul(embedding.Weight.T);
    }

    private sealed class Named : Module
    {
        public Named(string first, string second)
        {
            Register(first, Tensor.Zeros([1]));
            Register(second, new Relu());
        }

        public override Tensor Forward(Tensor input) => input;
    }
}
