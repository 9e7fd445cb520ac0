using Anneal.Tensors;

namespace Anneal.Nn.Tests;

public sealed class AdoptTests
{
    [Fact]
    public void WeightsAreTakenAsTheyLie()
    {
        Net deferred;
        using (Initialize.Deferred()) deferred = new Net();
        var filled = new Net();
        deferred.Adopt(filled.StateDict());
        Tensor ids = Tensor.From([1L, 3], [1, 2]);
        deferred.Forward(ids).ToArray().ShouldBe(filled.Forward(ids).ToArray());
        using (Gradients.NoGrad()) filled.Table.Weight.Fill(0); // one memory: seen through both
        deferred.Table.Weight.ToArray().ShouldAllBe(v => v == 0);
    }

    [Fact]
    public void MatricesTakeThePlaceOfWeights()
    {
        var filled = new Net();
        Net deferred;
        using (Initialize.Deferred()) deferred = new Net();
        Dictionary<string, Tensor> state = filled.StateDict().ToDictionary();
        Dictionary<string, QuantizedMatrix> matrices = new()
        {
            ["table.weight"] = QuantizedMatrix.From(filled.Table.Weight, BlockFormat.F16), ["output.weight"] = QuantizedMatrix.From(filled.Output.Weight, BlockFormat.Q8_0),
        };
        state.Remove("table.weight");
        state.Remove("output.weight");
        deferred.Adopt(state, matrices);
        Tensor ids = Tensor.From([1L, 3], [1, 2]);
        deferred.Forward(ids).ToArray().ShouldBe(filled.Forward(ids).ToArray(), tolerance: 0.05);
        deferred.StateDict().Keys.ShouldBe(["output.bias"]);
        deferred.ToString().ShouldContain("Q8_0");
        Should.Throw<InvalidOperationException>(() => deferred.Output.Weight).Message.ShouldContain("Q8_0");
        Tensor hidden = Tensor.Randn([1, 32]);
        deferred.Table.Project(hidden).ToArray().ShouldBe(filled.Table.Project(hidden).ToArray(), tolerance: 0.05);
    }

    [Fact]
    public void WhatDoesNotFitIsRefusedBeforeAnythingChanges()
    {
        var net = new Net();
        float[] before = net.Output.Weight.ToArray();
        Dictionary<string, Tensor> state = new Net().StateDict().ToDictionary();
        state.Remove("table.weight");
        Should.Throw<ArgumentException>(() => net.Adopt(state)).Message.ShouldContain("missing: table.weight");
        Dictionary<string, QuantizedMatrix> wrong = new() { ["table.weight"] = QuantizedMatrix.From(Tensor.Zeros([4, 64]), BlockFormat.Q8_0) };
        Should.Throw<ArgumentException>(() => net.Adopt(state, wrong)).Message.ShouldContain("of another shape: table.weight");
        Dictionary<string, QuantizedMatrix> unknown = new() { ["norm.weight"] = QuantizedMatrix.From(Tensor.Zeros([4, 64]), BlockFormat.Q8_0) };
        Should.Throw<ArgumentException>(() => net.Adopt(state, unknown)).Message.ShouldContain("norm.weight");
        net.Output.Weight.ToArray().ShouldBe(before);
    }

    private sealed class Net : Module
    {
        public Net()
        {
            Table = Register("table", new Embedding(5, 32));
            Output = Register("output", new Linear(32, 6));
        }

        public Embedding Table { get; }

        public Linear Output { get; }

        public override Tensor Forward(Tensor input) => Output.Forward(Table.Forward(input));
    }
}
