namespace Anneal.Cli.Tests;

public class ReadmeTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("README.zh-CN.md")]
    public void The_C_sharp_example_is_the_sample_that_is_built(string readme)
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Anneal.slnx"))) root = root.Parent;
        string sample = File.ReadAllText(Path.Combine(root!.FullName, "samples", "mnist", "Program.cs")).TrimEnd();
        File.ReadAllText(Path.Combine(root.FullName, readme)).ShouldContain("```csharp\n" + sample + "\n```", Case.Sensitive);
    }
}
