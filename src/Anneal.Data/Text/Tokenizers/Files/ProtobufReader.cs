using System.Buffers.Binary;

namespace Anneal.Data.Text.Tokenizers.Files;

/// <summary>Reads the fields of one protobuf message from front to back (protobuf.dev, "Encoding").</summary>
/// <param name="bytes">The message.</param>
internal ref struct ProtobufReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>The number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>Its bytes, where it is a string, bytes or a message.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Its number, where it is one.</summary>
    public ulong Number { get; private set; }

    public readonly float Single => BitConverter.UInt32BitsToSingle((uint)Number);

    /// <summary>Goes to the next field.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="FormatException">The message is damaged.</exception>
    public bool Next()
    {
        if (rest.IsEmpty) return false;
        ulong key = Variable();
        Field = (int)(key >> 3);
        if (key >> 3 is 0 or > 1 << 29) throw new FormatException("a field without a number");
        Bytes = default;
        Number = 0;
        switch (key & 7)
        {
            case 0: Number = Variable(); break;
            case 1: Number = BinaryPrimitives.ReadUInt64LittleEndian(Take(8)); break;
            case 2: Bytes = Take(Variable()); break;
            case 5: Number = BinaryPrimitives.ReadUInt32LittleEndian(Take(4)); break;
            default: throw new FormatException("a field of an unknown kind");
        }

        return true;
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)rest.Length) throw new FormatException("a field that ends behind the file");
        ReadOnlySpan<byte> taken = rest[..(int)count];
        rest = rest[(int)count..];
        return taken;
    }

    private ulong Variable()
    {
        ulong value = 0;
        for (int i = 0, shift = 0; i < rest.Length && shift < 70; i++, shift += 7)
        {
            value |= (ulong)(rest[i] & 0x7F) << shift;
            if (rest[i] >= 0x80) continue;
            rest = rest[(i + 1)..];
            return value;
        }

        throw new FormatException("a number without an end");
    }
}
