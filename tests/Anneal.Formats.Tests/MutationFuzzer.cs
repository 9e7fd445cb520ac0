using System.Buffers.Binary;
using System.Globalization;

namespace Anneal.Formats.Tests;

/// <summary>Damages good files in seeded ways; reading one must work or be refused with a <see cref="ModelFileException"/>.</summary>
/// <remarks>ANNEAL_FUZZ=1000000 sets the number of mutations for a longer run, ANNEAL_FUZZ_SEED where it starts.</remarks>
internal sealed class MutationFuzzer(Scratch scratch, Action<string> read)
{
    private const int Mutations = 3000;

    private static readonly long[] Interesting =
        [0, 1, -1, 2, 7, 8, 127, 128, 255, 256, 32767, 65535, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue, 1L << 32, 1L << 40, 100_000_000];

    /// <summary>Mutates the files in turn; <paramref name="wrap"/> may put the mutated bytes into a container that the mutation shall not touch.</summary>
    public void Run(byte[][] files, Func<int, byte[], byte[]>? wrap = null)
    {
        int count = Setting("ANNEAL_FUZZ", Mutations), first = Setting("ANNEAL_FUZZ_SEED", 0);
        string path = scratch.Path("mutated");
        for (int seed = first; seed < first + count; seed++)
        {
            int which = seed % files.Length;
            byte[] mutated = Mutate(files[which], new Random(seed));
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

    private static byte[] Mutate(byte[] file, Random random)
    {
        var bytes = new List<byte>(file);
        for (int n = random.Next(1, 5); n > 0 && bytes.Count > 0; n--)
        {
            int at = random.Next(bytes.Count), length = Math.Min(random.Next(1, 17), bytes.Count - at);
            switch (random.Next(8))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length));
                    break;
                case 4:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 5:
                    for (int i = 0; i < length; i++) bytes[at + i] = (byte)random.Next(256);
                    break;
                case 6: // another digit where there is one, for headers of text
                    if (char.IsAsciiDigit((char)bytes[at])) bytes[at] = (byte)random.Next('0', '9' + 1);
                    break;
                default:
                    var number = new byte[8];
                    BinaryPrimitives.WriteInt64LittleEndian(number, Interesting[random.Next(Interesting.Length)]);
                    int size = Math.Min(1 << random.Next(4), bytes.Count - at);
                    for (int i = 0; i < size; i++) bytes[at + i] = number[i];
                    break;
            }
        }
        return [.. bytes];
    }
}
