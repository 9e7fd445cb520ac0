using System.Diagnostics;
using System.Text.Json;
using Anneal.Data.Text.Tokenizers;
using Anneal.Data.Text.Tokenizers.Training;
using Anneal.Models.Language;
using Anneal.Nn;
using Anneal.Tensors;
using Anneal.Tests;
using Decoder = Anneal.Models.Language.Decoder;

namespace Anneal.Cli.Tests;

/// <summary>llama.cpp and Anneal write the same greedy text from the same files: those that Anneal wrote, and those that llama.cpp wrote.</summary>
/// <remarks>ANNEAL_NODE_LLAMA names a folder in which <c>npm install node-llama-cpp</c> was run; the tests are skipped without it.</remarks>
public sealed class LlamaCppTests : IDisposable
{
    private const int Count = 60;
    private const string Prompt = "Zoo";

    private readonly Shell shell = new();

    public void Dispose() => shell.Dispose();

    [Theory]
    [InlineData("f32")]
    [InlineData("f16")]
    [InlineData("q8_0")]
    public void What_we_write_llama_cpp_reads(string format)
    {
        string node = Node(), model = TestData.Shared("data", "weights", "stories260K", "stories260K.bin"), gguf = shell.At("ours.gguf");
        shell.Run("convert", model, gguf, "--quantize", format).ShouldBe(0, shell.Error);
        Same(node, gguf);
    }

    [Theory]
    [InlineData(7, 1)] // Q8_0
    [InlineData(15, 0.6)] // Q4_K_M: what is too narrow for blocks of 256 becomes Q5_0 and Q8_0. Activations are rounded otherwise there, which decides between words that are as likely.
    public void What_llama_cpp_writes_we_read(int fileType, double least)
    {
        string node = Node(), model = TestData.Shared("data", "weights", "stories260K", "stories260K.bin"), gguf = shell.At("ours.gguf"), theirs = shell.At("theirs.gguf");
        shell.Run("convert", model, gguf).ShouldBe(0, shell.Error);
        string libraries = Path.Combine(node, "node_modules", "@node-llama-cpp", "linux-x64", "bins", "linux-x64");
        if (!Directory.Exists(libraries)) Assert.Skip($"{libraries} is not there: llama.cpp can't write a file on this machine.");
        Start("python3", TestData.Fixture("llama_quantize.py"), libraries, gguf, theirs, fileType.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Same(node, theirs, least);
    }

    [Theory]
    [InlineData("gemma2")]
    [InlineData("gemma3")]
    public void Gemma_writes_the_same_there(string kind)
    {
        string node = Node();
        Same(node, Small(kind));
    }

    [Theory]
    [InlineData("gemma2")]
    [InlineData("gemma3")]
    public void Gemma_comes_back_from_a_file_as_it_was(string kind)
    {
        string gguf = Small(kind);
        shell.Run("generate", shell.At(kind), "--prompt", Prompt, "--temperature", "0", "--max-tokens", "60").ShouldBe(0, shell.Error);
        string folder = shell.Output;
        shell.Run("generate", gguf, "--prompt", Prompt, "--temperature", "0", "--max-tokens", "60").ShouldBe(0, shell.Error);
        shell.Output.ShouldBe(folder);
        shell.Run("convert", gguf, shell.At("again")).ShouldBe(0, shell.Error);
        shell.Run("generate", shell.At("again"), "--prompt", Prompt, "--temperature", "0", "--max-tokens", "60").ShouldBe(0, shell.Error);
        shell.Output.ShouldBe(folder);
        shell.Run("convert", shell.At(kind), shell.At("small.gguf"), "--quantize", "q8_0").ShouldBe(0, shell.Error);
        shell.Run("generate", shell.At("small.gguf"), "--prompt", Prompt, "--max-tokens", "5").ShouldBe(0, shell.Error);
    }

    [Fact]
    public void Characters_are_refused_with_a_reason()
    {
        Tokenizer tokenizer = CharacterVocabulary.Learn(["Zoo of little animals"], 100);
        DecoderFolder.Write(new Decoder(DecoderConfig.Llama(tokenizer.VocabularySize, 32, 1, 2, 16)), shell.At("characters"));
        TokenizerFiles.Write(tokenizer, shell.At("characters"));
        shell.Run("convert", shell.At("characters"), shell.At("characters.gguf")).ShouldBe(2);
        shell.Error.ShouldContain("tokenizer: bpe");
        File.Exists(shell.At("characters.gguf")).ShouldBeFalse();
    }

    /// <summary>A small model of Gemma's kind with random weights, as a folder and as a GGUF file.</summary>
    private string Small(string kind)
    {
        Tokenizer tokenizer = TokenizerFiles.Read(TestData.Shared("data", "weights", "stories260K", "tok512.bin"));
        DecoderConfig config = kind switch
        {
            "gemma2" => new DecoderConfig
            {
                Architecture = DecoderArchitecture.Gemma2, Vocabulary = tokenizer.VocabularySize, Positions = 256, Layers = 4, Size = 64, Heads = 4, KeyHeads = 2, HeadSize = 32, FeedForward = 96, Activation = FeedForwardActivation.GeluTanh, TiedHead = true,
                Window = 16, WindowPattern = 2, AttentionCap = 50, LogitCap = 30, Epsilon = 1e-6,
            },
            _ => new DecoderConfig
            {
                Architecture = DecoderArchitecture.Gemma3, Vocabulary = tokenizer.VocabularySize, Positions = 256, Layers = 7, Size = 64, Heads = 4, KeyHeads = 1, HeadSize = 32, FeedForward = 96, Activation = FeedForwardActivation.GeluTanh, TiedHead = true,
                Window = 16, WindowPattern = 6, QueryKeyNorm = true, Rotary = new RotaryConfig(1_000_000), LocalRotary = new RotaryConfig(), Epsilon = 1e-6,
            },
        };
        string folder = shell.At(kind), gguf = shell.At(kind + ".gguf");
        Decoder decoder = new(config, new Generator(11));
        DecoderFolder.Write(decoder, folder);
        TokenizerFiles.Write(tokenizer, folder);
        shell.Run("convert", folder, gguf).ShouldBe(0, shell.Error);
        return gguf;
    }

    private void Same(string node, string gguf, double least = 1)
    {
        JsonElement answer = JsonDocument.Parse(Start("node", TestData.Fixture("llama_greedy.mjs"), node, gguf, Prompt, Count.ToString(System.Globalization.CultureInfo.InvariantCulture))).RootElement;
        shell.Run("generate", gguf, "--prompt", Prompt, "--temperature", "0", "--max-tokens", "60").ShouldBe(0, shell.Error);
        string ours = shell.Output.Trim(), theirs = answer.GetProperty("text").GetString()!.Trim();
        int same = (int)(least * theirs.Length);
        ours[..same].ShouldBe(theirs[..same]);
    }

    private static string Node()
    {
        string? folder = Environment.GetEnvironmentVariable("ANNEAL_NODE_LLAMA");
        if (folder is null || !Directory.Exists(Path.Combine(folder, "node_modules", "node-llama-cpp"))) Assert.Skip("ANNEAL_NODE_LLAMA names no folder with node_modules/node-llama-cpp: llama.cpp is not here to compare with.");
        return folder!;
    }

    private static string Start(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, error.Result);
        return output.Trim().Split('\n')[^1];
    }
}
