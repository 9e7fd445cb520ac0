using System.Buffers.Binary;

namespace Anneal.Data.Vision;

/// <summary>Reads a picture's bytes one after another; past the end is the user's broken file, not our fault.</summary>
internal ref struct ImageBytes(ReadOnlySpan<byte> bytes, int start = 0)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;

    /// <summary>Where the next byte is taken from.</summary>
    public int Position { get; private set; } = start;

    public readonly int Left => bytes.Length - Position;

    public ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > Left) throw ImageError.EndsEarly();
        ReadOnlySpan<byte> taken = bytes.Slice(Position, (int)count);
        Position += (int)count;
        return taken;
    }

    public void MoveTo(long position)
    {
        if (position < 0 || position > bytes.Length) throw ImageError.EndsEarly();
        Position = (int)position;
    }

    public int U8() => Take(1)[0];

    public int BigU16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public uint BigU32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public int U16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint U32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public int S32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));
}
