using System.Text;

namespace Anneal.Data.Text.Tokenizers.Normalizers;

/// <summary>Replaces each run of two or more spaces.</summary>
/// <param name="content">What takes its place.</param>
internal sealed class SpaceRuns(string content) : TextNormalizer
{
    /// <summary>The pattern as files write it.</summary>
    public const string Pattern = " {2,}";

    public string Content => content;

    /// <inheritdoc/>
    public override string Apply(string text, TextPlace place)
    {
        if (!text.Contains("  ", StringComparison.Ordinal)) return text;
        StringBuilder result = new(text.Length);
        for (int at = 0; at < text.Length;)
        {
            int end = at;
            while (end < text.Length && text[end] == ' ') end++;
            if (end > at + 1) result.Append(content);
            else result.Append(text[at]);
            at = Math.Max(end, at + 1);
        }

        return result.ToString();
    }
}
