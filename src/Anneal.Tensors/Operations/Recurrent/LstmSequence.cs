using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>One direction of one LSTM layer over a whole sequence. Gates are in the order i, f, g, o.</summary>
internal sealed class LstmSequence : Sequence
{
    public override string Name => "Lstm";

    public static (Tensor Output, Tensor Hidden, Tensor Cell) Apply(
        Tensor x, Tensor? h0, Tensor? c0, Tensor inputWeight, Tensor recurrentWeight, Tensor? inputBias, Tensor? recurrentBias, Tensor? lengths, bool reverse)
    {
        bool record = Gradients.Needed(x, h0, c0, inputWeight, recurrentWeight, inputBias, recurrentBias);
        var node = new LstmSequence();
        node.Describe(x, recurrentWeight.Shape[1], reverse, lengths);
        Tensor gates, h, c, squashed;
        using (Gradients.NoGrad())
        {
            Tensor? bias = inputBias is null || recurrentBias is null ? inputBias ?? recurrentBias : inputBias + recurrentBias;
            gates = InputShare(x, inputWeight, bias);
            h = node.States(x, h0);
            c = node.States(x, c0);
            squashed = Tensor.Uninitialized([node.Steps, node.Batch, node.Hidden], x.DType);
            using Tensor recurrent = PackRecurrent(recurrentWeight.T);
            if (x.DType == DType.Float32) node.Forward<float>(gates, recurrent, h, c, squashed, lengths);
            else node.Forward<double>(gates, recurrent, h, c, squashed, lengths);
        }
        (Tensor output, Tensor hn, Tensor cn) = (node.Outputs(h), node.Final(h), node.Final(c));
        if (record)
        {
            node.Save(x, inputWeight, recurrentWeight, gates, h, c, squashed, lengths);
            node.RecordMany([output, hn, cn], x, h0, c0, inputWeight, recurrentWeight, inputBias, recurrentBias);
        }
        gates.Dispose();
        squashed.Dispose();
        h.Dispose();
        c.Dispose();
        return (output, hn, cn);
    }

    protected override void Backward(Tensor gradient)
    {
        RequireFirstOrder();
        Tensor x = Load(0), inputWeight = Load(1), recurrentWeight = Load(2), gates = Load(3), h = Load(4), c = Load(5), squashed = Load(6);
        Tensor? lengths = LoadOptional(7);
        Tensor? dOutput = GradientOf(0)?.Contiguous();
        Tensor dh = OwnedState(GradientOf(1), x.DType), dc = OwnedState(GradientOf(2), x.DType);
        Tensor dGates = Tensor.Uninitialized(gates.Shape, x.DType);
        if (x.DType == DType.Float32) Backward<float>(gates, recurrentWeight, c, squashed, dOutput, dh, dc, dGates, lengths);
        else Backward<double>(gates, recurrentWeight, c, squashed, dOutput, dh, dc, dGates, lengths);
        if (Wants(1)) Send(1, dh);
        if (Wants(2)) Send(2, dc);
        SendWeights(dGates, dGates, x, StatesBefore(h), inputWeight, firstWeight: 3);
    }

    private unsafe void Forward<T>(Tensor gates, Tensor recurrent, Tensor h, Tensor c, Tensor squashed, Tensor? lengths)
        where T : unmanaged
    {
        Wide<LstmForward, T>.ForRange(Batch, SequenceWalk.RowsPerPart(Batch), new LstmForward(
            Walk(lengths), gates.Pointer<T>(), recurrent.Pointer<T>(), h.Pointer<T>(), c.Pointer<T>(), squashed.Pointer<T>()));
        GC.KeepAlive(recurrent);
        GC.KeepAlive(lengths);
    }

    private unsafe void Backward<T>(Tensor gates, Tensor recurrent, Tensor c, Tensor squashed, Tensor? dOutput, Tensor dh, Tensor dc, Tensor dGates, Tensor? lengths)
        where T : unmanaged
    {
        using Tensor weights = PackRecurrent(recurrent);
        Wide<LstmBackward, T>.ForRange(Batch, SequenceWalk.RowsPerPart(Batch), new LstmBackward(
            Walk(lengths), gates.Pointer<T>(), weights.Pointer<T>(), c.Pointer<T>(), squashed.Pointer<T>(), dOutput is null ? null : dOutput.Pointer<T>(), dh.Pointer<T>(), dc.Pointer<T>(), dGates.Pointer<T>()));
        GC.KeepAlive(dOutput);
        GC.KeepAlive(lengths);
    }
}
