using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Anneal.Data.Vision.Jpeg;

/// <summary>The bits of a scan, the highest of each byte first, without the zeros that follow a byte 255.</summary>
/// <remarks>Behind the last bit come zeros, so that no read must be guarded; whoever reads asks <see cref="CheckEnd"/> now and then whether it went too far.</remarks>
internal ref struct JpegBits(ReadOnlySpan<byte> bytes, int start)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int position = start;
    private ulong buffer; // the next bit is the highest
    private int count; // bits in the buffer
    private int invented; // zero bytes that were put behind the end

    /// <summary>Makes sure that at least 48 bits can be looked at and dropped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fill()
    {
        if (count >= 48) return;
        if (bytes.Length - position >= 8)
        {
            ulong next = BinaryPrimitives.ReadUInt64BigEndian(bytes[position..]);

            // No byte 255: none of the bytes of ~next is zero.
            ulong inverse = ~next;
            if (((inverse - 0x0101010101010101) & next & 0x8080808080808080) == 0)
            {
                int taken = (64 - count) >> 3;
                buffer |= next >> count;
                count += taken << 3;
                position += taken;

                // Bits beyond the whole bytes that were taken come again with the next read.
                if (count < 64) buffer &= ~(ulong.MaxValue >> count);
                return;
            }
        }
        FillSlowly();
    }

    /// <summary>The next bits, 1 to 32 of them, as a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int Peek(int length) => (int)(buffer >> (64 - length));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Drop(int length)
    {
        buffer <<= length;
        count -= length;
    }

    /// <summary>The next bits, 1 to 16 of them; <see cref="Fill"/> came before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Take(int length)
    {
        int value = Peek(length);
        Drop(length);
        return value;
    }

    /// <summary>A number of so many bits, 1 to 16, whose lower half stands for negative numbers (F.2.2.1, EXTEND).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int TakeSigned(int length)
    {
        int value = Take(length);
        return value + (((value - (1 << (length - 1))) >> 31) & (1 - (1 << length)));
    }

    /// <summary>Refuses a scan of which more bits were used than it has.</summary>
    public readonly void CheckEnd()
    {
        if (count < 8 * invented) throw ImageError.EndsEarly();
    }

    /// <summary>Goes past a restart marker and forgets the bits before it.</summary>
    /// <param name="number">Its number, 0 to 7.</param>
    public void Restart(int number)
    {
        CheckEnd();
        int at = MarkerAt();
        if (at + 1 >= bytes.Length) throw ImageError.EndsEarly();
        if (bytes[at + 1] != 0xD0 + number) throw ImageError.Damaged("RST");
        position = at + 2;
        (buffer, count, invented) = (0, 0, 0);
    }

    /// <summary>Where the marker behind the scan stands, or the end of the file.</summary>
    public readonly int MarkerAt()
    {
        // The buffer never holds bytes from behind a marker, so it can't lie before the position.
        int at = position;
        while (at < bytes.Length && !(bytes[at] == 0xFF && at + 1 < bytes.Length && bytes[at + 1] is not (0 or 0xFF))) at++;
        return at;
    }

    private void FillSlowly()
    {
        while (count <= 56)
        {
            int next = 0;
            if (position >= bytes.Length)
            {
                invented++;
            }
            else if (bytes[position] != 0xFF)
            {
                next = bytes[position++];
            }
            else if (position + 1 < bytes.Length && bytes[position + 1] == 0)
            {
                next = 0xFF;
                position += 2;
            }
            else
            {
                invented++;
            }
            buffer |= (ulong)next << (56 - count);
            count += 8;
        }
    }
}
