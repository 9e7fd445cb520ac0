using System.Text;

namespace Anneal.Models.Language;

/// <summary>Ranges of characters as ranges of the bytes that UTF-8 writes them in.</summary>
internal static class Utf8Ranges
{
    private const int LastCharacter = 0x10FFFF;
    private const int FirstSurrogate = 0xD800;
    private const int LastSurrogate = 0xDFFF;

    /// <summary>The sequences of byte ranges that cover the characters from <paramref name="low"/> to <paramref name="high"/> and no other.</summary>
    public static IEnumerable<(byte Low, byte High)[]> Of(int low, int high)
    {
        if (low < FirstSurrogate && high > LastSurrogate) return Of(low, FirstSurrogate - 1).Concat(Of(LastSurrogate + 1, high));
        if (low is >= FirstSurrogate and <= LastSurrogate) low = LastSurrogate + 1;
        if (high is >= FirstSurrogate and <= LastSurrogate) high = FirstSurrogate - 1;
        return low > high ? [] : Split(low, high);
    }

    /// <summary>The characters that lie in none of some ranges.</summary>
    public static List<(int Low, int High)> Complement(IEnumerable<(int Low, int High)> ranges)
    {
        List<(int Low, int High)> rest = [];
        int next = 0;
        foreach ((int low, int high) in ranges.OrderBy(range => range.Low))
        {
            if (low > next) rest.Add((next, low - 1));
            next = Math.Max(next, high + 1);
        }

        if (next <= LastCharacter) rest.Add((next, LastCharacter));
        return rest;
    }

    private static IEnumerable<(byte Low, byte High)[]> Split(int low, int high)
    {
        // Characters of different lengths are told apart first; then a range is cut until its bytes vary independently.
        foreach (int last in (ReadOnlySpan<int>)[0x7F, 0x7FF, 0xFFFF])
        {
            if (low <= last && high > last) return Split(low, last).Concat(Split(last + 1, high));
        }

        for (int bits = 6; bits <= 18 && high > 0x7F; bits += 6)
        {
            int mask = (1 << bits) - 1;
            if ((low & ~mask) == (high & ~mask)) continue;
            if ((low & mask) != 0) return Split(low, low | mask).Concat(Split((low | mask) + 1, high));
            if ((high & mask) != mask) return Split(low, (high & ~mask) - 1).Concat(Split(high & ~mask, high));
        }

        byte[] first = Encoding.UTF8.GetBytes(char.ConvertFromUtf32(low)), final = Encoding.UTF8.GetBytes(char.ConvertFromUtf32(high));
        return [[.. first.Zip(final)]];
    }
}
