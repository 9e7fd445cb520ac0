using System.Text;

namespace Anneal.Models.Language;

/// <summary>Watches a stream of text for texts that end it, and holds back what may be the beginning of one.</summary>
/// <param name="stops">The texts, none of them empty.</param>
internal sealed class StopTexts(IReadOnlyList<string> stops)
{
    private readonly StringBuilder held = new();

    /// <summary>The text that ended the stream, or null as long as none did.</summary>
    public string? Found { get; private set; }

    /// <summary>Takes more of the stream and returns what surely belongs to the answer.</summary>
    public string Append(string piece)
    {
        if (Found is not null) return "";
        if (stops.Count == 0) return piece;
        held.Append(piece);
        string text = held.ToString();
        int end = text.Length;
        foreach (string stop in stops)
        {
            int at = text.IndexOf(stop, StringComparison.Ordinal);
            if (at >= 0 && (at < end || (at == end && Found is null))) (end, Found) = (at, stop);
        }

        if (Found is null) end = text.Length - stops.Max(stop => Begun(text, stop));
        held.Remove(0, end);
        return text[..end];
    }

    /// <summary>What was held back, when the stream is over.</summary>
    public string Finish()
    {
        string rest = Found is null ? held.ToString() : "";
        held.Clear();
        return rest;
    }

    /// <summary>How many characters at the end of a text are the beginning of a stop text.</summary>
    private static int Begun(string text, string stop)
    {
        for (int length = Math.Min(stop.Length - 1, text.Length); length > 0; length--)
        {
            if (text.AsSpan(text.Length - length).SequenceEqual(stop.AsSpan(0, length))) return length;
        }

        return 0;
    }
}
