using Anneal.Tensors;

namespace Anneal.Nn.Tests.Optimizers;

public class ResumeTests
{
    private static readonly Dictionary<string, Func<IEnumerable<Tensor>, Optimizer>> Kinds = new(StringComparer.Ordinal)
    {
        ["Sgd"] = p => new Sgd(p, 0.1, momentum: 0.9),
        ["RmsProp"] = p => new RmsProp(p, 0.01, momentum: 0.5, centered: true),
        ["Adagrad"] = p => new Adagrad(p, 0.1, initialAccumulator: 0.1),
        ["Adam"] = p => new Adam(p, 0.01),
        ["AdamW"] = p => new AdamW(p, 0.01),
        ["Lion"] = p => new Lion(p, 0.01),
        ["Adafactor"] = p => new Adafactor(p, beta1: 0.9),
    };

    public static TheoryData<string> Names => [.. Kinds.Keys];

    private static Sequential Net() => new(new Linear(4, 5, generator: new Generator(1)), new Tanh(), new Linear(5, 2, generator: new Generator(2)));

    private static void Step(Module net, Optimizer optimizer, int step)
    {
        using var scope = new TensorScope();
        optimizer.ZeroGradient();
        Tensor x = Initialize.Normal(Tensor.Zeros([3, 4]), generator: new Generator((ulong)step));
        new MseLoss().Forward(net.Forward(x), Tensor.Ones([3, 2])).Backward();
        optimizer.Step();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_resumed_run_reaches_the_same_bits(string kind)
    {
        Sequential whole = Net(), first = Net(), second = Net();
        Optimizer a = Kinds[kind](whole.Parameters()), b = Kinds[kind](first.Parameters());
        for (int step = 0; step < 9; step++) Step(whole, a, step);

        for (int step = 0; step < 4; step++) Step(first, b, step);
        b.LearningRate /= 2;
        second.LoadStateDict(first.StateDict());
        Optimizer c = Kinds[kind](second.Parameters());
        c.LoadStateDict(b.StateDict());
        c.LearningRate.ShouldBe(b.LearningRate);
        c.LearningRate *= 2;
        for (int step = 4; step < 9; step++) Step(second, c, step);

        second.StateDict().Values.SelectMany(t => t.ToArray()).ShouldBe(whole.StateDict().Values.SelectMany(t => t.ToArray()));
    }

    [Fact]
    public void A_state_of_another_optimizer_is_refused()
    {
        Sequential net = Net();
        var adam = new Adam(net.Parameters());
        Step(net, adam, 0);
        Should.Throw<ArgumentException>(() => new Sgd(net.Parameters(), 0.1).LoadStateDict(adam.StateDict())).Message.ShouldContain("exp_avg");
    }

    [Fact]
    public void A_step_allocates_next_to_nothing()
    {
        Sequential net = Net();
        var optimizer = new AdamW(net.Parameters());
        Step(net, optimizer, 0);
        optimizer.Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) optimizer.Step();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100);
    }

    [Fact]
    public void The_norm_is_limited_in_the_step_as_it_is_by_clipping()
    {
        Sequential a = Net(), b = Net();
        var first = new Sgd(a.Parameters(), 0.1);
        var second = new Sgd(b.Parameters(), 0.1) { MaxGradientNorm = 0.01 };
        Tensor x = Tensor.Ones([3, 4]);
        new MseLoss().Forward(a.Forward(x), Tensor.Ones([3, 2])).Backward();
        new MseLoss().Forward(b.Forward(x), Tensor.Ones([3, 2])).Backward();
        double norm = GradientClipping.ClipByNorm(a.Parameters(), 0.01);
        first.Step();
        second.Step();
        second.LastGradientNorm.ShouldBe(norm);
        float[] expected = [.. a.Parameters().SelectMany(p => p.ToArray())], actual = [.. b.Parameters().SelectMany(p => p.ToArray())];
        for (int i = 0; i < expected.Length; i++) actual[i].ShouldBe(expected[i], 1e-7f);
    }
}
