using System.Numerics;
using System.Numerics.Tensors;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors.Kernels;

/// <summary>Adds the parts of a weight gradient in their order and turns each from <c>[taps, outChannels]</c> to <c>[outChannels, taps]</c>.</summary>
internal static unsafe class WeightGradientSums
{
    private const int Grain = 16 * 1024;
    private const int ChannelsPerPart = 32;

    /// <param name="sums"><c>[parts, groups, taps, outChannels]</c>; the first part is used up.</param>
    /// <param name="parts">How many.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="taps">Taps of a group.</param>
    /// <param name="outChannels">Output channels of a group.</param>
    /// <param name="result"><c>[groups, outChannels, taps]</c>.</param>
    public static void Run<T>(T* sums, int parts, int groups, int taps, int outChannels, T* result)
        where T : unmanaged, INumber<T>
    {
        long size = (long)groups * taps * outChannels;
        if (parts > 1) WorkerPool.ForRange(size, Grain, new Add<T> { Sums = sums, Parts = parts, Size = size });
        int blocks = (outChannels + ChannelsPerPart - 1) / ChannelsPerPart;
        var turn = new Turn<T> { Sums = sums, Result = result, Taps = taps, OutChannels = outChannels, Blocks = blocks };
        if (size < Grain) for (int i = 0; i < groups * blocks; i++) turn.Run(i);
        else WorkerPool.For(groups * blocks, in turn);
    }

    private struct Add<T> : IRangeJob
        where T : unmanaged, INumber<T>
    {
        public T* Sums;
        public int Parts;
        public long Size;

        public void Run(long start, long end)
        {
            var sum = new Span<T>(Sums + start, (int)(end - start));
            for (int part = 1; part < Parts; part++) TensorPrimitives.Add(sum, new ReadOnlySpan<T>(Sums + (part * Size) + start, sum.Length), sum);
        }
    }

    private struct Turn<T> : IJob
        where T : unmanaged
    {
        public T* Sums;
        public T* Result;
        public int Taps;
        public int OutChannels;
        public int Blocks;

        public void Run(int index)
        {
            nint group = index / Blocks * (nint)Taps * OutChannels;
            int first = index % Blocks * ChannelsPerPart, count = Math.Min(ChannelsPerPart, OutChannels - first);
            Packing<T>.Strip(Sums + group + first, 1, OutChannels, count, Taps, Result + group + ((nint)first * Taps), Taps);
        }
    }
}
