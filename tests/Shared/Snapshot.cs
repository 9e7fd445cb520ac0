using System.Runtime.CompilerServices;

namespace Anneal.Tests;

/// <summary>Holds printed text against a file beside the test. Set ANNEAL_UPDATE_SNAPSHOTS=1 to write the files anew, and read the difference.</summary>
internal static class Snapshot
{
    public static void Match(string actual, string name, [CallerFilePath] string testFile = "")
    {
        string file = Path.Combine(Path.GetDirectoryName(testFile)!, "Snapshots", name + ".txt");
        if (Environment.GetEnvironmentVariable("ANNEAL_UPDATE_SNAPSHOTS") is "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }

        File.Exists(file).ShouldBeTrue($"there is no snapshot {file}");
        actual.ShouldBe(File.ReadAllText(file));
    }
}
