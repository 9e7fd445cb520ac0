using System.Numerics;
using Anneal.Tensors;

namespace Anneal.Data.Audio;

/// <summary>Speech as Whisper hears it: the logarithm of the power in mel bands, 100 times a second.</summary>
/// <remarks>Radford et al., "Robust Speech Recognition via Large-Scale Weak Supervision", 2022: 16 kHz, windows of 25 ms every 10 ms, 80 or 128 bands, clamped to 8 decades below the largest.</remarks>
/// <example>
/// <code>
/// Tensor heard = new LogMelSpectrogram().Of(WavFile.Read("question.wav").Mono(LogMelSpectrogram.Rate)); // [1, 80, 3000]
/// </code>
/// </example>
public sealed class LogMelSpectrogram
{
    /// <summary>Samples a second.</summary>
    public const int Rate = 16_000;

    /// <summary>Samples of the 30 seconds that Whisper hears at once.</summary>
    public const int Chunk = 30 * Rate;

    private const int Window = 400, Hop = 160, Lines = (Window / 2) + 1, FramesAtOnce = 64;

    private readonly int bands;
    private readonly float[] filters;
    private readonly (int First, int End)[] reach;
    private readonly double[] window;
    private readonly Spectrum spectrum = new(Window);

    /// <param name="bands">Bands: 80, or 128 for Whisper's third large model.</param>
    public LogMelSpectrogram(int bands = 80)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bands, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bands, Lines);
        this.bands = bands;
        filters = MelFilters.Make(bands, Lines, Rate);
        reach = new (int, int)[bands];
        for (int b = 0; b < bands; b++)
        {
            ReadOnlySpan<float> filter = filters.AsSpan(b * Lines, Lines);
            int first = filter.IndexOfAnyExcept(0f);
            reach[b] = first < 0 ? (0, 0) : (first, filter.LastIndexOfAnyExcept(0f) + 1);
        }
        window = [.. Enumerable.Range(0, Window).Select(i => 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / Window)))];
    }

    /// <summary>The spectrogram of a recording.</summary>
    /// <param name="samples">At <see cref="Rate"/>, from -1 to 1.</param>
    /// <param name="length">Samples that silence is added up to, or that the recording is cut to; null for 30 seconds.</param>
    /// <returns><c>[1, bands, frames]</c>, a frame for every 160 samples.</returns>
    public Tensor Of(ReadOnlySpan<float> samples, int? length = null)
    {
        int count = length ?? Chunk, frames = count / Hop;
        ArgumentOutOfRangeException.ThrowIfLessThan(count, Window, nameof(length));
        var padded = new float[count];
        samples[..Math.Min(count, samples.Length)].CopyTo(padded);
        var powers = new float[bands * frames];
        Parallel.For(0, (frames + FramesAtOnce - 1) / FramesAtOnce, part => Frames(padded, part * FramesAtOnce, Math.Min(frames, (part + 1) * FramesAtOnce), frames, powers));
        float largest = powers.Length == 0 ? 0 : powers.Max();
        for (int i = 0; i < powers.Length; i++) powers[i] = (Math.Max(powers[i], largest - 8) + 4) / 4;
        return Tensor.From(powers, [1, bands, frames]);
    }

    private void Frames(float[] samples, int first, int end, int frames, float[] to)
    {
        Complex[] input = new Complex[Window], output = new Complex[Window], work = new Complex[Window];
        var power = new double[Lines];
        for (int f = first; f < end; f++)
        {
            // The window is centred on its sample; what lies outside mirrors what lies inside.
            for (int i = 0; i < Window; i++) input[i] = samples[Mirror((f * Hop) + i - (Window / 2), samples.Length)] * window[i];
            spectrum.Run(input, output, work);
            for (int i = 0; i < Lines; i++) power[i] = (output[i].Real * output[i].Real) + (output[i].Imaginary * output[i].Imaginary);
            for (int b = 0; b < bands; b++)
            {
                double sum = 0;
                for (int i = reach[b].First; i < reach[b].End; i++) sum += filters[(b * Lines) + i] * power[i];
                to[(b * frames) + f] = (float)Math.Log10(Math.Max(sum, 1e-10));
            }
        }
    }

    private static int Mirror(int place, int length) => place < 0 ? -place : place >= length ? (2 * (length - 1)) - place : place;
}
