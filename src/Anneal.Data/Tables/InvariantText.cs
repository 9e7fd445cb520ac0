using System.Globalization;

namespace Anneal.Data.Tables;

/// <summary>Numbers as text that looks the same on every machine.</summary>
internal static class InvariantText
{
    public static string ToInvariant(this int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The shortest text for a number that a person reads: six digits at most.</summary>
    public static string ToReadable(this double number) => number.ToString("G6", CultureInfo.InvariantCulture);
}
