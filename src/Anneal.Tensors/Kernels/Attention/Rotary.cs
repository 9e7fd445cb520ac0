using System.Numerics;
using System.Runtime.CompilerServices;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>Turns pairs of features by angles that grow with the position: y = first * cos - second * sin, first * sin + second * cos.</summary>
internal static unsafe class Rotary
{
    /// <summary>x and y are [outer, time, slots, size]; only the first <see cref="TurnedSlots"/> slots and the first <see cref="Turned"/> features of each are turned, the rest is copied.</summary>
    internal struct Problem<T>
        where T : unmanaged
    {
        public T* X;
        public T* Y;

        /// <summary>[time, turned / 2].</summary>
        public T* Cos;

        /// <summary>[time, turned / 2]. Its sign is changed for the way back.</summary>
        public T* Sin;
        public long Outer;
        public int Time;

        /// <summary>[outer * time]: each row's position; or null where it is the row's place in time.</summary>
        public int* Positions;
        public int Slots;
        public int TurnedSlots;
        public int Size;
        public int Turned;

        /// <summary>Pairs are neighbours (2i, 2i + 1); otherwise (i, i + turned / 2).</summary>
        public bool Interleaved;
        public bool Back;
    }

    public static void Run<T>(in Problem<T> problem)
        where T : unmanaged, INumber<T>
    {
        Problem<T> copy = problem;
        long rows = copy.Outer * copy.Time;
        long grain = Elementwise.RowsPerGrain((long)copy.Slots * copy.Size);
        if (copy.Interleaved) WorkerPool.ForRange(rows, grain, new Neighbours<T>(&copy));
        else Wide<Halves, T>.ForRange(rows, grain, new Halves(&copy));
    }

    /// <summary>The same on the calling thread.</summary>
    public static void RunSerial(in Problem<float> problem)
    {
        Problem<float> copy = problem;
        long rows = copy.Outer * copy.Time;
        if (copy.Interleaved) new Neighbours<float>(&copy).Run(0, rows);
        else new Wide<Halves, float>(new Halves(&copy)).Run(0, rows);
    }

    private readonly struct Halves(void* problem) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, V, T>(long start, long end)
            where L : struct, ILanes<V, T>
            where V : struct
            where T : unmanaged
        {
            ref readonly Problem<T> p = ref *(Problem<T>*)problem;
            int half = p.Turned / 2;
            for (long row = start; row < end; row++)
            {
                long position = p.Positions is null ? row % p.Time : p.Positions[row];
                T* cos = p.Cos + (position * half), sin = p.Sin + (position * half);
                T* x = p.X + (row * p.Slots * p.Size), y = p.Y + (row * p.Slots * p.Size);
                for (int slot = 0; slot < p.TurnedSlots; slot++, x += p.Size, y += p.Size)
                {
                    for (int i = 0; i < half; i += L.Count)
                    {
                        int lanes = Math.Min(L.Count, half - i);
                        V first = L.LoadPartial(x + i, lanes, L.Zero), second = L.LoadPartial(x + half + i, lanes, L.Zero);
                        V c = L.LoadPartial(cos + i, lanes, L.Zero), s = L.LoadPartial(sin + i, lanes, L.Zero);
                        if (p.Back) s = L.Negate(s);
                        L.StorePartial(y + i, L.MultiplyAdd(first, c, L.Negate(L.Multiply(second, s))), lanes);
                        L.StorePartial(y + half + i, L.MultiplyAdd(second, c, L.Multiply(first, s)), lanes);
                    }
                    CopyRest(x, y, p.Turned, p.Size);
                }
                CopyRest(x, y, 0, (p.Slots - p.TurnedSlots) * p.Size);
            }
        }
    }

    private readonly struct Neighbours<T>(Problem<T>* problem) : IRangeJob
        where T : unmanaged, INumber<T>
    {
        private readonly Problem<T>* problem = problem;

        public void Run(long start, long end)
        {
            ref readonly Problem<T> p = ref *problem;
            int half = p.Turned / 2;
            for (long row = start; row < end; row++)
            {
                long position = p.Positions is null ? row % p.Time : p.Positions[row];
                T* cos = p.Cos + (position * half), sin = p.Sin + (position * half);
                T* x = p.X + (row * p.Slots * p.Size), y = p.Y + (row * p.Slots * p.Size);
                for (int slot = 0; slot < p.TurnedSlots; slot++, x += p.Size, y += p.Size)
                {
                    for (int i = 0; i < half; i++)
                    {
                        T first = x[2 * i], second = x[(2 * i) + 1], s = p.Back ? -sin[i] : sin[i];
                        y[2 * i] = (first * cos[i]) - (second * s);
                        y[(2 * i) + 1] = (second * cos[i]) + (first * s);
                    }
                    CopyRest(x, y, p.Turned, p.Size);
                }
                CopyRest(x, y, 0, (p.Slots - p.TurnedSlots) * p.Size);
            }
        }
    }

    private static void CopyRest<T>(T* x, T* y, int from, int to)
        where T : unmanaged
    {
        if (x != y) new ReadOnlySpan<T>(x + from, to - from).CopyTo(new Span<T>(y + from, to - from));
    }
}
