using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>The gradients of batch normalisation (Ioffe and Szegedy 2015) over [n, channels, spatial]. Forward is <see cref="ChannelMoments"/>, then <see cref="ChannelAffine"/>.</summary>
internal static unsafe class BatchNorm
{
    /// <summary>dx, dweight and dbias [channels] from dy, x, and the mean and rstd [channels] that forward used.</summary>
    /// <param name="y">The output, when ReLU was fused: the gradient passes where it is positive. Else null.</param>
    /// <param name="weight">[channels], or null for ones.</param>
    /// <param name="training">True when mean and rstd came from x itself, so that dx must flow through them; false for running statistics.</param>
    public static void Backward<T>(T* dy, T* x, T* y, T* weight, T* mean, T* rstd, T* dx, T* dweight, T* dbias, long n, long channels, long spatial, bool training)
        where T : unmanaged
    {
        if (spatial == 1)
        {
            var columns = new ColumnKernel(dy, x, y, weight, mean, rstd, dx, dweight, dbias, n, channels, training);
            Wide<ColumnKernel, T>.ForRange(channels, Reduce.InnerGrain(n, channels), columns);
            return;
        }
        var kernel = new Kernel(dy, x, y, weight, mean, rstd, dx, dweight, dbias, n, channels, spatial, training);
        Wide<Kernel, T>.ForRange(channels, Elementwise.RowsPerGrain(n * spatial), kernel);
    }

    /// <summary>Sum of g and of g * h over one row, g being masked by y > 0 when y isn't null and h = (x - mean) * rstd.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Gather<L, V, T>(T* g, T* x, T* y, V mean, V rstd, long length, out double sum, out double product)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        V s0 = L.Zero, p0 = L.Zero, s1 = L.Zero, p1 = L.Zero;
        long i = 0;
        for (; i <= length - (2 * L.Count); i += 2 * L.Count)
        {
            V g0 = L.Load(g + i), g1 = L.Load(g + i + L.Count);
            if (y != null)
            {
                g0 = L.And(g0, L.GreaterThan(L.Load(y + i), L.Zero));
                g1 = L.And(g1, L.GreaterThan(L.Load(y + i + L.Count), L.Zero));
            }
            s0 = L.Add(s0, g0);
            s1 = L.Add(s1, g1);
            p0 = L.MultiplyAdd(g0, L.Multiply(L.Subtract(L.Load(x + i), mean), rstd), p0);
            p1 = L.MultiplyAdd(g1, L.Multiply(L.Subtract(L.Load(x + i + L.Count), mean), rstd), p1);
        }
        for (; i < length; i += L.Count)
        {
            int count = (int)Math.Min(length - i, L.Count);
            V g0 = L.LoadPartial(g + i, count, L.Zero);
            if (y != null) g0 = L.And(g0, L.GreaterThan(L.LoadPartial(y + i, count, L.Zero), L.Zero));
            s0 = L.Add(s0, g0);
            p0 = L.MultiplyAdd(g0, L.Multiply(L.Subtract(L.LoadPartial(x + i, count, mean), mean), rstd), p0);
        }
        sum = Part<L, V, T>.ToDouble(L.Sum(L.Add(s0, s1)));
        product = Part<L, V, T>.ToDouble(L.Sum(L.Add(p0, p1)));
    }

    /// <summary>dx = scale * g - shift - slope * h over one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Scatter<L, V, T>(T* g, T* x, T* y, T* dx, V mean, V rstd, V scale, V shift, V slope, long length)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        for (long i = 0; i < length; i += L.Count)
        {
            int count = (int)Math.Min(length - i, L.Count);
            Part<L, V, T>.Store(
                dx + i, Point<L, V, T>(g + i, x + i, y == null ? null : y + i, mean, rstd, scale, shift, slope, count), count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Point<L, V, T>(T* g, T* x, T* y, V mean, V rstd, V scale, V shift, V slope, int count)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged
    {
        V gradient = Part<L, V, T>.Load(g, count);
        if (y != null) gradient = L.And(gradient, L.GreaterThan(Part<L, V, T>.Load(y, count), L.Zero));
        V h = L.Multiply(L.Subtract(Part<L, V, T>.Load(x, count), mean), rstd);
        return L.Subtract(L.Subtract(L.Multiply(gradient, scale), shift), L.Multiply(h, slope));
    }

    private readonly struct Kernel(
        void* dy, void* input, void* output, void* weight, void* means, void* rstds, void* dx, void* dweight, void* dbias, long n, long channels, long spatial, bool training) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            for (long c = start; c < end; c++)
            {
                V mean = L.Broadcast(((T*)means)[c]), rstd = L.Broadcast(((T*)rstds)[c]);
                double sum = 0, product = 0;
                for (long i = 0; i < n; i++)
                {
                    long at = ((i * channels) + c) * spatial;
                    Gather<L, V, T>((T*)dy + at, (T*)input + at, output == null ? null : (T*)output + at, mean, rstd, spatial, out double s, out double p);
                    sum += s;
                    product += p;
                }
                if (dweight != null) ((T*)dweight)[c] = Part<L, V, T>.FromDouble(product);
                if (dbias != null) ((T*)dbias)[c] = Part<L, V, T>.FromDouble(sum);
                if (dx == null) continue;

                double factor = Part<L, V, T>.ToDouble(((T*)rstds)[c]) * (weight == null ? 1 : Part<L, V, T>.ToDouble(((T*)weight)[c]));
                double share = training ? factor / (n * spatial) : 0;
                for (long i = 0; i < n; i++)
                {
                    long at = ((i * channels) + c) * spatial;
                    Scatter<L, V, T>(
                        (T*)dy + at, (T*)input + at, output == null ? null : (T*)output + at, (T*)dx + at,
                        mean, rstd, L.Constant(factor), L.Constant(share * sum), L.Constant(share * product), spatial);
                }
            }
        }
    }

    /// <summary>Without a spatial axis neighbouring channels share a register and the walk goes down the samples.</summary>
    private readonly struct ColumnKernel(
        void* dy, void* input, void* output, void* weight, void* means, void* rstds, void* dx, void* dweight, void* dbias, long n, long channels, bool training) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            for (long c = start; c < end; c += L.Count)
            {
                int count = (int)Math.Min(end - c, L.Count);
                V mean = Part<L, V, T>.Load((T*)means + c, count), rstd = Part<L, V, T>.Load((T*)rstds + c, count);
                V sum = L.Zero, product = L.Zero;
                for (long i = 0; i < n; i++)
                {
                    long at = (i * channels) + c;
                    V g = Part<L, V, T>.Load((T*)dy + at, count);
                    if (output != null) g = L.And(g, L.GreaterThan(Part<L, V, T>.Load((T*)output + at, count), L.Zero));
                    sum = L.Add(sum, g);
                    product = L.MultiplyAdd(g, L.Multiply(L.Subtract(Part<L, V, T>.Load((T*)input + at, count), mean), rstd), product);
                }
                if (dweight != null) Part<L, V, T>.Store((T*)dweight + c, product, count);
                if (dbias != null) Part<L, V, T>.Store((T*)dbias + c, sum, count);
                if (dx == null) continue;

                V factor = weight == null ? rstd : L.Multiply(rstd, Part<L, V, T>.Load((T*)weight + c, count));
                V share = training ? L.Multiply(factor, L.Constant(1.0 / n)) : L.Zero;
                for (long i = 0; i < n; i++)
                {
                    long at = (i * channels) + c;
                    V d = Point<L, V, T>(
                        (T*)dy + at, (T*)input + at, output == null ? null : (T*)output + at,
                        mean, rstd, factor, L.Multiply(share, sum), L.Multiply(share, product), count);
                    Part<L, V, T>.Store((T*)dx + at, d, count);
                }
            }
        }
    }
}
