using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>Working memory of kernels: each thread keeps its buffers, which grow to the largest size asked for and stay.</summary>
/// <remarks>
/// Buffers are pinned arrays, so the garbage collector knows them and frees them with their thread; once they have grown,
/// renting allocates nothing. Rents nest as calls do: the one taken last is given back first. The content is undefined.
/// </remarks>
internal static unsafe class Scratch
{
    private const int Alignment = 64;
    private const int MostNested = 16;

    [ThreadStatic]
    private static Stack? stack;

    /// <summary>Lends at least <paramref name="bytes"/> bytes, aligned to a cache line, until the lease is disposed.</summary>
    public static Lease Rent(long bytes)
    {
        Stack own = stack ??= new Stack();
        return new Lease(own, own.Take(bytes));
    }

    /// <summary>A buffer on loan to this thread.</summary>
    internal readonly ref struct Lease
    {
        private readonly Stack owner;

        internal Lease(Stack owner, byte* pointer)
        {
            this.owner = owner;
            Pointer = pointer;
        }

        public byte* Pointer { get; }

        public void Dispose() => owner.Depth--;
    }

    internal sealed class Stack
    {
        private readonly byte[]?[] buffers = new byte[]?[MostNested];

        public int Depth { get; set; }

        public byte* Take(long bytes)
        {
            byte[]? buffer = buffers[Depth];
            if (buffer is null || buffer.LongLength < bytes + Alignment) buffer = Grow(bytes);
            Depth++;
            nuint address = (nuint)Unsafe.AsPointer(ref buffer[0]);
            return (byte*)((address + Alignment - 1) & ~(nuint)(Alignment - 1));
        }

        private byte[] Grow(long bytes)
        {
            // A quarter more than asked, so that slowly growing work does not allocate at every step.
            long size = Math.Min(Math.Max(4096, bytes + (bytes >> 2)) + Alignment, Math.Max(bytes + Alignment, Array.MaxLength));
            byte[] buffer = GC.AllocateUninitializedArray<byte>(checked((int)size), pinned: true);
            buffers[Depth] = buffer;
            return buffer;
        }
    }
}
