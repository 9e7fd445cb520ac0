using System.Buffers.Binary;
using Anneal.Data.Messages;

namespace Anneal.Data.Audio;

/// <summary>WAV files: PCM of 8 to 32 bits, and floats.</summary>
/// <remarks>Microsoft and IBM, "Multimedia Programming Interface and Data Specifications 1.0", 1991; the extensible header of 2001.</remarks>
public static class WavFile
{
    private const int MostChannels = 64, MostRate = 1_000_000;

    /// <summary>Samples take four bytes in memory, in a file perhaps one.</summary>
    private const long MostSamples = 1L << 29;
    private const ushort Pcm = 1, Floats = 3, Extensible = 0xFFFE;

    /// <summary>Reads a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="UserErrorException">It is no WAV file, damaged, or compressed.</exception>
    public static Recording Read(string path)
    {
        var place = new Place(path);
        long length = new FileInfo(path) is { Exists: true } file ? file.Length : throw new FileNotFoundException($"There is no {path}.", path);
        if (length > int.MaxValue) throw new UserErrorException(AudioMessages.TooLong, AudioMessages.CutWayOut, place);
        return Read(File.ReadAllBytes(path), place);
    }

    /// <summary>Reads a file's bytes.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="place">What to call it in messages.</param>
    /// <exception cref="UserErrorException">It is no WAV file, damaged, or compressed.</exception>
    public static Recording Read(ReadOnlySpan<byte> bytes, Place? place = null)
    {
        if (bytes.Length < 12 || !bytes[..4].SequenceEqual("RIFF"u8) || !bytes[8..12].SequenceEqual("WAVE"u8)) throw new UserErrorException(AudioMessages.NoWav, AudioMessages.WavWayOut, place);
        ReadOnlySpan<byte> format = default;
        for (long at = 12; at + 8 <= bytes.Length;)
        {
            ReadOnlySpan<byte> name = bytes.Slice((int)at, 4);
            long size = BinaryPrimitives.ReadUInt32LittleEndian(bytes[((int)at + 4)..]), begin = at + 8;

            // Recorders that were interrupted leave a size that is too large, or none: the samples go to the file's end then.
            ReadOnlySpan<byte> content = bytes.Slice((int)begin, (int)Math.Min(size, bytes.Length - begin));
            if (name.SequenceEqual("fmt "u8)) format = content;
            if (name.SequenceEqual("data"u8)) return Samples(format, size == 0 ? bytes[(int)begin..] : content, place);
            at = begin + size + (size % 2);
        }
        throw new UserErrorException(AudioMessages.NoSamples, AudioMessages.WavWayOut, place);
    }

    private static Recording Samples(ReadOnlySpan<byte> format, ReadOnlySpan<byte> data, Place? place)
    {
        if (format.Length < 16) throw new UserErrorException(AudioMessages.NoSamples, AudioMessages.WavWayOut, place);
        ushort kind = BinaryPrimitives.ReadUInt16LittleEndian(format), channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]), bits = BinaryPrimitives.ReadUInt16LittleEndian(format[14..]);
        uint rate = BinaryPrimitives.ReadUInt32LittleEndian(format[4..]);
        if (kind == Extensible && format.Length >= 26) kind = BinaryPrimitives.ReadUInt16LittleEndian(format[24..]);
        bool known = (kind, bits) is (Pcm, 8 or 16 or 24 or 32) or (Floats, 32 or 64);
        if (!known) throw new UserErrorException(AudioMessages.Compressed(kind, bits), AudioMessages.WavWayOut, place);
        if (channels is 0 or > MostChannels || rate is < 100 or > MostRate) throw new UserErrorException(AudioMessages.Implausible(channels, rate), AudioMessages.WavWayOut, place);
        int size = bits / 8, frame = size * channels, count = data.Length / frame;
        if ((long)count * channels > MostSamples) throw new UserErrorException(AudioMessages.TooManySamples, AudioMessages.CutWayOut, place);
        var rows = new float[channels][];
        for (int c = 0; c < channels; c++) rows[c] = new float[count];
        for (int i = 0; i < count; i++)
            for (int c = 0; c < channels; c++) rows[c][i] = Sample(data[((i * frame) + (c * size))..], kind, bits);
        return new Recording(rows, (int)rate);
    }

    private static float Sample(ReadOnlySpan<byte> from, ushort kind, ushort bits) => (kind, bits) switch
    {
        (Floats, 32) => Finite(BinaryPrimitives.ReadSingleLittleEndian(from)),
        (Floats, _) => Finite((float)BinaryPrimitives.ReadDoubleLittleEndian(from)),
        (_, 8) => (from[0] - 128) / 128f,
        (_, 16) => BinaryPrimitives.ReadInt16LittleEndian(from) / 32768f,
        (_, 24) => (from[0] | (from[1] << 8) | ((sbyte)from[2] << 16)) / 8388608f,
        _ => BinaryPrimitives.ReadInt32LittleEndian(from) / 2147483648f,
    };

    private static float Finite(float sample) => float.IsFinite(sample) ? sample : 0;
}
