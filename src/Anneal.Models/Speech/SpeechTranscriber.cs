using System.Text.Json;
using Anneal.Data.Audio;
using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers;
using Anneal.Models.Language;
using Anneal.Tensors;

namespace Anneal.Models.Speech;

/// <summary>Writes down what is said in recordings, with Whisper.</summary>
/// <remarks>
/// Radford et al., "Robust Speech Recognition via Large-Scale Weak Supervision", 2022, and the rules of its decoding.py: a window of 30 seconds at a time, the likeliest token each time,
/// times in pairs around what is said; the next window begins where the last whole segment ended.
/// </remarks>
/// <example>
/// <code>
/// SpeechTranscriber whisper = SpeechTranscriber.Open("whisper-small");
/// foreach (SpokenSegment said in whisper.Transcribe(SoundFile.Read("talk.wav"))) Console.WriteLine(said.Text);
/// </code>
/// </example>
public sealed class SpeechTranscriber
{
    private const int Hop = 160;

    private readonly EncoderDecoder network;
    private readonly Tokenizer tokenizer;
    private readonly WhisperTokens tokens;
    private readonly LogMelSpectrogram ear;

    /// <param name="network">Whisper's network, in inference mode.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="suppressed">Tokens that are never written, such as marks that nobody says.</param>
    /// <param name="suppressedFirst">Tokens that no window begins with.</param>
    /// <exception cref="ArgumentException">The network is another one.</exception>
    public SpeechTranscriber(EncoderDecoder network, Tokenizer tokenizer, IEnumerable<int>? suppressed = null, IEnumerable<int>? suppressedFirst = null)
    {
        if (network.Config.Architecture != EncoderDecoderArchitecture.Whisper) throw new ArgumentException("This network doesn't hear.", nameof(network));
        (this.network, this.tokenizer) = (network, tokenizer);
        tokens = new WhisperTokens(tokenizer, network.Config, suppressed ?? [], suppressedFirst ?? []);
        ear = new LogMelSpectrogram(network.Config.MelBands);
    }

    /// <summary>The languages that it knows, as ISO 639 names them; none where it knows but one.</summary>
    public IReadOnlyCollection<string> Languages => tokens.Languages.Keys;

    /// <summary>Samples that it hears at once.</summary>
    private int Window => network.Config.EncoderPositions * 2 * Hop;

    /// <summary>Seconds from one place of the network to the next, which is also how finely it tells times.</summary>
    private static double Step => 2.0 * Hop / LogMelSpectrogram.Rate;

    /// <summary>Opens a model.</summary>
    /// <param name="path">A folder of Whisper as Hugging Face lays it out.</param>
    /// <param name="tokenizer">A tokenizer's file or folder; left out, the model's own.</param>
    /// <exception cref="UserErrorException">There is no such model, or it is damaged.</exception>
    public static SpeechTranscriber Open(string path, string? tokenizer = null)
    {
        try
        {
            EncoderDecoder network = EncoderDecoderFolder.Read(path);
            if (network.Config.Architecture != EncoderDecoderArchitecture.Whisper) throw new UserErrorException(SpeechMessages.Deaf(path), SpeechMessages.DeafWayOut);
            network.Eval();
            JsonElement? generation = PublishedLanguageModel.Json(path, "generation_config.json");
            return new SpeechTranscriber(network, TokenizerFiles.Read(tokenizer ?? path), Ids(generation, "suppress_tokens"), Ids(generation, "begin_suppress_tokens"));
        }
        catch (ArgumentException e)
        {
            throw new UserErrorException(SpeechMessages.Unfit(path), SpeechMessages.UnfitWayOut, new Place(path), e);
        }
        catch (Exception e) when (LanguageModelFiles.Explain(e, path) is not null)
        {
            throw LanguageModelFiles.Explain(e, path)!;
        }
    }

    /// <summary>Writes down what is said.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="language">What is spoken, such as <c>zh</c>; left out, what the model hears in the first window.</param>
    /// <param name="translates">Whether it is written down in English.</param>
    /// <param name="cancellation">Stops between two tokens.</param>
    /// <returns>What is said, in its order, each segment as soon as it is there.</returns>
    /// <exception cref="UserErrorException">The model doesn't know the language, or knows but one; or the recording is too long.</exception>
    public IEnumerable<SpokenSegment> Transcribe(Recording recording, string? language = null, bool translates = false, CancellationToken cancellation = default)
    {
        const int MostSeconds = 6 * 3600;
        if (language is not null && !tokens.Languages.ContainsKey(language)) throw new UserErrorException(SpeechMessages.UnknownLanguage(language), SpeechMessages.KnownLanguages(Languages));
        if (translates && tokens.Translate is null) throw new UserErrorException(SpeechMessages.OneLanguage, SpeechMessages.OneLanguageWayOut);
        if (recording.Length / (double)recording.Rate > MostSeconds) throw new UserErrorException(SpeechMessages.TooLong(MostSeconds / 3600), SpeechMessages.TooLongWayOut);
        return Hear(recording.Mono(LogMelSpectrogram.Rate), language, translates, cancellation);
    }

    private IEnumerable<SpokenSegment> Hear(float[] samples, string? language, bool translates, CancellationToken cancellation)
    {
        for (int at = 0; at < samples.Length;)
        {
            int heard = Math.Min(Window, samples.Length - at);
            (int[] written, string? spoken) = Write(samples.AsSpan(at, heard), language, translates, cancellation);
            language ??= spoken;
            (List<SpokenSegment> segments, int read) = Segments(written, at, heard, spoken);
            foreach (SpokenSegment segment in segments)
                if (segment.Text.Length > 0) yield return segment;
            at += read;
        }
    }

    /// <summary>What the model writes to a window.</summary>
    private (int[] Written, string? Language) Write(ReadOnlySpan<float> samples, string? language, bool translates, CancellationToken cancellation)
    {
        using TensorScope scope = new();
        EncoderDecoderState state = network.Start(ear.Of(samples, Window));
        List<int> begin = [network.Config.StartId];
        if (tokens.Languages.Count > 0)
        {
            language ??= Likeliest(network.Next(Tensor.From(begin.ToArray(), [1, 1]), state.Select([0])));
            begin.Add(tokens.Languages[language]);
            begin.Add((translates ? tokens.Translate : tokens.Transcribe)!.Value);
        }

        List<int> written = [];
        int most = Math.Min(Math.Max(1, network.Config.DecoderPositions / 2), network.Config.DecoderPositions - begin.Count);
        int[] next = [.. begin];
        while (written.Count < most)
        {
            cancellation.ThrowIfCancellationRequested();
            using TensorScope step = new();
            float[] logits = network.Next(Tensor.From(next, [1, next.Length]), state).Select(1, next.Length - 1).ToArray<float>();
            tokens.Allow(logits, written);
            int best = logits.AsSpan().IndexOf(System.Numerics.Tensors.TensorPrimitives.Max<float>(logits));
            if (best < 0 || best == network.Config.EndId || float.IsNegativeInfinity(logits[best])) break;
            written.Add(best);
            next = [best];
        }

        return ([.. written], language);
    }

    private string Likeliest(Tensor logits)
    {
        float[] all = logits.ToArray<float>();
        return tokens.Languages.MaxBy(known => all[known.Value]).Key;
    }

    /// <summary>The segments of a window, and how many samples of it are done with.</summary>
    private (List<SpokenSegment> Segments, int Read) Segments(int[] written, int at, int heard, string? language)
    {
        double begin = at / (double)LogMelSpectrogram.Rate, end = (at + heard) / (double)LogMelSpectrogram.Rate;
        List<SpokenSegment> segments = [];
        int first = 0;
        for (int i = 1; i < written.Length; i++)
        {
            // Two times side by side end one segment and begin the next.
            if (!tokens.IsTime(written[i]) || !tokens.IsTime(written[i - 1])) continue;
            Add(written.AsSpan(first, i - first));
            first = i;
        }

        bool whole = written.Length > 1 && tokens.IsTime(written[^1]) && !tokens.IsTime(written[^2]);
        if (first > 0 && !whole)
        {
            int read = (int)Math.Round((tokens.Time(written[first - 1]) * Step) * LogMelSpectrogram.Rate);
            if (read > 0 && read < heard) return (segments, read); // what was begun last is heard again, whole
        }

        if (first < written.Length) Add(written.AsSpan(first));
        return (segments, heard);

        void Add(ReadOnlySpan<int> part)
        {
            double from = tokens.IsTime(part[0]) ? begin + (tokens.Time(part[0]) * Step) : begin, to = part.Length > 1 && tokens.IsTime(part[^1]) ? begin + (tokens.Time(part[^1]) * Step) : end;
            List<int> said = [];
            foreach (int id in part)
                if (!tokens.IsTime(id)) said.Add(id);
            segments.Add(new SpokenSegment(Math.Round(Math.Min(from, end), 2), Math.Round(Math.Min(Math.Max(from, to), end), 2), tokenizer.Decode([.. said]).Trim(), language));
        }
    }

    private static int[] Ids(JsonElement? config, string name) =>
        config is { } json && json.TryGetProperty(name, out JsonElement ids) && ids.ValueKind == JsonValueKind.Array
            ? [.. ids.EnumerateArray().Where(id => id.ValueKind == JsonValueKind.Number && id.TryGetInt32(out _)).Select(id => id.GetInt32())] : [];
}
