using Anneal.Tensors.Tests.Kernels;

namespace Anneal.Tensors.Tests.Attention;

public sealed class RotaryPositionsTests
{
    [Theory]
    [InlineData(6, 6, 0, false)]
    [InlineData(6, 4, 3, false)]
    [InlineData(64, 64, 300, false)]
    [InlineData(70, 66, 5, false)]
    [InlineData(6, 6, 2, true)]
    [InlineData(70, 66, 5, true)]
    public void TurnsPairsByTheirAngles(int size, int turned, int offset, bool interleaved)
    {
        const int time = 9;
        float[] values = Numbers.Normal(2 * 3 * time * size, size);
        var expected = Numbers.Widen(values);
        for (int row = 0; row < 6 * time; row++)
        {
            for (int i = 0; i < turned / 2; i++)
            {
                int first = (row * size) + (interleaved ? 2 * i : i), second = (row * size) + (interleaved ? (2 * i) + 1 : i + (turned / 2));
                double angle = ((row % time) + offset) * Math.Pow(500, -2.0 * i / turned), a = expected[first], b = expected[second];
                expected[first] = (a * Math.Cos(angle)) - (b * Math.Sin(angle));
                expected[second] = (a * Math.Sin(angle)) + (b * Math.Cos(angle));
            }
        }
        Tensor x = Tensor.From(values, [2, 3, time, size]);
        x.RequiresGradient = true;
        Tensor y = x.RotaryPositions(offset, 500, turned, interleaved);
        Numbers.ShouldBeNear(y.ToArray(), expected, 1e-6, 1e-6);

        // A rotation's gradient is the rotation back.
        y.Backward(y.Detach().Clone());
        Numbers.ShouldBeNear(x.Gradient!.ToArray(), Numbers.Widen(values), 2e-6, 2e-6);
    }

    [Fact]
    public void PackedTurnsQueriesAndKeysAlone()
    {
        Tensor packed = Tensor.From(Numbers.Normal(2 * 5 * 8 * 6, 1), [2, 5, 48]);
        Tensor turned = packed.PackedRotaryPositions(4, 2, 10_000, null, interleaved: false);
        (Tensor q, Tensor k, Tensor v) = Anneal.Tensors.Operations.PackedSelfAttention.Unpack(packed, 4, 2);
        (Tensor tq, Tensor tk, Tensor tv) = Anneal.Tensors.Operations.PackedSelfAttention.Unpack(turned, 4, 2);
        Numbers.ShouldHaveSameBits<float>(tq.ToArray(), q.RotaryPositions().ToArray(), "queries");
        Numbers.ShouldHaveSameBits<float>(tk.ToArray(), k.RotaryPositions().ToArray(), "keys");
        Numbers.ShouldHaveSameBits<float>(tv.ToArray(), v.ToArray(), "values");
    }

    [Fact]
    public void AnOddSizeIsAMistake() =>
        Should.Throw<ArgumentException>(() => Tensor.Zeros([1, 2, 7]).RotaryPositions()).Message.ShouldContain("even number");
}
