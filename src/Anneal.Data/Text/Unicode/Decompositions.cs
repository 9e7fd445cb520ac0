using System.Globalization;

namespace Anneal.Data.Text.Unicode;

/// <summary>What characters consist of, and in which order their marks stand.</summary>
/// <remarks>
/// .NET normalizes with a library of the operating system, which is not everywhere and which invariant globalization turns off: then it gives texts back as they are. A tokenizer must give the same
/// tokens on every machine, so the data is carried along.
/// </remarks>
internal sealed class Decompositions
{
    private readonly Dictionary<int, int[]> canonical = [];
    private readonly Dictionary<int, int[]> compatible = [];
    private readonly Dictionary<(int, int), int> pairs = [];
    private readonly Dictionary<int, byte> classes = [];

    private Decompositions()
    {
        using Stream stream = typeof(Decompositions).Assembly.GetManifestResourceStream("Anneal.Data.decompositions.txt")!;
        using StreamReader reader = new(stream);
        while (reader.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            switch (words[0])
            {
                case "C":
                    canonical[Code(words[1])] = [.. words[2..].Select(Code)];
                    break;
                case "P":
                    canonical[Code(words[1])] = [.. words[4..].Select(Code)];
                    pairs[(Code(words[2]), Code(words[3]))] = Code(words[1]);
                    break;
                case "K":
                    compatible[Code(words[1])] = [.. words[2..].Select(Code)];
                    break;
                case "M":
                    for (int c = Code(words[2]); c <= Code(words[3]); c++) classes[c] = byte.Parse(words[1], CultureInfo.InvariantCulture);
                    break;
            }
        }
    }

    private static readonly Lazy<Decompositions> Loaded = new(() => new Decompositions());

    public static Decompositions All => Loaded.Value;

    /// <summary>The parts of a character, or null when it has none.</summary>
    public int[]? PartsOf(int code, bool compatibility) =>
        compatibility && compatible.TryGetValue(code, out int[]? parts) ? parts : canonical.GetValueOrDefault(code);

    /// <summary>The one character that two are, or a negative number.</summary>
    public int Compose(int first, int second) => pairs.TryGetValue((first, second), out int code) ? code : -1;

    /// <summary>The combining class: 0 for what begins a character.</summary>
    public int ClassOf(int code) => code < 0x300 ? 0 : classes.GetValueOrDefault(code);

    private static int Code(string hexadecimal) => int.Parse(hexadecimal, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
