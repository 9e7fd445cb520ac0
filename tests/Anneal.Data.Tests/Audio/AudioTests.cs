using System.Buffers.Binary;
using Anneal.Data.Audio;
using Anneal.Data.Messages;
using Anneal.Formats;
using Anneal.Tensors;
using Anneal.Tests;

namespace Anneal.Data.Tests.Audio;

public sealed class AudioTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(128)]
    public void Filters_are_those_that_Whisper_ships(int bands)
    {
        Tensor expected = NumPy.LoadArchive(TestData.Shared("data", "whisper-assets", "mel_filters.npz"))[$"mel_{bands}"];
        float[] filters = MelFilters.Make(bands, 201, 16_000), wanted = expected.ToArray();
        filters.Length.ShouldBe(wanted.Length);
        for (int i = 0; i < wanted.Length; i++) filters[i].ShouldBe(wanted[i], 1e-7f);
    }

    [Fact]
    public void The_spectrogram_is_that_of_Whispers_own_code()
    {
        Recording recording = WavFile.Read(TestData.Fixture("speech", "chirp.wav"));
        recording.Rate.ShouldBe(16_000);
        Tensor heard = new LogMelSpectrogram().Of(recording.Mono(), recording.Length);
        Tensor expected = SafeTensors.Open(TestData.Fixture("speech", "chirp.safetensors"))["log_mel"];
        heard.Shape.ShouldBe(Shape.Of(1, 80, 25));
        float[] a = heard.ToArray(), e = expected.ToArray();
        for (int i = 0; i < e.Length; i++) a[i].ShouldBe(e[i], 1e-5f);
    }

    [Fact]
    public void A_FLAC_recording_is_read_to_the_bit_and_heard()
    {
        // Its own fingerprint holds the samples to those that were packed.
        Recording recording = FlacFile.Read(TestData.Shared("data", "whisper-assets", "jfk.flac"));
        (recording.Rate, recording.Channels.Count).ShouldBe((44_100, 2));
        recording.Length.ShouldBe(11 * 44_100);
        float[] mono = recording.Mono(LogMelSpectrogram.Rate);
        mono.Length.ShouldBe(11 * 16_000);
        float[] heard = new LogMelSpectrogram().Of(mono).ToArray<float>();
        heard.Max().ShouldBeInRange(1f, 2f);
        heard.Min().ShouldBe(heard.Max() - 2, 1e-5f); // eight decades, brought to two
    }

    [Fact]
    public void Damaged_FLAC_files_are_refused_by_name()
    {
        byte[] good = File.ReadAllBytes(TestData.Shared("data", "whisper-assets", "jfk.flac"))[..60_000];
        var random = new Random(4);
        for (int round = 0; round < 300; round++)
        {
            byte[] bytes = [.. good];
            if (round % 4 == 0) bytes = bytes[..random.Next(bytes.Length)];
            else for (int flips = random.Next(1, 8); flips > 0; flips--) bytes[random.Next(round % 2 == 0 ? 200 : bytes.Length)] = (byte)random.Next(256);
            Should.Throw<UserErrorException>(() => FlacFile.Read(bytes));
        }
    }

    [Fact]
    public void Thirty_seconds_make_three_thousand_frames_and_silence_is_even()
    {
        Tensor heard = new LogMelSpectrogram(128).Of([]);
        heard.Shape.ShouldBe(Shape.Of(1, 128, 3000));
        heard.ToArray().Distinct().Count().ShouldBe(1);
    }

    [Theory]
    [InlineData(44_100, 16_000)]
    [InlineData(8_000, 16_000)]
    [InlineData(48_000, 16_000)]
    [InlineData(16_000, 11_025)]
    public void A_tone_stays_itself_at_another_rate(int from, int to)
    {
        const double Hertz = 440;
        float[] samples = [.. Enumerable.Range(0, from / 4).Select(i => (float)Math.Sin(2 * Math.PI * Hertz * i / from))];
        float[] moved = new Recording([samples], from).Mono(to);
        moved.Length.ShouldBeInRange((to / 4) - 1, (to / 4) + 1);
        for (int i = to / 40; i < moved.Length - (to / 40); i++) moved[i].ShouldBe((float)Math.Sin(2 * Math.PI * Hertz * i / to), 2e-4f);
    }

    [Fact]
    public void What_is_too_high_for_the_new_rate_is_gone()
    {
        float[] samples = [.. Enumerable.Range(0, 44_100).Select(i => (float)Math.Sin(2 * Math.PI * 12_000 * i / 44_100))];
        new Recording([samples], 44_100).Mono(16_000)[1000..^1000].Max(Math.Abs).ShouldBeLessThan(1e-3f);
    }

    [Theory]
    [InlineData(1, 8)]
    [InlineData(1, 16)]
    [InlineData(1, 24)]
    [InlineData(1, 32)]
    [InlineData(3, 32)]
    [InlineData(3, 64)]
    public void Samples_of_every_kind_are_read(int kind, int bits)
    {
        double[] left = [0, 0.5, -0.5, 0.25], right = [-1, 0.75, 0, -0.125];
        Recording recording = WavFile.Read(Wav(kind, bits, [.. left.Zip(right).SelectMany(p => new[] { p.First, p.Second })]));
        recording.Channels.Count.ShouldBe(2);
        recording.Channels[0].ShouldBe(left.Select(x => (float)x));
        recording.Channels[1].ShouldBe(right.Select(x => (float)x));
        recording.Mono().ShouldBe(left.Zip(right).Select(p => (float)((p.First + p.Second) / 2)));
    }

    [Fact]
    public void Damaged_files_are_refused_by_name_or_read_as_what_is_left()
    {
        byte[] good = Wav(1, 16, [.. Enumerable.Range(0, 200).Select(i => i / 400.0)]);
        var random = new Random(9);
        for (int round = 0; round < 3000; round++)
        {
            byte[] bytes = [.. good];
            if (round % 4 == 0) bytes = bytes[..random.Next(bytes.Length)];
            else for (int flips = random.Next(1, 6); flips > 0; flips--) bytes[random.Next(44)] = (byte)random.Next(256);
            try
            {
                Recording recording = WavFile.Read(bytes);
                ((long)recording.Length * recording.Channels.Count).ShouldBeLessThanOrEqualTo(bytes.Length);
            }
            catch (UserErrorException)
            {
            }
        }
        Should.Throw<UserErrorException>(() => WavFile.Read(Wav(85, 16, [0, 0]))).Message.ShouldContain("kind 85");
    }

    private static byte[] Wav(int kind, int bits, double[] samples)
    {
        int size = bits / 8;
        var bytes = new byte[44 + (samples.Length * size)];
        "RIFF"u8.CopyTo(bytes);
        "WAVEfmt "u8.CopyTo(bytes.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(20), (short)kind);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(22), 2);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(24), 16_000);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(34), (short)bits);
        "data"u8.CopyTo(bytes.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(40), samples.Length * size);
        Span<byte> wide = stackalloc byte[4];
        for (int i = 0; i < samples.Length; i++)
        {
            Span<byte> to = bytes.AsSpan(44 + (i * size));
            if (kind == 3 && bits == 32) BinaryPrimitives.WriteSingleLittleEndian(to, (float)samples[i]);
            else if (kind == 3) BinaryPrimitives.WriteDoubleLittleEndian(to, samples[i]);
            else if (bits == 8) to[0] = (byte)((samples[i] * 128) + 128);
            else
            {
                BinaryPrimitives.WriteInt32LittleEndian(wide, (int)(samples[i] * (1L << (bits - 1))));
                wide[..size].CopyTo(to);
            }
        }
        return bytes;
    }
}
