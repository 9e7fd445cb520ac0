using System.Buffers.Binary;
using System.Security.Cryptography;
using Anneal.Data.Messages;

namespace Anneal.Data.Audio;

/// <summary>FLAC files, checked against the fingerprint of the samples that they carry.</summary>
/// <remarks>RFC 9639, "Free Lossless Audio Codec (FLAC)".</remarks>
public static class FlacFile
{
    /// <summary>A few bytes can stand for many equal samples: more than this is refused.</summary>
    private const long MostSamples = 1L << 28;

    /// <summary>Reads a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="UserErrorException">It is no FLAC file, or damaged.</exception>
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
    /// <exception cref="UserErrorException">It is no FLAC file, or damaged.</exception>
    public static Recording Read(ReadOnlySpan<byte> bytes, Place? place = null)
    {
        if (bytes.Length < 42 || !bytes[..4].SequenceEqual("fLaC"u8) || (bytes[4] & 0x7F) != 0) throw new UserErrorException(AudioMessages.NoFlac, AudioMessages.WavWayOut, place);
        var facts = new FlacBits(bytes[18..26]);
        int rate = (int)facts.Read(20), channels = (int)facts.Read(3) + 1, bits = (int)facts.Read(5) + 1;
        ReadOnlySpan<byte> fingerprint = bytes.Slice(26, 16);
        if (rate < 100 || bits < 4) throw new UserErrorException(AudioMessages.Implausible(channels, rate), AudioMessages.WavWayOut, place);
        int at = 4;
        for (bool last = false; !last;)
        {
            if (at + 4 > bytes.Length) throw new UserErrorException(AudioMessages.DamagedFlac, AudioMessages.WavWayOut, place);
            last = bytes[at] >= 0x80;
            at += 4 + ((bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]);
        }

        var blocks = new List<int[][]>();
        long samples = 0;
        while (at < bytes.Length)
        {
            int[][]? block = FlacFrame.Read(bytes[at..], channels, bits, out int used);
            if (block is null) throw new UserErrorException(AudioMessages.DamagedFlac, AudioMessages.WavWayOut, place);
            at += used;
            samples += block[0].Length;
            if (samples * channels > MostSamples) throw new UserErrorException(AudioMessages.TooLong, AudioMessages.CutWayOut, place);
            blocks.Add(block);
        }
        if (fingerprint.IndexOfAnyExcept((byte)0) >= 0 && !Fingerprint(blocks, bits).AsSpan().SequenceEqual(fingerprint)) throw new UserErrorException(AudioMessages.DamagedFlac, AudioMessages.WavWayOut, place);

        var rows = new float[channels][];
        float scale = 1f / (1L << (bits - 1));
        for (int c = 0; c < channels; c++)
        {
            rows[c] = new float[samples];
            int to = 0;
            foreach (int[][] block in blocks)
                foreach (int sample in block[c]) rows[c][to++] = sample * scale;
        }
        return new Recording(rows, rate);
    }

    /// <summary>The MD5 of all samples, channel by channel, in as few bytes each as they need.</summary>
    private static byte[] Fingerprint(List<int[][]> blocks, int bits)
    {
        int size = (bits + 7) / 8;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        Span<byte> wide = stackalloc byte[4];
        foreach (int[][] block in blocks)
        {
            var bytes = new byte[block[0].Length * block.Length * size];
            for (int i = 0, to = 0; i < block[0].Length; i++)
            {
                foreach (int[] channel in block)
                {
                    BinaryPrimitives.WriteInt32LittleEndian(wide, channel[i]);
                    wide[..size].CopyTo(bytes.AsSpan(to));
                    to += size;
                }
            }
            hash.AppendData(bytes);
        }
        return hash.GetHashAndReset();
    }
}
