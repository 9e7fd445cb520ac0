using Anneal.Data.Messages;
using Anneal.Formats;
using Anneal.Nn;
using Anneal.Tensors;
using Anneal.Tensors.Operations;

namespace Anneal.Models.Language;

/// <summary>A decoder's configuration as the metadata of GGUF files has it.</summary>
/// <remarks>https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, and llama.cpp for what stands in no key: Gemma's pattern of layers, its scale, and the order of rotary pairs.</remarks>
internal static class DecoderGgufMetadata
{
    private const int Gemma2Largest = 46, Gemma3Largest = 62;

    public static bool Knows(string? architecture) => architecture is "gpt2" or "llama" or "qwen2" or "qwen3" or "phi3" or "gemma2" or "gemma3";

    /// <exception cref="ModelFileException">A key is missing or of another kind.</exception>
    /// <exception cref="UserErrorException">The architecture is another, or its sizes make no sense.</exception>
    public static DecoderConfig Read(GgufFile file)
    {
        GgufMetadata data = file.Metadata;
        string name = data.GetText("general.architecture");
        DecoderArchitecture architecture = name switch
        {
            "gpt2" => DecoderArchitecture.Gpt2,
            "llama" => data.FindInteger("llama.attention.sliding_window") > 0 ? DecoderArchitecture.Mistral : DecoderArchitecture.Llama,
            "qwen2" => DecoderArchitecture.Qwen2,
            "qwen3" => DecoderArchitecture.Qwen3,
            "phi3" => DecoderArchitecture.Phi3,
            "gemma2" => DecoderArchitecture.Gemma2,
            "gemma3" => DecoderArchitecture.Gemma3,
            _ => throw new UserErrorException(LanguageMessages.UnknownArchitecture(name), LanguageMessages.KnownArchitectures, new Place(file.Path)),
        };
        bool gpt2 = architecture == DecoderArchitecture.Gpt2, gemma = architecture is DecoderArchitecture.Gemma2 or DecoderArchitecture.Gemma3;
        int size = Int("embedding_length"), heads = Math.Max(1, Int("attention.head_count")), layers = Int("block_count");
        int keyHeads = data.FindInteger(name + ".attention.head_count_kv") is null ? heads : Int("attention.head_count_kv");
        int headSize = data.FindInteger(name + ".attention.key_length") is null ? 0 : Int("attention.key_length");
        int plainHead = headSize > 0 ? headSize : size / heads;
        int turned = data.FindInteger(name + ".rope.dimension_count") is null ? plainHead : Int("rope.dimension_count");
        int window = data.FindInteger(name + ".attention.sliding_window") is null ? 0 : Int("attention.sliding_window");
        bool largest = (architecture == DecoderArchitecture.Gemma2 && layers == Gemma2Largest) || (architecture == DecoderArchitecture.Gemma3 && layers == Gemma3Largest);
        var config = new DecoderConfig
        {
            Architecture = architecture, Size = size, Heads = heads, KeyHeads = keyHeads, HeadSize = headSize, Layers = layers, Positions = Int("context_length"), FeedForward = Int("feed_forward_length"),
            Vocabulary = file.TryGetTensor("token_embd.weight", out GgufTensor? table) && table.Dims.Count == 2 && table.Dims[0] <= int.MaxValue ? (int)table.Dims[0]
                : throw new UserErrorException(LanguageMessages.MissingTensors(["token_embd.weight"]), LanguageMessages.FitWayOut, new Place(file.Path)),
            Activation = gpt2 || gemma ? FeedForwardActivation.GeluTanh : FeedForwardActivation.Silu,
            Epsilon = Plain(data.FindNumber(name + (gpt2 ? ".attention.layer_norm_epsilon" : ".attention.layer_norm_rms_epsilon")) ?? 1e-5),
            TiedHead = !file.Contains("output.weight"), QueryBias = gpt2 || file.Contains("blk.0.attn_q.bias"), OutputBias = gpt2 || file.Contains("blk.0.attn_output.bias"),
            FeedForwardBias = gpt2 || file.Contains("blk.0.ffn_up.bias"), QueryKeyNorm = architecture is DecoderArchitecture.Qwen3 or DecoderArchitecture.Gemma3,
            Window = window > 0 ? window : null, WindowPattern = architecture switch { DecoderArchitecture.Gemma2 => 2, DecoderArchitecture.Gemma3 => 6, _ => 1 },
            AttentionScale = largest ? 1 / Math.Sqrt(size / (double)heads) : null,
            AttentionCap = Found(".attn_logit_softcapping"), LogitCap = Found(".final_logit_softcapping"),
            LocalRotary = architecture == DecoderArchitecture.Gemma3 ? new RotaryConfig() : null,
            Rotary = gpt2 ? new RotaryConfig() : new RotaryConfig(Found(".rope.freq_base") ?? 10_000, turned == plainHead ? 1 : turned / (double)Math.Max(1, plainHead))
            {
                Interleaved = name == "llama", Scaling = Scaling(file, name, turned),
            },
        };
        try
        {
            config.Check();
        }
        catch (ArgumentException e)
        {
            throw new UserErrorException(LanguageMessages.Impossible(e.Message), LanguageMessages.DownloadAgain, new Place(file.Path), e);
        }
        return config;

        int Int(string key) => data.GetInteger($"{name}.{key}") is >= int.MinValue and <= int.MaxValue and var number ? (int)number : throw new UserErrorException(
            LanguageMessages.Impossible($"{name}.{key} = {data.GetInteger($"{name}.{key}")}"), LanguageMessages.DownloadAgain, new Place(file.Path));

        double? Found(string key) => data.FindNumber(name + key) is { } number and not 0 ? Plain(number) : null;
    }

    /// <summary>Says in a file's metadata what the decoder is.</summary>
    /// <exception cref="UserErrorException">GGUF files have no place for something that the decoder does.</exception>
    public static void Write(DecoderConfig c, GgufWriter writer)
    {
        string name = NameOf(c);
        IDictionary<string, GgufValue> data = writer.Metadata;
        data["general.architecture"] = GgufValue.Of(name);
        Put("context_length", c.Positions);
        Put("embedding_length", c.Size);
        Put("block_count", c.Layers);
        Put("feed_forward_length", c.FeedForward);
        Put("attention.head_count", c.Heads);
        Put("attention.head_count_kv", c.KeyHeads);
        data[name + (c.LayerNorms ? ".attention.layer_norm_epsilon" : ".attention.layer_norm_rms_epsilon")] = GgufValue.Of((float)c.Epsilon);
        Put("vocab_size", c.Vocabulary);
        if (c.LearnedPositions) return;
        if (c.HeadSize * c.Heads != c.Size || c.NormsAfterParts)
        {
            Put("attention.key_length", c.HeadSize);
            Put("attention.value_length", c.HeadSize);
        }
        Put("rope.dimension_count", c.Rotary.SizeOf(c.HeadSize));
        data[name + ".rope.freq_base"] = GgufValue.Of((float)c.Rotary.Base);
        if (c.Window is { } window) Put("attention.sliding_window", window);
        if (c.AttentionCap is { } cap) data[name + ".attn_logit_softcapping"] = GgufValue.Of((float)cap);
        if (c.LogitCap is { } logitCap) data[name + ".final_logit_softcapping"] = GgufValue.Of((float)logitCap);
        double scale = c.Layers is Gemma2Largest or Gemma3Largest && c.NormsAfterParts ? 1 / Math.Sqrt(c.Size / (double)c.Heads) : 1 / Math.Sqrt(c.HeadSize);
        if (c.AttentionScale is { } own && Math.Abs(own - scale) > 1e-9) throw NoPlace("query_pre_attn_scalar");
        if (c.NormsAfterParts && c.WindowPattern != (c.Architecture == DecoderArchitecture.Gemma2 ? 2 : 6) && c.Window is not null) throw NoPlace("sliding_window_pattern");
        if (c.LocalRotary is { Base: not 10_000 }) throw NoPlace("rope_local_base_freq");
        WriteScaling();

        void WriteScaling()
        {
            if (c.Rotary.Scaling is not { } s) return;
            int original = s.OriginalPositions ?? c.Positions, size = c.Rotary.SizeOf(c.HeadSize);
            switch (s.Kind)
            {
                case RotaryScalingKind.Linear or RotaryScalingKind.Yarn:
                    data[name + ".rope.scaling.type"] = GgufValue.Of(s.Kind == RotaryScalingKind.Linear ? "linear" : "yarn");
                    data[name + ".rope.scaling.factor"] = GgufValue.Of((float)s.Factor);
                    if (s.Kind == RotaryScalingKind.Yarn) Put("rope.scaling.original_context_length", original);
                    return;
                case RotaryScalingKind.Llama3:
                    double[] plain = RotaryAngles.PlainSpeeds(c.Rotary.Base, size), scaled = s.Angles(c.Rotary.Base, size, c.Positions, 0).Speeds;
                    writer.Add("rope_freqs.weight", Tensor.From([.. plain.Zip(scaled, (p, q) => (float)(p / q))], [size / 2]));
                    return;
                case RotaryScalingKind.LongRope:
                    writer.Add("rope_factors_long.weight", Tensor.From([.. s.LongFactors.Select(f => (float)f)], [size / 2]));
                    writer.Add("rope_factors_short.weight", Tensor.From([.. s.ShortFactors.Select(f => (float)f)], [size / 2]));
                    Put("rope.scaling.original_context_length", original);
                    data[name + ".rope.scaling.attn_factor"] = GgufValue.Of((float)s.Angles(c.Rotary.Base, size, c.Positions, 0).Magnitude);
                    return;
                default:
                    throw NoPlace("rope_scaling dynamic");
            }
        }

        void Put(string key, int value) => data[$"{name}.{key}"] = GgufValue.Of((uint)value);
    }

    public static string NameOf(DecoderConfig config) => config.Architecture switch
    {
        DecoderArchitecture.Gpt2 => "gpt2",
        DecoderArchitecture.Llama or DecoderArchitecture.Mistral => "llama",
        DecoderArchitecture.Qwen2 => "qwen2",
        DecoderArchitecture.Qwen3 => "qwen3",
        DecoderArchitecture.Phi3 => "phi3",
        DecoderArchitecture.Gemma2 => "gemma2",
        _ => "gemma3",
    };

    private static RotaryScaling? Scaling(GgufFile file, string name, int turned)
    {
        GgufMetadata data = file.Metadata;
        int? original = data.FindInteger(name + ".rope.scaling.original_context_length") is { } length and > 0 and < 1 << 26 ? (int)length : null;
        double factor = data.FindNumber(name + ".rope.scaling.factor") ?? 1;
        if (Factors("rope_freqs.weight") is { } freqs) return new RotaryScaling(RotaryScalingKind.LongRope, 1) { ShortFactors = freqs, LongFactors = freqs, AttentionFactor = 1 };
        if (Factors("rope_factors_short.weight") is { } shorts && Factors("rope_factors_long.weight") is { } longs)
        {
            return new RotaryScaling(RotaryScalingKind.LongRope, 1)
            {
                ShortFactors = shorts, LongFactors = longs, OriginalPositions = original, AttentionFactor = data.FindNumber(name + ".rope.scaling.attn_factor") ?? 1,
            };
        }
        return (data.FindText(name + ".rope.scaling.type"), factor) switch
        {
            (null or "none", _) or (_, 1) => null,
            ("linear", _) => new RotaryScaling(RotaryScalingKind.Linear, factor),
            ("yarn", _) => new RotaryScaling(RotaryScalingKind.Yarn, factor) { OriginalPositions = original },
            (var other, _) => throw new UserErrorException(LanguageMessages.Unsupported(name + ".rope.scaling.type", other!), LanguageMessages.KnownForms, new Place(file.Path)),
        };

        double[]? Factors(string tensor) => !file.TryGetTensor(tensor, out GgufTensor? found) || found.ElementCount != turned / 2 ? null : [.. file.Read(tensor).ToArray<float>().Select(f => (double)f)];
    }

    /// <summary>The decimal number that was meant by a float: 1e-5 and not 9.99999974e-06.</summary>
    private static double Plain(double number) => (double)(decimal)(float)Math.Clamp(number, -1e15, 1e15);

    private static UserErrorException NoPlace(string what) => new(LanguageMessages.NoPlaceInGguf(what), LanguageMessages.NoPlaceInGgufWayOut);
}
