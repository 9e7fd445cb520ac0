using Anneal.Data.Messages;
using Anneal.Data.Text.ChatTemplates;
using Anneal.Data.Text.Tokenizers;
using Anneal.Formats;
using Anneal.Models.Language;
using Anneal.Tensors;
using Anneal.Tests;

namespace Anneal.Models.Tests.Language;

/// <summary>One model in each of its formats writes the same text, with its template and its manners.</summary>
public sealed class LanguageModelFilesTests : IDisposable
{
    private const string Template = "{% for m in messages %}[{{ m.role }}]{{ m.content }}<|endoftext|>{% endfor %}{% if add_generation_prompt %}[assistant]{% endif %}";

    private readonly TempFolder folder = new();
    private readonly Tokenizer tokenizer = ByteVocabulary.Create();
    private readonly Decoder decoder;

    public LanguageModelFilesTests() => decoder = new Decoder(DecoderConfig.Llama(tokenizer.VocabularySize, 64, 2, 2, 32), new Generator(5));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_and_a_gguf_file_write_what_the_network_writes()
    {
        GenerationOptions greedy = new() { Temperature = 0, MaxTokens = 20, IgnoreEnd = true };
        string expected = new LanguageModel(new DecoderNetwork(decoder), tokenizer).Generate("the", greedy)[0].Text;
        LanguageModel published = LanguageModelFiles.Open(WriteFolder()), file = LanguageModelFiles.Open(WriteGguf());
        foreach (LanguageModel model in new[] { published, file })
        {
            model.Generate("the", greedy)[0].Text.ShouldBe(expected);
            model.Template!.Source.ShouldBe(Template);
            model.Ends.ShouldContain(tokenizer.EndId!.Value);
            tokenizer.Decode(model.Encode([new ChatTurn("user", "hi")])).ShouldBe("[user]hi[assistant]");
        }

        published.Name.ShouldBe("published");
        published.Defaults.ShouldBe(new GenerationOptions { Temperature = 0.6, TopK = 20, TopP = 0.9, LogitBias = published.Defaults.LogitBias });
        LanguageModelFiles.IsLanguageModel(WriteFolder()).ShouldBeTrue();
        LanguageModelFiles.IsLanguageModel(folder.Path).ShouldBeFalse();
    }

    [Fact]
    public void A_decoder_s_embedding_is_the_mean_of_its_last_layer()
    {
        TextEmbedder embedder = TextEmbedder.Open(WriteFolder());
        float[] vector = embedder.Embed("the end");
        vector.Length.ShouldBe(32);
        vector.Sum(value => value * value).ShouldBe(1, 1e-4);
        int[] ids = tokenizer.Encode("the end");
        using Tensor hidden = decoder.Hidden(Tensor.From(ids, [1, ids.Length]));
        float[] mean = hidden.Mean(1).ToArray<float>();
        double length = Math.Sqrt(mean.Sum(value => (double)value * value));
        for (int i = 0; i < mean.Length; i++) vector[i].ShouldBe((float)(mean[i] / length), 1e-4f);
    }

    [Fact]
    public void A_model_that_cannot_be_opened_says_why()
    {
        Should.Throw<UserErrorException>(() => LanguageModelFiles.Open(folder.Path));
        Should.Throw<UserErrorException>(() => LanguageModelFiles.Open(Path.Combine(folder.Path, "nowhere")));
        folder.Write("empty.gguf", []);
        Should.Throw<UserErrorException>(() => LanguageModelFiles.Open(Path.Combine(folder.Path, "empty.gguf")));
        string path = WriteFolder();
        foreach ((string file, string text) in new[]
        {
            ("generation_config.json", "{"), ("tokenizer_config.json", """{"chat_template": "{% if"}"""), ("config.json", """{"model_type": "llama"}"""),
            ("config.json", """{"model_type": "unheard-of"}"""), ("tokenizer.json", "[]"), ("model.safetensors", "x"),
        })
        {
            string whole = Path.Combine(path, file);
            byte[] kept = File.ReadAllBytes(whole);
            File.WriteAllText(whole, text);
            Should.Throw<UserErrorException>(() => LanguageModelFiles.Open(path), file);
            File.WriteAllBytes(whole, kept);
        }

        LanguageModelFiles.Open(path).ShouldNotBeNull();
        File.Delete(Path.Combine(path, "tokenizer.json"));
        Should.Throw<UserErrorException>(() => LanguageModelFiles.Open(path));
    }

    private string WriteFolder()
    {
        string path = Path.Combine(folder.Path, "published");
        DecoderFolder.Write(decoder, path);
        TokenizerFiles.Write(tokenizer, path, Template);
        File.WriteAllText(Path.Combine(path, "generation_config.json"), """{"do_sample": true, "temperature": 0.6, "top_k": 20, "top_p": 0.9, "eos_token_id": [271, 99999]}""");
        return path;
    }

    private string WriteGguf()
    {
        string path = Path.Combine(folder.Path, "model.gguf");
        GgufWriter writer = new();
        DecoderGguf.Add(writer, decoder);
        GgufTokenizer.Write(tokenizer, writer.Metadata);
        writer.Metadata["tokenizer.chat_template"] = GgufValue.Of(Template);
        writer.Write(path);
        return path;
    }
}
