using System.Buffers.Binary;
using System.Text;

namespace Anneal.Data.Text.Tokenizers.Normalizers;

/// <summary>SentencePiece's table of replacements: a double-array trie of byte sequences, then what each becomes, ended by a zero.</summary>
/// <remarks>normalizer.cc of SentencePiece; the units are those of darts-clone (S. Yata). At each place the longest sequence in the table is replaced.</remarks>
internal sealed class CharacterMap : TextNormalizer
{
    private const int LongestReplacement = 256; // bytes; the longest in use is a tenth of it

    private readonly uint[] units;
    private readonly byte[] replacements;

    private CharacterMap(byte[] source, uint[] units, byte[] replacements) => (Source, this.units, this.replacements) = (source, units, replacements);

    /// <summary>The table as the file has it.</summary>
    public byte[] Source { get; }

    /// <summary>Reads a table, or gives null when it can't be one.</summary>
    public static CharacterMap? TryRead(byte[] source)
    {
        if (source.Length < 8) return null;
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(source);
        if (size % 4 != 0 || size < 4 || size > source.Length - 4) return null;
        uint[] units = new uint[size / 4];
        for (int i = 0; i < units.Length; i++) units[i] = BinaryPrimitives.ReadUInt32LittleEndian(source.AsSpan(4 + (4 * i)));
        return new CharacterMap(source, units, source[(int)(4 + size)..]);
    }

    /// <inheritdoc/>
    public override string Apply(string text, TextPlace place)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        using MemoryStream output = new(bytes.Length + 16);
        for (int at = 0; at < bytes.Length;)
        {
            if (Longest(bytes.AsSpan(at), out int replacement) is > 0 and int length)
            {
                ReadOnlySpan<byte> replaced = replacements.AsSpan(replacement, Math.Min(LongestReplacement, replacements.Length - replacement));
                int end = replaced.IndexOf((byte)0);
                output.Write(end < 0 ? replaced : replaced[..end]);
                at += length;
                continue;
            }

            Rune.DecodeFromUtf8(bytes.AsSpan(at), out _, out length);
            output.Write(bytes.AsSpan(at, length));
            at += length;
        }

        return Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)output.Length);
    }

    private int Longest(ReadOnlySpan<byte> bytes, out int replacement)
    {
        int longest = replacement = 0;
        uint node = Offset(units[0]);
        for (int i = 0; i < bytes.Length; i++)
        {
            node ^= bytes[i];
            if (node >= units.Length) break;
            uint unit = units[node];
            if ((unit & (0x80000000 | 0xFF)) != bytes[i]) break;
            node ^= Offset(unit);
            if ((unit & 0x100) == 0) continue;
            if (node >= units.Length) break;
            uint value = units[node] & 0x7FFFFFFF;
            if (value < replacements.Length) (longest, replacement) = (i + 1, (int)value);
        }

        return longest;
    }

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & 0x200) >> 6);
}
