using System.Text.Json;
using Anneal.Tensors;

namespace Anneal.Nn.Tests.Fixtures;

/// <summary>Layers, losses and optimizers against what PyTorch computed.</summary>
public class FixtureTests
{
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Layers => Names("layers", LayerKinds.NotYet);

    public static TheoryData<string> Losses => Names("losses", LossKinds.NotYet);

    public static TheoryData<string> Optimizers => Names("optimizers", OptimizerKinds.NotYet);

    [Fact]
    public void Every_kind_has_an_entry()
    {
        Kinds("layers").Except(LayerKinds.All.Keys, StringComparer.Ordinal).ShouldBe(LayerKinds.NotYet, ignoreOrder: true);
        Kinds("losses").Except(LossKinds.All.Keys, StringComparer.Ordinal).ShouldBe(LossKinds.NotYet, ignoreOrder: true);
        Kinds("optimizers").Except(OptimizerKinds.All.Keys, StringComparer.Ordinal).ShouldBe(OptimizerKinds.NotYet, ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_layer_gives_the_outputs_and_gradients_of_PyTorch(string name)
    {
        FixtureCase c = FixtureCase.Load("layers", name);
        Compare(c, LayerKinds.All[c.Kind](c));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void A_loss_gives_the_outputs_and_gradients_of_PyTorch(string name)
    {
        FixtureCase c = FixtureCase.Load("losses", name);
        Compare(c, LossKinds.All[c.Kind](c));
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Twenty_steps_leave_the_parameters_of_PyTorch(string name)
    {
        FixtureCase c = FixtureCase.Load("optimizers", name);
        Tensor matrix = c.Arrays["param.matrix"].Clone(), vector = c.Arrays["param.vector"].Clone();
        matrix.RequiresGradient = vector.RequiresGradient = true;
        JsonElement? own = c.Extra("groups")?.GetProperty("vector");
        Optimizer optimizer = OptimizerKinds.All[c.Kind](c, [
            new ParameterGroup([matrix]),
            new ParameterGroup([vector], own?.GetProperty("lr").GetDouble(), own?.GetProperty("weightDecay").GetDouble()),
        ]);
        for (int step = 0; step < 20; step++)
        {
            matrix.Gradient = c.Arrays["grads.matrix"].Select(0, step).Clone();
            vector.Gradient = c.Arrays["grads.vector"].Select(0, step).Clone();
            if (c.Extra("clip") is { } clip) Clip(c, clip, [matrix, vector], step);
            optimizer.Step();
            matrix.ShouldBeNear(c.Arrays["after.matrix"].Select(0, step), Tolerance, $"matrix after step {step}");
            vector.ShouldBeNear(c.Arrays["after.vector"].Select(0, step), Tolerance, $"vector after step {step}");
        }
    }

    private static void Clip(FixtureCase c, JsonElement clip, Tensor[] parameters, int step)
    {
        if (clip.TryGetProperty("norm", out JsonElement limit))
        {
            double order = !clip.TryGetProperty("p", out JsonElement p) ? 2 : p.ValueKind == JsonValueKind.String ? double.PositiveInfinity : p.GetDouble();
            double norm = GradientClipping.ClipByNorm(parameters, limit.GetDouble(), order);
            norm.ShouldBe(c.Arrays["norms"].ToArray<double>()[step], 1e-5);
        }
        else
        {
            GradientClipping.ClipByValue(parameters, clip.GetProperty("value").GetDouble());
        }
        parameters[0].Gradient!.ShouldBeNear(c.Arrays["clipped.matrix"].Select(0, step), Tolerance, $"clipped matrix in step {step}");
        parameters[1].Gradient!.ShouldBeNear(c.Arrays["clipped.vector"].Select(0, step), Tolerance, $"clipped vector in step {step}");
    }

    private static void Compare(FixtureCase c, Subject subject)
    {
        if (subject.Module is { } module)
        {
            module.LoadStateDict(c.Arrays
                .Where(a => a.Key.StartsWith("param.", StringComparison.Ordinal) || a.Key.StartsWith("buffer.", StringComparison.Ordinal))
                .ToDictionary(a => a.Key[(a.Key.IndexOf('.', StringComparison.Ordinal) + 1)..], a => a.Value, StringComparer.Ordinal));
            module.Train(c.IsTraining);
        }
        var inputs = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (string input in c.Inputs)
        {
            inputs[input] = c.Arrays["in." + input].Clone();
            if (c.Arrays.ContainsKey("grad.in." + input)) inputs[input].RequiresGradient = true;
        }

        Tensor[] outputs = subject.Call(inputs);

        string Numbered(string what, int i) => outputs.Length == 1 ? what : $"{what}.{i}";
        Tensor? total = null;
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i].ShouldBeNear(c.Arrays[Numbered("out", i)], Tolerance, Numbered("output", i));
            if (!c.Arrays.TryGetValue(Numbered("grad_out", i), out Tensor? upstream)) continue;
            Tensor part = (outputs[i] * upstream).Sum();
            total = total is null ? part : total + part;
        }
        foreach ((string name, Tensor expected) in c.Arrays.Where(a => a.Key.StartsWith("buffer_after.", StringComparison.Ordinal)))
            subject.Module!.StateDict()[name["buffer_after.".Length..]].ShouldBeNear(expected, Tolerance, name);

        total?.Backward();
        foreach ((string name, Tensor expected) in c.Arrays)
        {
            if (name.StartsWith("grad.in.", StringComparison.Ordinal))
                inputs[name["grad.in.".Length..]].Gradient.ShouldNotBeNull(name).ShouldBeNear(expected, Tolerance, name);
            else if (name.StartsWith("grad.param.", StringComparison.Ordinal))
                subject.Module!.StateDict()[name["grad.param.".Length..]].Gradient.ShouldNotBeNull(name).ShouldBeNear(expected, Tolerance, name);
        }
    }

    private static IEnumerable<string> Kinds(string group) => FixtureCase.List(group).Select(c => c.Kind);

    private static TheoryData<string> Names(string group, string[] notYet) =>
        [.. FixtureCase.List(group).Where(c => !notYet.Contains(c.Kind, StringComparer.Ordinal)).Select(c => c.Name)];
}
