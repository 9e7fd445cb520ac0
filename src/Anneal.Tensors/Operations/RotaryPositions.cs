using Anneal.Tensors.Autograd;
using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Operations;

/// <summary>Positions as rotations of pairs of features.</summary>
internal sealed class RotaryPositions : Node
{
    private Turn turn;

    /// <summary>How to turn. x is [outer, time, slots, size] in memory; the first <paramref name="TurnedSlots"/> slots are turned.</summary>
    internal readonly record struct Turn(int Time, int Slots, int TurnedSlots, int Size, RotaryAngles Angles, int Offset, bool Interleaved, bool Back = false)
    {
        public int Turned => Angles.Size;
    }

    public static Tensor Apply(Tensor x, Turn turn)
    {
        if (!x.DType.IsDifferentiable()) throw new NotSupportedException($"Rotary positions work on float32 and float64, not on {x.DType}: convert with To().");
        if (turn.Turned > turn.Size)
            throw new ArgumentException($"Rotary positions turn an even number of features of the {turn.Size} that a head has, not {turn.Turned}.");
        ArgumentOutOfRangeException.ThrowIfNegative(turn.Offset);
        Tensor source = x.Contiguous();

        // A gradient that nobody else looks at is turned where it lies.
        bool recorded = Gradients.Needed(x);
        Tensor y = turn.Back && !recorded && source.IsExclusive ? source : Tensor.Uninitialized(x.Shape, x.DType);
        if (x.DType == DType.Float32) Run<float>(source, y, turn);
        else Run<double>(source, y, turn);
        if (recorded) new RotaryPositions { turn = turn }.Record(y, x);
        return y;
    }

    protected override void Backward(Tensor gradient) => Send(0, Apply(gradient, turn with { Back = !turn.Back }));

    private static unsafe void Run<T>(Tensor x, Tensor y, Turn turn)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        if (x.ElementCount == 0) return;
        int half = turn.Turned / 2;
        RotaryTable table = turn.Angles.Table(checked(turn.Offset + turn.Time), x.DType);
        Rotary.Run(new Rotary.Problem<T>
        {
            X = x.Pointer<T>(), Y = y.Pointer<T>(),
            Cos = table.Cos.Pointer<T>() + ((long)turn.Offset * half), Sin = table.Sin.Pointer<T>() + ((long)turn.Offset * half),
            Outer = x.ElementCount / ((long)turn.Time * turn.Slots * turn.Size), Time = turn.Time, Slots = turn.Slots, TurnedSlots = turn.TurnedSlots,
            Size = turn.Size, Turned = turn.Turned, Interleaved = turn.Interleaved, Back = turn.Back,
        });
        GC.KeepAlive(x);
        GC.KeepAlive(table);
    }
}
