using System.Globalization;
using Anneal.Tests;

namespace Anneal.Formats.Tests;

/// <summary>Damages good files in seeded ways; reading one must work or be refused with a <see cref="ModelFileException"/>.</summary>
/// <remarks>ANNEAL_FUZZ=1000000 sets the number of mutations for a longer run, ANNEAL_FUZZ_SEED where it starts.</remarks>
internal sealed class MutationFuzzer(Scratch scratch, Action<string> read)
{
    private const int Mutations = 3000;

    /// <summary>Mutates the files in turn; <paramref name="wrap"/> may put the mutated bytes into a container that the mutation shall not touch.</summary>
    public void Run(byte[][] files, Func<int, byte[], byte[]>? wrap = null)
    {
        int count = Setting("ANNEAL_FUZZ", Mutations), first = Setting("ANNEAL_FUZZ_SEED", 0);
        string path = scratch.Path("mutated");
        for (int seed = first; seed < first + count; seed++)
        {
            int which = seed % files.Length;
            byte[] mutated = Mutation.Of(files[which], new Random(seed));
            File.WriteAllBytes(path, wrap is null ? mutated : wrap(which, mutated));
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(path);
            }
            catch (ModelFileException)
            {
                // Refused, as it should be.
            }
            catch (Exception e)
            {
                string kept = Path.Combine(Path.GetTempPath(), $"anneal-mutation-{seed}");
                File.Copy(path, kept, overwrite: true);
                throw new InvalidOperationException($"Mutation {seed} of file {which} was answered with {e.GetType().Name}: {e.Message}. It is kept at {kept}.", e);
            }
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            allocated.ShouldBeLessThan(50_000_000, $"mutation {seed} of file {which}");
            if (seed % 2048 == 0) // the system allows a process some ten thousand maps; let finalizers unmap
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
