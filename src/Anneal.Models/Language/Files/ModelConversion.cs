using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers;
using Anneal.Formats;
using Anneal.Tensors;

namespace Anneal.Models.Language;

/// <summary>Decoders from one format to another: folders (bundles among them), GGUF files, and .bin files of llama2.c as a source.</summary>
public static class ModelConversion
{
    /// <summary>Converts a model. The target is a GGUF file when its name ends in <c>.gguf</c>, else a folder.</summary>
    /// <param name="from">A folder, a .gguf file or a .bin file.</param>
    /// <param name="to">Where to; a file is replaced, a folder must be new or empty.</param>
    /// <param name="format">The layout of a GGUF file's matrices; left out, a GGUF file's own, else float32.</param>
    /// <param name="tokenizer">A tokenizer's file or folder; left out, the model's own.</param>
    /// <exception cref="UserErrorException">There is no such model, it is damaged, or the target can't hold it.</exception>
    public static void Convert(string from, string to, BlockFormat? format = null, string? tokenizer = null)
    {
        bool toGguf = to.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase);
        if (!toGguf && format is not null) throw new UserErrorException(ConversionMessages.OnlyGgufIsQuantized, ConversionMessages.NameItGguf);
        if (!toGguf && Directory.Exists(to) && Directory.EnumerateFileSystemEntries(to).Any()) throw new UserErrorException(ConversionMessages.FolderNotEmpty(to), ConversionMessages.OtherFolder);
        if (toGguf && Path.GetDirectoryName(Path.GetFullPath(to)) is { } parent) Directory.CreateDirectory(parent);
        string name = Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(from));
        try
        {
            if (ModelFolder.Looks(from))
            {
                Write(DecoderFolder.Read(from, trainable: true), TokenizerFiles.Read(tokenizer ?? from), PublishedLanguageModel.FolderTemplate(from));
            }
            else if (!File.Exists(from))
            {
                throw new UserErrorException(LanguageModelMessages.NotFound(from), LanguageModelMessages.NotFoundWayOut);
            }
            else if (LanguageModelFiles.IsGguf(from))
            {
                GgufFile file = GgufFile.Open(from);
                if (toGguf) Copy(file, to, format);
                else Write(DecoderGguf.Read(file, trainable: true), tokenizer is null ? GgufTokenizer.Read(file) : TokenizerFiles.Read(tokenizer), file.Metadata.FindText(PublishedLanguageModel.TemplateKey));
            }
            else if (StoriesFile.Looks(from))
            {
                Write(StoriesFile.Read(from), LanguageModelFiles.StoriesTokenizer(from, tokenizer), null);
            }
            else
            {
                throw new UserErrorException(LanguageModelMessages.Unknown(from), LanguageModelMessages.NotFoundWayOut);
            }
        }
        catch (ModelFileException e)
        {
            throw new UserErrorException(new Message(e.Reason.TrimEnd('.'), e.Reason.TrimEnd('.')), new Message(e.Remedy.TrimEnd('.'), e.Remedy.TrimEnd('.')), new Place($"{e.File}: {e.Place}"), e);
        }

        void Write(Decoder model, Tokenizer words, string? template)
        {
            if (toGguf)
            {
                WriteGguf(model, words, template, name, to, format ?? BlockFormat.F32);
                return;
            }
            DecoderFolder.Write(model, to);
            TokenizerFiles.Write(words, to, template);
        }
    }

    private static void WriteGguf(Decoder model, Tokenizer words, string? template, string name, string to, BlockFormat format)
    {
        var writer = new GgufWriter();
        DecoderGguf.Add(writer, model, format);
        writer.Metadata["general.name"] = GgufValue.Of(name);
        Say(writer, format);
        GgufTokenizer.Write(words, writer.Metadata);
        Fill(writer.Metadata, model.Config.Vocabulary);
        if (template is not null) writer.Metadata[PublishedLanguageModel.TemplateKey] = GgufValue.Of(template);
        writer.Write(to);
    }

    /// <summary>A GGUF file of whatever architecture, with its matrices in another layout.</summary>
    private static void Copy(GgufFile file, string to, BlockFormat? format)
    {
        var writer = new GgufWriter();
        foreach ((string key, GgufValue value) in file.Metadata) writer.Metadata[key] = value;
        foreach (GgufTensor tensor in file.Tensors)
        {
            bool matrix = tensor.Dims.Count == 2 && tensor.Format is not null && tensor.Name.EndsWith(".weight", StringComparison.Ordinal) && tensor.Name is not ("position_embd.weight" or "token_types.weight");
            if (format is not { } wanted || !matrix) writer.Add(tensor.Name, file, tensor.Name);
            else writer.Add(tensor.Name, file, tensor.Name, tensor.Dims[^1] % wanted.BlockLength() == 0 ? wanted : BlockFormat.F16);
        }
        if (format is { } said) Say(writer, said);
        writer.Write(to);
    }

    /// <summary>What llama.cpp says of the file as a whole; tensors say their types themselves.</summary>
    private static void Say(GgufWriter writer, BlockFormat format)
    {
        writer.Metadata["general.file_type"] = GgufValue.Of(format switch
        {
            BlockFormat.F32 => 0u,
            BlockFormat.F16 => 1u,
            BlockFormat.Q4_0 => 2u,
            BlockFormat.Q4_1 => 3u,
            BlockFormat.Q8_0 => 7u,
            BlockFormat.Q5_0 => 8u,
            BlockFormat.Q5_1 => 9u,
            BlockFormat.Q2_K => 10u,
            BlockFormat.Q3_K => 12u,
            BlockFormat.Q4_K => 15u,
            BlockFormat.Q5_K => 17u,
            BlockFormat.Q6_K => 18u,
            _ => 32u, // BF16
        });
        if (format >= BlockFormat.Q8_0) writer.Metadata["general.quantization_version"] = GgufValue.Of(2u);
    }

    /// <summary>llama.cpp wants as many tokens as the embedding has rows: models that leave rows over get tokens that mean nothing.</summary>
    private static void Fill(IDictionary<string, GgufValue> metadata, int vocabulary)
    {
        const string Tokens = "tokenizer.ggml.tokens", Types = "tokenizer.ggml.token_type", Scores = "tokenizer.ggml.scores";
        const int Unused = 5;
        byte[][] tokens = metadata[Tokens].AsTextBytes() ?? [];
        if (tokens.Length > vocabulary) throw new UserErrorException(ConversionMessages.TooManyTokens(tokens.Length, vocabulary), ConversionMessages.OtherTokenizer);
        if (tokens.Length == vocabulary) return;
        int missing = vocabulary - tokens.Length;
        metadata[Tokens] = GgufValue.Of([.. tokens, .. Enumerable.Range(tokens.Length, missing).Select(i => System.Text.Encoding.UTF8.GetBytes(FormattableString.Invariant($"[UNUSED{i}]")))]);
        if (metadata.TryGetValue(Types, out GgufValue? types)) metadata[Types] = GgufValue.Of([.. (types.AsIntegers() ?? []).Select(t => (int)t), .. Enumerable.Repeat(Unused, missing)]);
        if (metadata.TryGetValue(Scores, out GgufValue? scores)) metadata[Scores] = GgufValue.Of([.. scores.AsNumbers() ?? [], .. Enumerable.Repeat(-1000f, missing)]);
    }
}
