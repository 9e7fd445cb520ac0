using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>One direction of one simple recurrent layer, h = tanh(…) or relu(…), over a whole sequence.</summary>
internal sealed class ElmanSequence : Sequence
{
    private bool relu;

    public override string Name => "Rnn";

    public static (Tensor Output, Tensor Hidden) Apply(
        Tensor x, Tensor? h0, Tensor inputWeight, Tensor recurrentWeight, Tensor? inputBias, Tensor? recurrentBias, Tensor? lengths, bool reverse, bool relu)
    {
        bool record = Gradients.Needed(x, h0, inputWeight, recurrentWeight, inputBias, recurrentBias);
        var node = new ElmanSequence { relu = relu };
        node.Describe(x, recurrentWeight.Shape[1], reverse, lengths);
        Tensor h;
        using (Gradients.NoGrad())
        {
            Tensor? bias = inputBias is null || recurrentBias is null ? inputBias ?? recurrentBias : inputBias + recurrentBias;
            using Tensor shares = InputShare(x, inputWeight, bias);
            h = node.States(x, h0);
            using Tensor recurrent = PackRecurrent(recurrentWeight.T);
            if (x.DType == DType.Float32) node.Forward<float>(shares, recurrent, h, lengths);
            else node.Forward<double>(shares, recurrent, h, lengths);
        }
        (Tensor output, Tensor hn) = (node.Outputs(h), node.Final(h));
        if (record)
        {
            node.Save(x, inputWeight, recurrentWeight, h, lengths);
            node.RecordMany([output, hn], x, h0, inputWeight, recurrentWeight, inputBias, recurrentBias);
        }
        h.Dispose();
        return (output, hn);
    }

    protected override void Backward(Tensor gradient)
    {
        RequireFirstOrder();
        Tensor x = Load(0), inputWeight = Load(1), recurrentWeight = Load(2), h = Load(3);
        Tensor? lengths = LoadOptional(4);
        Tensor? dOutput = GradientOf(0)?.Contiguous();
        Tensor dh = OwnedState(GradientOf(1), x.DType);
        Tensor dShares = Tensor.Uninitialized([Steps, Batch, Hidden], x.DType);
        if (x.DType == DType.Float32) Backward<float>(recurrentWeight, h, dOutput, dh, dShares, lengths);
        else Backward<double>(recurrentWeight, h, dOutput, dh, dShares, lengths);
        if (Wants(1)) Send(1, dh);
        SendWeights(dShares, dShares, x, StatesBefore(h), inputWeight, firstWeight: 2);
    }

    private unsafe void Forward<T>(Tensor shares, Tensor recurrent, Tensor h, Tensor? lengths)
        where T : unmanaged
    {
        Wide<ElmanForward, T>.ForRange(Batch, SequenceWalk.RowsPerPart(Batch), new ElmanForward(Walk(lengths), shares.Pointer<T>(), recurrent.Pointer<T>(), h.Pointer<T>(), relu));
        GC.KeepAlive(shares);
        GC.KeepAlive(recurrent);
        GC.KeepAlive(lengths);
    }

    private unsafe void Backward<T>(Tensor recurrent, Tensor h, Tensor? dOutput, Tensor dh, Tensor dShares, Tensor? lengths)
        where T : unmanaged
    {
        using Tensor weights = PackRecurrent(recurrent);
        Wide<ElmanBackward, T>.ForRange(Batch, SequenceWalk.RowsPerPart(Batch), new ElmanBackward(
            Walk(lengths), weights.Pointer<T>(), h.Pointer<T>(), dOutput is null ? null : dOutput.Pointer<T>(), dh.Pointer<T>(), dShares.Pointer<T>(), relu));
        GC.KeepAlive(dOutput);
        GC.KeepAlive(lengths);
    }
}
