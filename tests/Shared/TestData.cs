namespace Anneal.Tests;

/// <summary>Finds the files that tests read: the fixtures in the repository, and the large data beside it.</summary>
internal static class TestData
{
    /// <summary>A file or folder under tests/fixtures.</summary>
    public static string Fixture(params string[] path) =>
        Find("tests", ["fixtures", .. path]) ?? throw new DirectoryNotFoundException($"tests/fixtures/{string.Join('/', path)} is not above {AppContext.BaseDirectory}.");

    /// <summary>A file or folder under ../shared. The test is skipped, with a message, where that isn't there.</summary>
    public static string Shared(params string[] path)
    {
        string? found = Find("shared", path);
        if (found is null) Assert.Skip($"../shared/{string.Join('/', path)} is not here: this test needs data that is not part of the repository.");
        return found!;
    }

    /// <summary>A new empty folder, in memory where the system has such a place. The caller deletes it.</summary>
    public static string NewFolder()
    {
        string root = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        return Directory.CreateDirectory(Path.Combine(root, $"anneal-{Guid.NewGuid():N}")).FullName;
    }

    private static string? Find(string folder, string[] path)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = Path.Combine([at.FullName, folder, .. path]);
            if (Path.Exists(candidate)) return candidate;
        }
        return null;
    }
}
