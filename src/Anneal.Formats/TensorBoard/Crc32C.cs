using System.Numerics;

namespace Anneal.Formats;

/// <summary>The Castagnoli checksum, masked as TensorFlow's record files mask it.</summary>
internal static class Crc32C
{
    /// <summary>The masked checksum of some bytes.</summary>
    /// <remarks>Rotated and shifted, so that the checksum of a text that holds checksums is still a good one.</remarks>
    public static uint Masked(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes) crc = BitOperations.Crc32C(crc, value);
        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + 0xA282EAD8;
    }
}
