using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Anneal.Tensors;

namespace Anneal.Formats;

/// <summary>Brings stored elements into the memory of a tensor: other byte order, narrower types, unaligned addresses.</summary>
internal static unsafe class StoredElements
{
    /// <summary>Copies <paramref name="count"/> elements into memory for as many of the <see cref="StoredTypeFacts.Widened"/> type.</summary>
    /// <returns>False when an unsigned 64-bit number is too large for a signed one; true otherwise.</returns>
    public static bool Copy(byte* from, long count, StoredType type, bool bigEndian, byte* to)
    {
        switch (type)
        {
            case StoredType.Bool:
                for (long i = 0; i < count; i++) to[i] = (byte)(from[i] == 0 ? 0 : 1); // any other byte isn't a .NET bool
                return true;
            case StoredType.Int8:
                for (long i = 0; i < count; i++) ((int*)to)[i] = (sbyte)from[i];
                return true;
            case StoredType.Int16:
                for (long i = 0; i < count; i++) ((int*)to)[i] = (short)Load<ushort>(from, i, bigEndian);
                return true;
            case StoredType.UInt16:
                for (long i = 0; i < count; i++) ((int*)to)[i] = Load<ushort>(from, i, bigEndian);
                return true;
            case StoredType.UInt32:
                for (long i = 0; i < count; i++) ((long*)to)[i] = Load<uint>(from, i, bigEndian);
                return true;
            case StoredType.UInt64:
                ulong all = 0;
                for (long i = 0; i < count; i++)
                {
                    ulong value = Load<ulong>(from, i, bigEndian);
                    all |= value;
                    ((ulong*)to)[i] = value;
                }
                return all <= long.MaxValue;
            default:
                long bytes = count * type.Size();
                Buffer.MemoryCopy(from, to, bytes, bytes);
                if (bigEndian) Swap(to, count, type.Size());
                return true;
        }
    }

    /// <summary>True when every byte is 0 or 1, as .NET wants its bools.</summary>
    public static bool AreBools(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExceptInRange((byte)0, (byte)1);

    /// <summary>A tensor of its own memory with these elements in row-major order.</summary>
    /// <returns>Null when an unsigned 64-bit number is too large for a signed one.</returns>
    public static Tensor? Read(byte* from, Shape shape, StoredType type, bool bigEndian = false)
    {
        Tensor result = Tensor.Uninitialized(shape, type.Widened());
        if (Copy(from, shape.ElementCount, type, bigEndian, result.Address)) return result;
        result.Dispose();
        return null;
    }

    private static T Load<T>(byte* from, long index, bool bigEndian)
        where T : unmanaged
    {
        T value = Unsafe.ReadUnaligned<T>(from + (index * sizeof(T)));
        if (!bigEndian) return value;
        new Span<byte>(&value, sizeof(T)).Reverse();
        return value;
    }

    private static void Swap(byte* elements, long count, int size)
    {
        const int Chunk = 1 << 20;
        for (long done = 0; done < count && size > 1; done += Chunk)
        {
            var bytes = new Span<byte>(elements + (done * size), (int)Math.Min(Chunk, count - done) * size);
            if (size == 2) Swap(MemoryMarshal.Cast<byte, ushort>(bytes));
            else if (size == 4) Swap(MemoryMarshal.Cast<byte, uint>(bytes));
            else Swap(MemoryMarshal.Cast<byte, ulong>(bytes));
        }
    }

    private static void Swap(Span<ushort> x) => BinaryPrimitives.ReverseEndianness(x, x);

    private static void Swap(Span<uint> x) => BinaryPrimitives.ReverseEndianness(x, x);

    private static void Swap(Span<ulong> x) => BinaryPrimitives.ReverseEndianness(x, x);
}
