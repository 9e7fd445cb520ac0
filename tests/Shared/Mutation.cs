using System.Buffers.Binary;

namespace Anneal.Tests;

/// <summary>Damages a file in a few places, half of them near its head; of a PNG the checksums are repaired, so that more than those is tried.</summary>
internal static class Mutation
{
    private static readonly byte[] Telling = [0, 1, 2, 127, 128, 254, 255, 0xC4, 0xDA, 0xD0];

    /// <summary>Lengths and offsets at the edges of what numbers hold.</summary>
    private static readonly long[] Edges =
        [0, 1, -1, 2, 7, 8, 127, 128, 255, 256, 32767, 65535, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue, 1L << 32, 1L << 40, 100_000_000];

    public static byte[] Of(byte[] file, Random random)
    {
        var bytes = new List<byte>(file);
        for (int n = random.Next(1, 5); n > 0 && bytes.Count > 0; n--)
        {
            int at = random.Next(random.Next(2) == 0 ? bytes.Count : Math.Min(64, bytes.Count)), length = Math.Min(random.Next(1, 17), bytes.Count - at);
            switch (random.Next(9))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length));
                    break;
                case 4:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 5:
                    for (int i = 0; i < length; i++) bytes[at + i] = (byte)random.Next(256);
                    break;
                case 6: // another digit where there is one, for headers of text
                    if (char.IsAsciiDigit((char)bytes[at])) bytes[at] = (byte)random.Next('0', '9' + 1);
                    break;
                case 7:
                    byte[] number = new byte[8];
                    BinaryPrimitives.WriteInt64LittleEndian(number, Edges[random.Next(Edges.Length)]);
                    int size = Math.Min(1 << random.Next(4), bytes.Count - at);
                    for (int i = 0; i < size; i++) bytes[at + i] = number[i];
                    break;
                default:
                    for (int i = 0; i < Math.Min(4, length); i++) bytes[at + i] = Telling[random.Next(Telling.Length)];
                    break;
            }
        }
        byte[] result = [.. bytes];
        if (random.Next(4) > 0) RepairPng(result);
        return result;
    }

    private static void RepairPng(byte[] file)
    {
        if (!file.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G'])) return;
        for (long at = 8; at + 12 <= file.Length;)
        {
            long length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan((int)at));
            if (at + 12 + length > file.Length) return;
            uint crc = uint.MaxValue;
            foreach (byte b in file.AsSpan((int)at + 4, (int)length + 4))
            {
                crc ^= b;
                for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
            }
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan((int)(at + 8 + length)), ~crc);
            at += 12 + length;
        }
    }
}
