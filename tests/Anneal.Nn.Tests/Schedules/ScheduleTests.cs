using Anneal.Nn.Tests.Fixtures;
using Anneal.Tensors;

namespace Anneal.Nn.Tests.Schedules;

public class ScheduleTests
{
    private static readonly Dictionary<string, Func<FixtureCase, Optimizer, Schedule>> Kinds = new(StringComparer.Ordinal)
    {
        ["Step"] = (c, o) => new StepDecay(o, c.Int("every"), c.Double("factor")),
        ["MultiStep"] = (c, o) => new MultiStepDecay(o, c.Ints("milestones").Select(m => (long)m), c.Double("factor")),
        ["Exponential"] = (c, o) => new ExponentialDecay(o, c.Double("factor")),
        ["Cosine"] = (c, o) => new CosineAnnealing(o, c.Int("steps"), c.Double("minimum")),
        ["CosineRestarts"] = (c, o) => new CosineWarmRestarts(o, c.Int("first"), c.Int("growth"), c.Double("minimum")),
        ["LinearWarmup"] = (c, o) => new LinearWarmup(o, c.Int("steps"), c.Double("start")),
        ["OneCycle"] = (c, o) => new OneCycle(
            o, c.Double("peak"), c.Int("steps"), c.Double("warmupFraction"), c.Text("strategy") == "linear", c.Double("startDivisor"), c.Double("endDivisor")),
        ["CosineWithWarmup"] = (c, o) => new CosineWithWarmup(o, c.Int("steps"), c.Int("warmup"), c.Double("minimum")),
        ["LinearWithWarmup"] = (c, o) => new LinearWithWarmup(o, c.Int("steps"), c.Int("warmup")),
    };

    public static TheoryData<string> Cases => [.. FixtureCase.List("schedules").Where(c => c.Kind is not ("Constant" or "ReduceOnPlateau")).Select(c => c.Name)];

    public static TheoryData<string> PlateauCases => [.. FixtureCase.List("schedules").Where(c => c.Kind == "ReduceOnPlateau").Select(c => c.Name)];

    private static Sgd OptimizerAt(double rate)
    {
        Tensor parameter = Tensor.Zeros([1]);
        parameter.RequiresGradient = true;
        return new Sgd([parameter], rate);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sixty_steps_have_the_rates_of_PyTorch(string name)
    {
        FixtureCase c = FixtureCase.Load("schedules", name);
        Sgd optimizer = OptimizerAt(c.Has("lr") ? c.Double("lr") : 0.5);
        Schedule schedule = Kinds[c.Kind](c, optimizer);
        double[] expected = c.Arrays["lr"].ToArray<double>();
        for (int step = 0; step < expected.Length; step++)
        {
            optimizer.LearningRate.ShouldBe(expected[step], 1e-12, $"step {step}");
            schedule.Step();
        }
    }

    [Theory]
    [MemberData(nameof(PlateauCases))]
    public void A_plateau_is_found_where_PyTorch_finds_it(string name)
    {
        FixtureCase c = FixtureCase.Load("schedules", name);
        Sgd optimizer = OptimizerAt(c.Double("lr"));
        ReduceOnPlateau schedule = New(optimizer), resumed = New(optimizer);
        double[] expected = c.Arrays["lr"].ToArray<double>(), metrics = c.Arrays["metrics"].ToArray<double>();
        for (int step = 0; step < expected.Length; step++)
        {
            optimizer.LearningRate.ShouldBe(expected[step], 1e-12, $"step {step}");
            schedule.Step(metrics[step]);
            resumed.LoadStateDict(schedule.StateDict());
            (schedule, resumed) = (resumed, schedule);
        }

        ReduceOnPlateau New(Optimizer o) => new(
            o, c.Double("factor"), c.Int("patience"), c.Double("threshold"), c.Text("thresholdMode") == "absolute", c.Int("cooldown"), c.Double("minimum"), c.Text("mode") == "max");
    }

    [Fact]
    public void A_resumed_schedule_goes_on_where_it_stopped()
    {
        Sgd a = OptimizerAt(0.1), b = OptimizerAt(7);
        var first = new CosineWithWarmup(a, 50, 5);
        for (int i = 0; i < 20; i++) first.Step();
        var second = new CosineWithWarmup(b, 50, 5);
        second.LoadStateDict(first.StateDict());
        b.LearningRate.ShouldBe(a.LearningRate);
        first.Step();
        second.Step();
        b.LearningRate.ShouldBe(a.LearningRate);
    }
}
