using Anneal.Data.Messages;
using Anneal.Formats;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Language;

/// <summary>Decoders in GGUF files.</summary>
public static class DecoderGguf
{
    /// <summary>Whether a file holds a decoder of a known architecture.</summary>
    public static bool Knows(GgufFile file) => DecoderGgufMetadata.Knows(file.Metadata.FindText("general.architecture"));

    /// <summary>Reads a model.</summary>
    /// <param name="file">The file.</param>
    /// <param name="trainable">Whether the weights can be changed; otherwise they look into the file, quantised ones too, and take no memory of their own.</param>
    /// <exception cref="ModelFileException">A key is missing or a tensor can't be read.</exception>
    /// <exception cref="UserErrorException">The architecture is another, the metadata make no sense, or disagree with the tensors; nothing was allocated.</exception>
    public static Decoder Read(GgufFile file, bool trainable = false)
    {
        DecoderConfig config = ReadConfig(file);
        Decoder model;
        using (Nn.Initialize.Deferred()) model = new Decoder(config);
        WeightLoading.Fill(model, WeightSource.Of(file), name => new WeightPlace(WeightForm.Same, DecoderGgufNames.Of(config, name)), Ignored, trainable);
        return model;
    }

    /// <summary>The configuration alone.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static DecoderConfig ReadConfig(GgufFile file) => DecoderGgufMetadata.Read(file);

    /// <summary>Puts a model's metadata and weights into a file that is being written.</summary>
    /// <param name="writer">The file.</param>
    /// <param name="model">The model.</param>
    /// <param name="format">The layout of matrices. Where a matrix's rows don't make whole blocks of it, it is written as F16; norms and biases stay F32.</param>
    /// <exception cref="UserErrorException">GGUF files have no place for something that the model does.</exception>
    public static void Add(GgufWriter writer, Decoder model, BlockFormat format = BlockFormat.F32)
    {
        DecoderConfig config = model.Config;
        DecoderGgufMetadata.Write(config, writer);
        foreach ((string name, Tensor parameter) in WeightLoading.All(model))
        {
            bool matrix = parameter.Rank == 2 && name != "wpe.weight";
            BlockFormat fitting = !matrix ? BlockFormat.F32 : parameter.Shape[1] % format.BlockLength() == 0 ? format : BlockFormat.F16;
            writer.Add(DecoderGgufNames.Of(config, name), Turned(config, name, parameter), fitting);
        }
    }

    /// <summary>llama.cpp turns neighbours in Llama and Mistral, and halves elsewhere.</summary>
    private static Tensor Turned(DecoderConfig config, string name, Tensor parameter)
    {
        if (config.Rotary.Interleaved || config.Architecture is not (DecoderArchitecture.Llama or DecoderArchitecture.Mistral)) return parameter;
        using var noGradients = Gradients.NoGrad();
        return name.Contains(".q_proj.", StringComparison.Ordinal) ? RotaryRows.ToNeighbours(parameter, config.Heads)
            : name.Contains(".k_proj.", StringComparison.Ordinal) ? RotaryRows.ToNeighbours(parameter, config.KeyHeads) : parameter;
    }

    private static bool Ignored(string name) => name is "rope_freqs.weight" or "rope_factors_long.weight" or "rope_factors_short.weight" || name.EndsWith(".attn_rot_embd", StringComparison.Ordinal);
}
