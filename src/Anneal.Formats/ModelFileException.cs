using System.Globalization;
using System.Text;

namespace Anneal.Formats;

/// <summary>A file of tensors is damaged, was tampered with, or holds what can't become a tensor.</summary>
/// <remarks>Every reader in this assembly throws this, and nothing else, for what it finds inside a file; a missing file stays a <see cref="FileNotFoundException"/>.</remarks>
public sealed class ModelFileException : FormatException
{
    /// <summary>Says what is wrong with a file, where, and what to do.</summary>
    /// <param name="file">The file, as it was named by the caller.</param>
    /// <param name="place">Where in it: a tensor, an entry, a byte.</param>
    /// <param name="reason">What is wrong there.</param>
    /// <param name="remedy">The way out.</param>
    /// <param name="inner">What was thrown underneath, if anything.</param>
    public ModelFileException(string file, string place, string reason, string remedy, Exception? inner = null)
        : base($"{file}: {place}: {reason} {remedy}", inner)
    {
        File = file;
        Place = place;
        Reason = reason;
        Remedy = remedy;
    }

    /// <summary>The file, as it was named by the caller.</summary>
    public string File { get; }

    /// <summary>Where in the file: a tensor, an entry, a byte.</summary>
    public string Place { get; }

    /// <summary>What is wrong there.</summary>
    public string Reason { get; }

    /// <summary>The way out.</summary>
    public string Remedy { get; }

    /// <summary>A name from the file, fit for a message: short, on one line.</summary>
    internal static string Quote(string name)
    {
        const int Longest = 80;
        var text = new StringBuilder("'");
        foreach (char c in name.AsSpan(0, Math.Min(name.Length, Longest)))
        {
            if (char.IsControl(c) || char.IsSurrogate(c)) text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else text.Append(c);
        }
        return text.Append(name.Length > Longest ? "…'" : "'").ToString();
    }
}
