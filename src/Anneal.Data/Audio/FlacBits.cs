using System.Numerics;

namespace Anneal.Data.Audio;

/// <summary>Bits of a FLAC file, the highest of each byte first. Behind the end come zeros, and <see cref="IsBeyond"/> is true.</summary>
internal ref struct FlacBits(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;
    private long place;

    public readonly bool IsBeyond => place > 8L * bytes.Length;

    /// <summary>The byte that the next bit is in.</summary>
    public readonly int Byte => (int)Math.Min(place / 8, bytes.Length);

    public uint Read(int count)
    {
        uint value = 0;
        while (count > 0)
        {
            int inByte = (int)(place % 8), take = Math.Min(count, 8 - inByte);
            long at = place / 8;
            uint part = at < bytes.Length ? bytes[(int)at] : 0u;
            value = (value << take) | ((part >> (8 - inByte - take)) & ((1u << take) - 1));
            place += take;
            count -= take;
        }
        return value;
    }

    public int ReadSigned(int count) => count == 0 ? 0 : (int)(Read(count) << (32 - count)) >> (32 - count);

    /// <summary>Zeros before the next one; as many as there are where none follows.</summary>
    public int ReadUnary()
    {
        int zeros = 0;
        while (!IsBeyond)
        {
            int inByte = (int)(place % 8);
            long at = place / 8;
            uint part = at < bytes.Length ? (uint)bytes[(int)at] << (24 + inByte) : 0;
            if (part == 0)
            {
                zeros += 8 - inByte;
                place += 8 - inByte;
                continue;
            }
            int here = BitOperations.LeadingZeroCount(part);
            place += here + 1;
            return zeros + here;
        }
        return zeros;
    }

    public void Align() => place = (place + 7) / 8 * 8;
}
