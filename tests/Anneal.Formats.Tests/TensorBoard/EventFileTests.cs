using System.Buffers.Binary;
using System.Text;

namespace Anneal.Formats.Tests.TensorBoard;

public sealed class EventFileTests
{
    /// <summary>The check value of RFC 3720's CRC32C and of TensorFlow's masking of it.</summary>
    [Fact]
    public void The_checksum_is_castagnoli_s()
    {
        uint masked = Crc32C.Masked("123456789"u8);
        uint rotated = masked - 0xA282EAD8;
        ((rotated << 15) | (rotated >> 17)).ShouldBe(0xE3069283u);
    }

    [Fact]
    public void A_file_holds_its_version_and_then_the_numbers()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            using (EventFile events = EventFile.Create(folder)) events.Add("loss/train", 3, 0.5);
            string path = Directory.GetFiles(folder).Single();
            Path.GetFileName(path).ShouldStartWith("events.out.tfevents.");

            byte[] bytes = File.ReadAllBytes(path);
            List<byte[]> records = [];
            for (int at = 0; at < bytes.Length;)
            {
                int length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));
                BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 8)).ShouldBe(Crc32C.Masked(bytes.AsSpan(at, 8)));
                records.Add(bytes[(at + 12)..(at + 12 + length)]);
                BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 12 + length)).ShouldBe(Crc32C.Masked(records[^1]));
                at += length + 16;
            }

            records.Count.ShouldBe(2);
            Encoding.Latin1.GetString(records[0]).ShouldEndWith("brain.Event:2");

            // wall_time (9 bytes), step 3, then a summary of 19 bytes: a value of 17 with its tag of 10 and 0.5 as a float.
            records[1][0].ShouldBe((byte)0x09);
            records[1][9..].ShouldBe([0x10, 3, 0x2A, 19, 0x0A, 17, 0x0A, 10, .. "loss/train"u8, 0x15, .. BitConverter.GetBytes(0.5f)]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
