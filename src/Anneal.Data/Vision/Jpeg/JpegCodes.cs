using System.Runtime.CompilerServices;

namespace Anneal.Data.Vision.Jpeg;

/// <summary>One Huffman table: codes of 1 to 16 bits for bytes.</summary>
internal sealed class JpegCodes
{
    private const int QuickBits = 9;

    private readonly ushort[] quick = new ushort[1 << QuickBits]; // length << 8 | symbol, for codes of up to nine bits
    private readonly int[] largest = new int[18]; // the first code of each length that isn't one, left-aligned in 16 bits
    private readonly int[] offset = new int[17]; // from code to place among the symbols
    private readonly byte[] symbols;

    /// <param name="counts">How many codes have 1, 2, … 16 bits.</param>
    /// <param name="symbols">Their meanings, short codes first.</param>
    public JpegCodes(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        this.symbols = symbols.ToArray();
        int code = 0, index = 0;
        for (int length = 1; length <= 16; length++)
        {
            offset[length] = index - code;
            for (int i = 0; i < counts[length - 1]; i++, code++, index++)
            {
                if (code >= 1 << length) throw ImageError.Damaged("DHT");
                if (length > QuickBits) continue;
                int first = code << (QuickBits - length);
                Array.Fill(quick, (ushort)((length << 8) | symbols[index]), first, 1 << (QuickBits - length));
            }
            largest[length] = code << (16 - length);
            code <<= 1;
        }
        largest[17] = int.MaxValue;
    }

    /// <summary>The next symbol; <see cref="JpegBits.Fill"/> came before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(ref JpegBits bits)
    {
        int entry = quick[bits.Peek(QuickBits)];
        if (entry == 0) return NextLong(ref bits);
        bits.Drop(entry >> 8);
        return (byte)entry;
    }

    private int NextLong(ref JpegBits bits)
    {
        int code = bits.Peek(16), length = QuickBits + 1;
        while (code >= largest[length]) length++;
        if (length > 16) throw ImageError.Damaged("Huffman");
        bits.Drop(length);
        return symbols[(code >> (16 - length)) + offset[length]];
    }
}
