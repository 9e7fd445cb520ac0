using System.Runtime.CompilerServices;
using Anneal.Tests;

namespace Anneal.Cli.Tests;

/// <summary>Damages the recipes of the samples in seeded ways; checking one must go through or be refused. ANNEAL_FUZZ sets how often.</summary>
public sealed class HostileRecipeTests : IDisposable
{
    private readonly Shell shell = new();

    public void Dispose() => shell.Dispose();

    [Theory]
    [InlineData("credit")]
    [InlineData("reviews")]
    [InlineData("bikeshop")]
    [InlineData("entities")]
    [InlineData("phrases")]
    [InlineData("stories")]
    public void A_damaged_recipe_is_checked_or_refused(string sample)
    {
        foreach (string file in Directory.GetFiles(Sample(sample)).Where(file => Path.GetExtension(file) is not (".yaml" or ".md" or ".py"))) File.Copy(file, shell.At(Path.GetFileName(file)));
        byte[] recipe = File.ReadAllBytes(Path.Combine(Sample(sample), "recipe.yaml"));
        int count = int.TryParse(Environment.GetEnvironmentVariable("ANNEAL_FUZZ"), out int given) ? given : 25;
        for (int seed = 0; seed < count; seed++)
        {
            File.WriteAllBytes(shell.At("recipe.yaml"), Mutation.Of(recipe, new Random(seed)));
            shell.Run("check", shell.At("recipe.yaml")).ShouldBeOneOf([0, 2], $"mutation {seed}: {shell.Error}");
        }
    }

    private static string Sample(string name, [CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../samples", name));
}
