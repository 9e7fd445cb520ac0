using System.Numerics;
using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Memory;

/// <summary>Where every tensor's memory comes from and returns to.</summary>
/// <remarks>
/// Buffers are sorted into size classes, eight to an octave, so that at most an eighth of one is unused; a training
/// step that repeats finds every buffer it needs on the shelf. Large ones may also be up to twice as large as asked for
/// (steps over texts, each of another length, would else fill the shelf of every length). Pages that were never written cost no memory.
/// </remarks>
public static unsafe class BufferPool
{
    private const int Alignment = 64;
    private const int SmallestShift = 8; // 256 bytes
    private const int Octave = 8; // size classes
    private const long Large = 1 << 20;

    private static readonly Lock Gate = new();
    private static readonly Stack<Storage>?[] Shelves = new Stack<Storage>?[Octave * 48];
    private static long newBuffers, rented, returned, cachedBytes, totalBytes;

    /// <summary>Buffers taken from the runtime since the start. In steady state training leaves this number alone.</summary>
    public static long NewBuffers => Interlocked.Read(ref newBuffers);

    /// <summary>Buffers that were handed out and have not come back: those of living tensors, and of those the garbage collector took.</summary>
    public static long Outstanding => Interlocked.Read(ref rented) - Interlocked.Read(ref returned);

    /// <summary>Bytes that lie on the shelves, ready for the next tensor.</summary>
    public static long CachedBytes => Interlocked.Read(ref cachedBytes);

    /// <summary>Bytes of all buffers taken from the runtime since the start.</summary>
    public static long AllocatedBytes => Interlocked.Read(ref totalBytes);

    /// <summary>Drops the buffers on the shelves, so that the garbage collector can give their memory back to the system.</summary>
    public static void Trim()
    {
        lock (Gate)
        {
            Array.Clear(Shelves);
            cachedBytes = 0;
        }
    }

    /// <summary>A buffer of at least this many bytes, held once. Its bytes are whatever they were.</summary>
    internal static Storage Rent(long bytes)
    {
        int sizeClass = SizeClass(bytes, out long capacity);
        Storage? storage = null;
        lock (Gate)
        {
            rented++;
            for (int shelf = sizeClass; storage is null && shelf <= sizeClass + (bytes >= Large ? Octave : 0); shelf++)
            {
                if (Shelves[shelf] is not { Count: > 0 } free) continue;
                storage = free.Pop();
                cachedBytes -= storage.Capacity;
            }
        }
        storage ??= Allocate(capacity, sizeClass);
        storage.Hold();
        return storage;
    }

    internal static void Return(Storage storage, int sizeClass)
    {
        lock (Gate)
        {
            (Shelves[sizeClass] ??= new Stack<Storage>()).Push(storage);
            returned++;
            cachedBytes += storage.Capacity;
        }
    }

    private static Storage Allocate(long capacity, int sizeClass)
    {
        Interlocked.Increment(ref newBuffers);
        Interlocked.Add(ref totalBytes, capacity);
        try
        {
            return Pin(capacity, sizeClass);
        }
        catch (OutOfMemoryException)
        {
            Trim();
            GC.Collect();
            return Pin(capacity, sizeClass);
        }
    }

    private static Storage Pin(long capacity, int sizeClass)
    {
        // An array of 8-byte words reaches 16 GiB where one of bytes ends at 2 GiB.
        ulong[] words = GC.AllocateUninitializedArray<ulong>(checked((int)((capacity + Alignment) / sizeof(ulong))), pinned: true);
        var start = (byte*)Unsafe.AsPointer(ref words[0]);
        var aligned = (byte*)(((nint)start + Alignment - 1) & ~(nint)(Alignment - 1));
        return new Storage(aligned, capacity, words, sizeClass);
    }

    /// <summary>The shelf for a size, and the bytes of a buffer on it: (8 + s) * 2^e with s in 1..8.</summary>
    private static int SizeClass(long bytes, out long capacity)
    {
        long size = Math.Max(bytes, 1L << SmallestShift);
        int octave = BitOperations.Log2((ulong)(size - 1)); // 2^octave < size <= 2^(octave+1)
        int step = octave - 3;
        long units = (size + (1L << step) - 1) >> step; // 8 < units <= 16
        capacity = units << step;
        return ((octave - SmallestShift + 1) * Octave) + (int)(units - 9);
    }
}
