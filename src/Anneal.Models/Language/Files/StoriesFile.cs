using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Anneal.Formats;
using Anneal.Tensors;

namespace Anneal.Models.Language;

/// <summary>The small format of llama2.c ("version 0"): seven numbers, then all weights of a Llama in float32.</summary>
/// <remarks>https://github.com/karpathy/llama2.c (export.py, legacy_export). Numbers are little-endian; queries and keys turn neighbours.</remarks>
public static class StoriesFile
{
    private const int HeaderBytes = 28;

    /// <summary>Reads a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFileException">The file's length isn't what its seven numbers ask for, or they are no sizes.</exception>
    public static Decoder Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        (DecoderConfig config, int skipped) = Header(path, stream);
        var model = new Decoder(config);
        IReadOnlyDictionary<string, Tensor> state = model.StateDict();
        using (Gradients.NoGrad())
        {
            Fill("model.embed_tokens.weight");
            Each("input_layernorm.weight");
            Each("self_attn.q_proj.weight", config.Heads);
            Each("self_attn.k_proj.weight", config.KeyHeads);
            Each("self_attn.v_proj.weight");
            Each("self_attn.o_proj.weight");
            Each("post_attention_layernorm.weight");
            Each("mlp.gate_proj.weight");
            Each("mlp.down_proj.weight");
            Each("mlp.up_proj.weight");
            Fill("model.norm.weight");
            stream.Seek(skipped, SeekOrigin.Current); // cosines and sines, which we work out
            if (!config.TiedHead) Fill("lm_head.weight");
        }
        return model;

        void Each(string name, int turnedHeads = 0)
        {
            for (int i = 0; i < config.Layers; i++) Fill(string.Create(CultureInfo.InvariantCulture, $"model.layers.{i}.{name}"), turnedHeads);
        }

        void Fill(string name, int turnedHeads = 0)
        {
            using Tensor values = Tensor.Uninitialized(state[name].Shape);
            stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan<float>()));
            using Tensor ordered = turnedHeads == 0 ? values : RotaryRows.ToHalves(values, turnedHeads);
            state[name].CopyFrom(ordered);
        }
    }

    /// <summary>Whether a file's length is what its first numbers ask for.</summary>
    public static bool Looks(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            Header(path, stream);
            return true;
        }
        catch (ModelFileException)
        {
            return false;
        }
    }

    private static (DecoderConfig Config, int Skipped) Header(string path, FileStream stream)
    {
        const string Remedy = "Get the file again, as llama2.c's export.py writes it (version 0).";
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes) throw new ModelFileException(path, "header", "the file is shorter than its header.", Remedy);
        Span<int> n = stackalloc int[HeaderBytes / sizeof(int)];
        for (int i = 0; i < n.Length; i++) n[i] = BinaryPrimitives.ReadInt32LittleEndian(header[(i * sizeof(int))..]);
        int vocabulary = n[5] == int.MinValue ? 0 : Math.Abs(n[5]);
        var config = new DecoderConfig
        {
            Architecture = DecoderArchitecture.Llama, Size = n[0], FeedForward = n[1], Layers = n[2], Heads = Math.Max(1, n[3]), KeyHeads = n[4], Vocabulary = vocabulary, Positions = n[6],
            TiedHead = n[5] > 0, Epsilon = 1e-5,
        };
        try
        {
            if (n[3] < 1) throw new ArgumentException("there are no heads");
            config.Check();
        }
        catch (ArgumentException e)
        {
            throw new ModelFileException(path, "header", $"its numbers are no sizes of a Llama: {e.Message}.", Remedy, e);
        }

        long keys = (long)config.KeyHeads * config.HeadSize, size = config.Size, angles = (long)config.Positions * config.HeadSize;
        long layer = (2 * size) + (2 * size * size) + (2 * keys * size) + (3L * config.FeedForward * size), table = config.Vocabulary * size;
        long expected = HeaderBytes + (sizeof(float) * ((config.TiedHead ? 1 : 2) * table + (layer * config.Layers) + size + angles));
        if (stream.Length != expected || angles > int.MaxValue / sizeof(float))
            throw new ModelFileException(path, "header", string.Create(CultureInfo.InvariantCulture, $"its numbers ask for {expected} bytes, but it has {stream.Length}."), Remedy);
        return (config, (int)angles * sizeof(float));
    }
}
