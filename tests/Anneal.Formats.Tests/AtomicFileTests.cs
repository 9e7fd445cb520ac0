namespace Anneal.Formats.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    /// <summary>Whenever the process is killed while it writes, the name stands for the whole old file, or for none.</summary>
    [Fact]
    public void TheNameNeverStandsForHalfAFile()
    {
        string path = scratch.Path("model");
        AtomicFile.Write(path, stream => WriteSlowly(stream, 1, () => File.Exists(path).ShouldBeFalse()));
        byte[] old = File.ReadAllBytes(path);
        AtomicFile.Write(path, stream => WriteSlowly(stream, 2, () => File.ReadAllBytes(path).AsSpan().SequenceEqual(old).ShouldBeTrue()));
        File.ReadAllBytes(path).ShouldAllBe(b => b == 2);
        Directory.GetFiles(scratch.Folder).ShouldBe([path]);
    }

    [Fact]
    public void AFailureTakesItsFileAway()
    {
        string path = scratch.Path("model");
        Should.Throw<IOException>(() => AtomicFile.Write(path, stream => WriteSlowly(stream, 1, () => throw new IOException("The disk is full."))));
        Directory.GetFiles(scratch.Folder).ShouldBeEmpty();
        Should.Throw<DirectoryNotFoundException>(() => AtomicFile.Write(scratch.Path("absent/model"), _ => { }));
    }

    private static void WriteSlowly(FileStream stream, byte value, Action check)
    {
        byte[] part = [.. Enumerable.Repeat(value, 10_000)];
        for (int i = 0; i < 10; i++)
        {
            stream.Write(part);
            stream.Flush();
            check();
        }
    }
}
