using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>What the recurrent operations share: a fused run over a whole sequence, time first, one direction, one layer.</summary>
/// <remarks>
/// Inputs: x [time, batch, input], the initial states [batch, hidden] (null is zero), weights as PyTorch stores them
/// ([gates * hidden, input] and [gates * hidden, hidden]) and biases, lengths of the sequences ([batch] int64 or null).
/// Results: the states of every step [time, batch, hidden], and the final states.
/// </remarks>
internal abstract class Sequence : Node
{
    private const string Once = "The gradient of a fused recurrent layer can't be differentiated again.";

    protected bool Reverse { get; private set; }

    protected bool HasLengths { get; private set; }

    protected int Steps { get; private set; }

    protected int Batch { get; private set; }

    protected int Hidden { get; private set; }

    protected void Describe(Tensor x, int hidden, bool reverse, Tensor? lengths)
    {
        Steps = x.Shape[0];
        Batch = x.Shape[1];
        Hidden = hidden;
        Reverse = reverse;
        HasLengths = lengths is not null;
    }

    protected unsafe SequenceWalk Walk(Tensor? lengths) => new(Steps, Batch, Hidden, Reverse, lengths is null ? null : lengths.Pointer<long>());

    /// <summary>States [time + 1, batch, hidden] with the initial one in its place.</summary>
    protected Tensor States(Tensor x, Tensor? initial)
    {
        Tensor states = Tensor.Uninitialized([Steps + 1, Batch, Hidden], x.DType);
        Tensor first = states.Slice(0, Reverse ? Steps : 0, Reverse ? Steps + 1 : 1);
        if (initial is null) first.Fill(0);
        else first.CopyFrom(initial.Reshape(1, Batch, Hidden));
        return states;
    }

    /// <summary>The states after each step [time, batch, hidden], as a view.</summary>
    protected Tensor Outputs(Tensor states) => Reverse ? states.Slice(0, 0, Steps) : states.Slice(0, 1, Steps + 1);

    /// <summary>The states before each step [time, batch, hidden], as a view.</summary>
    protected Tensor StatesBefore(Tensor states) => Reverse ? states.Slice(0, 1, Steps + 1) : states.Slice(0, 0, Steps);

    /// <summary>The state after the last step [batch, hidden], as a view.</summary>
    protected Tensor Final(Tensor states) => states.Select(0, Reverse ? 0 : Steps);

    /// <summary>The input's share of all gates for the whole sequence in one product: x [time, batch, input] · weightᵀ + bias.</summary>
    protected static Tensor InputShare(Tensor x, Tensor weight, Tensor? bias) => Linear.Apply(x, weight, bias);

    /// <summary>A matrix [k, n] laid out once for the product of every step.</summary>
    protected static unsafe Tensor PackRecurrent(Tensor weights)
    {
        int rows = weights.Shape[0], columns = weights.Shape[1];
        Tensor packed;
        if (weights.DType == DType.Float32)
        {
            packed = Tensor.Uninitialized([checked((int)PackedMatrix.Length<float>(rows, columns))], DType.Float32);
            PackedMatrix.Pack(new MatrixView<float>(weights.Pointer<float>(), weights.Strides[0], weights.Strides[1]), rows, columns, packed.Pointer<float>());
        }
        else
        {
            packed = Tensor.Uninitialized([checked((int)PackedMatrix.Length<double>(rows, columns))], DType.Float64);
            PackedMatrix.Pack(new MatrixView<double>(weights.Pointer<double>(), weights.Strides[0], weights.Strides[1]), rows, columns, packed.Pointer<double>());
        }
        GC.KeepAlive(weights);
        return packed;
    }

    /// <summary>A gradient as the kernels want it: contiguous and their own to change.</summary>
    protected Tensor OwnedState(Tensor? gradient, DType dtype) =>
        gradient is null ? Tensor.Zeros([Batch, Hidden], dtype) : gradient.Clone();

    /// <summary>Sends the gradients of the weights and biases that follow from those of the gates.</summary>
    protected void SendWeights(Tensor dInputShare, Tensor dStateShare, Tensor x, Tensor statesBefore, Tensor weight, int firstWeight)
    {
        if (Wants(0)) Send(0, dInputShare.MatMul(weight));
        if (Wants(firstWeight)) Send(firstWeight, WeightGradient(dInputShare, x));
        if (Wants(firstWeight + 1)) Send(firstWeight + 1, WeightGradient(dStateShare, statesBefore));
        bool same = ReferenceEquals(dInputShare, dStateShare);
        Tensor? bias = null;
        if (Wants(firstWeight + 2)) Send(firstWeight + 2, bias = BiasGradient(dInputShare));
        if (Wants(firstWeight + 3)) Send(firstWeight + 3, same && bias is not null ? bias : BiasGradient(dStateShare));
    }

    /// <summary>dᵀ·x over all steps and rows: d [time, batch, gates] and x [time, batch, in] give [gates, in].</summary>
    private static Tensor WeightGradient(Tensor d, Tensor x) =>
        d.DType == DType.Float32 ? WeightGradient<float>(d.Contiguous(), x.Contiguous()) : WeightGradient<double>(d.Contiguous(), x.Contiguous());

    private static unsafe Tensor WeightGradient<T>(Tensor d, Tensor x)
        where T : unmanaged
    {
        int gates = d.Shape[2], inputs = x.Shape[2];
        Tensor dw = Tensor.Uninitialized([gates, inputs], d.DType);
        Gemm.Run(gates, inputs, d.Shape[0] * d.Shape[1], new MatrixView<T>(d.Pointer<T>(), 1, gates), new MatrixView<T>(x.Pointer<T>(), inputs, 1), dw.Pointer<T>(), inputs);
        GC.KeepAlive(d);
        GC.KeepAlive(x);
        return dw;
    }

    /// <summary>The sum of d [time, batch, gates] over all steps and rows.</summary>
    private static unsafe Tensor BiasGradient(Tensor d)
    {
        d = d.Contiguous();
        Tensor db = Tensor.Uninitialized([d.Shape[2]], d.DType);
        long rows = (long)d.Shape[0] * d.Shape[1];
        if (d.DType == DType.Float32) ColumnSums.Run(d.Pointer<float>(), db.Pointer<float>(), rows, d.Shape[2]);
        else ColumnSums.Run(d.Pointer<double>(), db.Pointer<double>(), rows, d.Shape[2]);
        GC.KeepAlive(d);
        return db;
    }

    protected static void RequireFirstOrder()
    {
        if (Gradients.Enabled) throw new NotSupportedException(Once);
    }
}
