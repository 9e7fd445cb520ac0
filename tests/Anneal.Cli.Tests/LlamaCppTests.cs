using System.Diagnostics;
using System.Text.Json;
using Anneal.Tests;

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
