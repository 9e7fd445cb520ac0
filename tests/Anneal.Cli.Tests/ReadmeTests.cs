namespace Anneal.Cli.Tests;

public class ReadmeTests
{
    [Theory]
    [InlineData("README.md", "mnist")]
    [InlineData("README.md", "credit-csharp")]
    [InlineData("README.zh-CN.md", "mnist")]
    [InlineData("README.zh-CN.md", "credit-csharp")]
    public void A_C_sharp_example_is_the_sample_that_is_built(string readme, string name)
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Anneal.slnx"))) root = root.Parent;
        string sample = File.ReadAllText(Path.Combine(root!.FullName, "samples", name, "Program.cs")).TrimEnd();
        File.ReadAllText(Path.Combine(root.FullName, readme)).ShouldContain("```csharp\n" + sample + "\n```", Case.Sensitive);
    }
}
