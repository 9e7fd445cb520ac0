using Anneal.Tensors.Kernels;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Tests.Kernels;

/// <summary>The drivers: every length, every broadcast, the same bits at any thread count.</summary>
public sealed unsafe class ElementwiseTests
{
    [Fact]
    public void Unary_and_binary_at_every_length()
    {
        foreach (int n in Numbers.Lengths)
        {
            using var a = new Block<float>(Numbers.Normal(n, 1));
            using var b = new Block<float>(Numbers.Normal(n, 2));
            using var y = new Block<float>(n);
            Elementwise.Unary<SquareOperator, float>(default, a.Pointer, y.Pointer, n);
            for (int i = 0; i < n; i++) Same(y[i], a[i] * a[i]);
            Elementwise.Binary<SubtractOperator, float>(default, a.Pointer, b.Pointer, y.Pointer, n);
            for (int i = 0; i < n; i++) Same(y[i], a[i] - b[i]);
            Elementwise.BinaryScalar<DivideOperator, float>(default, a.Pointer, 3f, y.Pointer, n);
            for (int i = 0; i < n; i++) Same(y[i], a[i] / 3f);
            Elementwise.BinaryScalar<Swapped<DivideOperator>, float>(default, a.Pointer, 3f, y.Pointer, n);
            for (int i = 0; i < n; i++) Same(y[i], 3f / a[i]);
        }
    }

    [Fact]
    public void Comparisons_and_choices_at_every_length()
    {
        foreach (int n in Numbers.Lengths)
        {
            using var a = new Block<float>(Numbers.Normal(n, 1));
            using var b = new Block<float>(Numbers.Normal(n, 2));
            using var mask = new Block<byte>(n);
            using var y = new Block<float>(n);
            for (int i = 0; i < n; i += 3) a[i] = i % 2 == 0 ? b[i] : float.NaN;
            Elementwise.Compare<GreaterOrEqualOperator, float>(default, a.Pointer, b.Pointer, mask.Pointer, n);
            for (int i = 0; i < n; i++) mask[i].ShouldBe(a[i] >= b[i] ? (byte)1 : (byte)0);
            Elementwise.Where(mask.Pointer, a.Pointer, b.Pointer, y.Pointer, n);
            for (int i = 0; i < n; i++) Same(y[i], mask[i] != 0 ? a[i] : b[i]);
            Elementwise.MaskedFill(mask.Pointer, -1f, a.Pointer, y.Pointer, n);
            for (int i = 0; i < n; i++) Same(y[i], mask[i] != 0 ? -1f : a[i]);
            Elementwise.Compare<NotEqualOperator, float>(default, a.Pointer, b.Pointer, mask.Pointer, n);
            for (int i = 0; i < n; i++) mask[i].ShouldBe(a[i] != b[i] ? (byte)1 : (byte)0);
            Elementwise.CompareScalar<LessOperator, float>(default, a.Pointer, 0.5f, mask.Pointer, n);
            for (int i = 0; i < n; i++) mask[i].ShouldBe(a[i] < 0.5f ? (byte)1 : (byte)0);
        }
    }

    [Fact]
    public void Whole_numbers_and_doubles()
    {
        using var a = new Block<long>([1L, -5, 7, long.MaxValue, 0]);
        using var b = new Block<long>([2L, 3, -2, 1, 9]);
        using var y = new Block<long>(5);
        using var mask = new Block<byte>(5);
        Elementwise.Binary<MultiplyOperator, long>(default, a.Pointer, b.Pointer, y.Pointer, 5);
        y.Span.ToArray().ShouldBe([2L, -15, -14, long.MaxValue, 0]);
        Elementwise.Binary<DivideOperator, long>(default, a.Pointer, b.Pointer, y.Pointer, 5);
        y.Span.ToArray().ShouldBe([0L, -1, -3, long.MaxValue, 0]);
        Elementwise.Compare<GreaterOperator, long>(default, a.Pointer, b.Pointer, mask.Pointer, 5);
        mask.Span.ToArray().ShouldBe([(byte)0, 0, 1, 1, 0]);
        Elementwise.Where(mask.Pointer, a.Pointer, b.Pointer, y.Pointer, 5);
        y.Span.ToArray().ShouldBe([2L, 3, 7, long.MaxValue, 9]);

        using var d = new Block<double>([1.5, -2, double.NaN]);
        using var e = new Block<double>([1.0, 4, 1]);
        Elementwise.Binary<MaximumOperator, double>(default, d.Pointer, e.Pointer, d.Pointer, 3);
        d.Span.ToArray().ShouldBe([1.5, 4, double.NaN]);
    }

    [Fact]
    public void NaN_goes_through_maximum_and_clamp()
    {
        using var a = new Block<float>([float.NaN, 1, 2, -3]);
        using var b = new Block<float>([0, float.NaN, 3, -4]);
        using var y = new Block<float>(4);
        Elementwise.Binary<MaximumOperator, float>(default, a.Pointer, b.Pointer, y.Pointer, 4);
        y.Span.ToArray().ShouldBe([float.NaN, float.NaN, 3, -3]);
        Elementwise.Unary<ClampOperator, float>(new ClampOperator(-1, 1), a.Pointer, y.Pointer, 4);
        y.Span.ToArray().ShouldBe([float.NaN, 1, 1, -1]);
    }

    [Fact]
    public void Same_bits_at_any_thread_count()
    {
        const int Length = 100_003;
        using var x = new Block<float>(Numbers.Normal(Length, 1, 3));
        using var first = new Block<float>(Length);
        Elementwise.Unary<GeluOperator, float>(default, x.Pointer, first.Pointer, Length);
        AtEveryThreadCount(() =>
        {
            using var y = new Block<float>(Length);
            Elementwise.Unary<GeluOperator, float>(default, x.Pointer, y.Pointer, Length);
            Numbers.ShouldHaveSameBits<float>(y.Span, first.Span);
        });
    }

    internal static void AtEveryThreadCount(Action body)
    {
        int before = WorkerPool.ThreadCount;
        try
        {
            for (int threads = 1; threads <= 3; threads++)
            {
                WorkerPool.ThreadCount = threads;
                body();
            }
        }
        finally
        {
            WorkerPool.ThreadCount = before;
        }
    }

    private static void Same(float actual, float expected)
    {
        if (BitConverter.SingleToInt32Bits(actual) != BitConverter.SingleToInt32Bits(expected)) actual.ShouldBe(expected);
    }
}
