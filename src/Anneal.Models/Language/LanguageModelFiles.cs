using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Data.Text.ChatTemplates;
using Anneal.Data.Text.Tokenizers;
using Anneal.Formats;

namespace Anneal.Models.Language;

/// <summary>Opens language models in the formats in which they are published.</summary>
public static class LanguageModelFiles
{
    /// <summary>Opens a model.</summary>
    /// <param name="path">A bundle, a folder as Hugging Face lays it out, a .gguf file, or a .bin file of llama2.c.</param>
    /// <param name="tokenizer">A tokenizer's file or folder; left out, the model's own.</param>
    /// <param name="template">A file with a chat template; left out, the model's own.</param>
    /// <exception cref="UserErrorException">There is no such model, or it is damaged.</exception>
    public static LanguageModel Open(string path, string? tokenizer = null, string? template = null)
    {
        try
        {
            LanguageModel model = OpenAny(path, tokenizer);
            if (template is null) return model;
            if (!File.Exists(template)) throw new UserErrorException(LanguageModelMessages.NoTemplate(template), LanguageModelMessages.NoTemplateWayOut);
            return new LanguageModel(model.Network, model.Tokenizer)
            {
                Name = model.Name, Defaults = model.Defaults, Ends = model.Ends,
                Template = ChatTemplate.Parse(File.ReadAllText(template), Special(model.Tokenizer, model.Tokenizer.BeginId), Special(model.Tokenizer, model.Tokenizer.EndId)),
            };
        }
        catch (Exception e) when (Explain(e, path) is not null)
        {
            throw Explain(e, path)!;
        }
    }

    /// <summary>What a person is told of a file that can't be opened; null for what is no fault of the file's.</summary>
    internal static UserErrorException? Explain(Exception error, string path) => error switch
    {
        ModelFileException e => new UserErrorException(Both(e.Reason), Both(e.Remedy), new Place($"{e.File}: {e.Place}"), e),
        FileNotFoundException e => new UserErrorException(LanguageModelMessages.NotFound(e.FileName ?? path), LanguageModelMessages.NotFoundWayOut, null, e),
        JsonException e => new UserErrorException(LanguageModelMessages.BrokenJson, LanguageModelMessages.BrokenWayOut, new Place(path), e),
        _ => null,
    };

    /// <summary>Whether a path looks like a language model's, rather than like a bundle that predicts.</summary>
    public static bool IsLanguageModel(string path)
    {
        if (File.Exists(path)) return true;
        if (!ModelFolder.Looks(path)) return false;
        try
        {
            return ModelFolder.Json(Path.Combine(path, ModelFolder.ConfigName)).TryGetProperty("model_type", out _);
        }
        catch (ModelFileException)
        {
            return false;
        }
    }

    private static LanguageModel OpenAny(string path, string? tokenizer)
    {
        string name = Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(path));
        if (ModelFolder.Looks(path)) return PublishedLanguageModel.OpenFolder(path, name, tokenizer);
        if (!File.Exists(path)) throw new UserErrorException(LanguageModelMessages.NotFound(path), LanguageModelMessages.NotFoundWayOut);
        if (IsGguf(path)) return PublishedLanguageModel.OpenGguf(path, name, tokenizer);
        if (StoriesFile.Looks(path)) return OpenStories(path, name, tokenizer);
        throw new UserErrorException(LanguageModelMessages.Unknown(path), LanguageModelMessages.NotFoundWayOut);
    }

    /// <summary>Whether a file begins as GGUF files do.</summary>
    internal static bool IsGguf(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> mark = stackalloc byte[4];
        return file.ReadAtLeast(mark, 4, throwOnEndOfStream: false) == 4 && mark.SequenceEqual("GGUF"u8);
    }

    /// <summary>The tokenizer that belongs to a .bin file: the one given, or the one beside it.</summary>
    internal static Tokenizer StoriesTokenizer(string path, string? tokenizer)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string? own = tokenizer ?? new[] { "tokenizer.bin", "tok512.bin" }.Select(file => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
        return own is null ? throw new UserErrorException(LanguageModelMessages.NoTokenizer(path), LanguageModelMessages.NoTokenizerWayOut) : TokenizerFiles.Read(own);
    }

    private static LanguageModel OpenStories(string path, string name, string? tokenizer)
    {
        Tokenizer read = StoriesTokenizer(path, tokenizer);

        // llama2.c ends a text with the token that begins the next one.
        return new LanguageModel(new DecoderNetwork(StoriesFile.Read(path)), read) { Name = name, Ends = new[] { read.BeginId, read.EndId }.OfType<int>().ToHashSet() };
    }

    private static Message Both(string text) => new(text.TrimEnd('.'), text.TrimEnd('.'));

    private static string Special(Tokenizer tokenizer, int? id) => id is { } given ? tokenizer.TokenText(given) : "";
}
