using System.IO.Compression;
using System.Text;
using Anneal.Data.Messages;
using Anneal.Data.Text.Segmentation;

namespace Anneal.Data.Text.Tokens;

/// <summary>A word dictionary as a model carries it along: the user's files, compressed. Prediction must cut as training did, wherever it runs.</summary>
/// <param name="Words">The dictionary's file, one word and its count a line.</param>
/// <param name="Boundaries">The probabilities by which unknown words are found, or null for none.</param>
public sealed record StoredDictionary(byte[] Words, byte[]? Boundaries = null)
{
    private const int Largest = 128 << 20; // bytes, unpacked: jieba's largest is 8 MB

    /// <summary>Takes files in, after a look whether they are what they should be.</summary>
    /// <param name="words">A dictionary such as jieba's dict.txt.</param>
    /// <param name="boundaries">The probabilities of word boundaries as JSON, or null.</param>
    /// <exception cref="UserErrorException">A file can't be read, or is something else.</exception>
    public static StoredDictionary Load(string words, string? boundaries = null)
    {
        WordDictionary.Load(words);
        if (boundaries is not null) WordBoundaryModel.Load(boundaries);
        return new StoredDictionary(Pack(File.ReadAllBytes(words)), boundaries is null ? null : Pack(File.ReadAllBytes(boundaries)));
    }

    /// <summary>The segmenter.</summary>
    /// <exception cref="UserErrorException">What is stored is damaged.</exception>
    public WordSegmenter Open()
    {
        using StringReader reader = new(Encoding.UTF8.GetString(Unpack(Words)));
        return new WordSegmenter(WordDictionary.Read(reader, "dictionary"), Boundaries is null ? null : WordBoundaryModel.Read(Unpack(Boundaries), "word-boundaries"));
    }

    private static byte[] Pack(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (BrotliStream brotli = new(packed, CompressionLevel.Optimal)) brotli.Write(bytes);
        return packed.ToArray();
    }

    private static byte[] Unpack(byte[] packed)
    {
        try
        {
            using BrotliStream brotli = new(new MemoryStream(packed), CompressionMode.Decompress);
            using MemoryStream bytes = new();
            byte[] buffer = new byte[1 << 16];
            for (int read; (read = brotli.Read(buffer)) > 0; bytes.Write(buffer, 0, read))
                if (bytes.Length > Largest) throw new InvalidDataException("too large");
            return bytes.ToArray();
        }
        catch (InvalidDataException e)
        {
            throw new UserErrorException(new Message("the word dictionary in the model is damaged", "模型中保存的词典已损坏"), new Message("copy the bundle again, or run the recipe again", "请重新复制模型包，或重新运行配方"), inner: e);
        }
    }
}
