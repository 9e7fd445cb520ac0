using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>One direction of one GRU layer over a whole sequence. Gates are in the order r, z, n.</summary>
internal sealed class GruSequence : Sequence
{
    public override string Name => "Gru";

    public static (Tensor Output, Tensor Hidden) Apply(
        Tensor x, Tensor? h0, Tensor inputWeight, Tensor recurrentWeight, Tensor? inputBias, Tensor? recurrentBias, Tensor? lengths, bool reverse)
    {
        bool record = Gradients.Needed(x, h0, inputWeight, recurrentWeight, inputBias, recurrentBias);
        var node = new GruSequence();
        node.Describe(x, recurrentWeight.Shape[1], reverse, lengths);
        Tensor gates, shares, h;
        using (Gradients.NoGrad())
        {
            gates = InputShare(x, inputWeight, inputBias);
            shares = Tensor.Uninitialized(gates.Shape, x.DType);
            h = node.States(x, h0);
            using Tensor recurrent = PackRecurrent(recurrentWeight.T);
            if (x.DType == DType.Float32) node.Forward<float>(gates, shares, recurrent, recurrentBias, h, lengths);
            else node.Forward<double>(gates, shares, recurrent, recurrentBias, h, lengths);
        }
        (Tensor output, Tensor hn) = (node.Outputs(h), node.Final(h));
        if (record)
        {
            node.Save(x, inputWeight, recurrentWeight, gates, shares, h, lengths);
            node.RecordMany([output, hn], x, h0, inputWeight, recurrentWeight, inputBias, recurrentBias);
        }
        gates.Dispose();
        shares.Dispose();
        h.Dispose();
        return (output, hn);
    }

    protected override void Backward(Tensor gradient)
    {
        RequireFirstOrder();
        Tensor x = Load(0), inputWeight = Load(1), recurrentWeight = Load(2), gates = Load(3), shares = Load(4), h = Load(5);
        Tensor? lengths = LoadOptional(6);
        Tensor? dOutput = GradientOf(0)?.Contiguous();
        Tensor dh = OwnedState(GradientOf(1), x.DType);
        Tensor dGates = Tensor.Uninitialized(gates.Shape, x.DType), dShares = Tensor.Uninitialized(gates.Shape, x.DType);
        if (x.DType == DType.Float32) Backward<float>(gates, shares, recurrentWeight, h, dOutput, dh, dGates, dShares, lengths);
        else Backward<double>(gates, shares, recurrentWeight, h, dOutput, dh, dGates, dShares, lengths);
        if (Wants(1)) Send(1, dh);
        SendWeights(dGates, dShares, x, StatesBefore(h), inputWeight, firstWeight: 2);
    }

    private unsafe void Forward<T>(Tensor gates, Tensor shares, Tensor recurrent, Tensor? bias, Tensor h, Tensor? lengths)
        where T : unmanaged
    {
        Wide<GruForward, T>.ForRange(Batch, SequenceWalk.RowsPerPart(Batch), new GruForward(
            Walk(lengths), gates.Pointer<T>(), shares.Pointer<T>(), recurrent.Pointer<T>(), bias is null ? null : bias.Pointer<T>(), h.Pointer<T>()));
        GC.KeepAlive(recurrent);
        GC.KeepAlive(bias);
        GC.KeepAlive(lengths);
    }

    private unsafe void Backward<T>(Tensor gates, Tensor shares, Tensor recurrent, Tensor h, Tensor? dOutput, Tensor dh, Tensor dGates, Tensor dShares, Tensor? lengths)
        where T : unmanaged
    {
        using Tensor weights = PackRecurrent(recurrent);
        Wide<GruBackward, T>.ForRange(Batch, SequenceWalk.RowsPerPart(Batch), new GruBackward(
            Walk(lengths), gates.Pointer<T>(), shares.Pointer<T>(), weights.Pointer<T>(), h.Pointer<T>(), dOutput is null ? null : dOutput.Pointer<T>(), dh.Pointer<T>(), dGates.Pointer<T>(), dShares.Pointer<T>()));
        GC.KeepAlive(dOutput);
        GC.KeepAlive(lengths);
    }
}
