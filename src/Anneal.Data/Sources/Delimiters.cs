namespace Anneal.Data.Sources;

/// <summary>Tells a text table's delimiter from its first lines.</summary>
internal static class Delimiters
{
    private const int MostLines = 100;

    private static readonly char[] Candidates = ['\t', ',', ';', '|'];

    /// <summary>The candidate by which most lines have as many fields as the first; a comma when no candidate ever stands in the first line.</summary>
    public static char Tell(ReadOnlySpan<char> text)
    {
        (char best, double bestShare, int bestFields) = (',', 0, 1);
        foreach (char candidate in Candidates)
        {
            (double share, int fields) = Regularity(text, candidate);
            if (fields > 1 && (share > bestShare || (share == bestShare && fields > bestFields))) (best, bestShare, bestFields) = (candidate, share, fields);
        }

        return best;
    }

    /// <summary>Whether quotes in a table of tabs are plain characters, as corpora write them: a field that begins with one does not end with one.</summary>
    public static bool QuotesArePlain(ReadOnlySpan<char> text)
    {
        int lastLine = text.LastIndexOf('\n');
        foreach (Range line in text[..(lastLine < 0 ? text.Length : lastLine)].Split('\n'))
        {
            foreach (Range part in text[line].Split('\t'))
            {
                ReadOnlySpan<char> field = text[line][part].Trim();
                bool begins = field.StartsWith('"'), ends = field.EndsWith('"');
                if (begins && ends && field.Length > 1) continue;
                if (field.Contains('"')) return true;
            }
        }

        return false;
    }

    private static (double Share, int Fields) Regularity(ReadOnlySpan<char> text, char delimiter)
    {
        int expected = 0, fields = 1, lines = 0, alike = 0, characters = 0;
        bool quoted = false;
        foreach (char c in text)
        {
            if (c == '"') quoted = !quoted;
            else if (c == delimiter && !quoted) fields++;
            if (c == '\n' && !quoted)
            {
                if (characters > 0)
                {
                    if (expected == 0) expected = fields;
                    lines++;
                    if (fields == expected) alike++;
                }

                (fields, characters) = (1, 0);
                if (lines == MostLines) break;
            }
            else if (!char.IsWhiteSpace(c))
            {
                characters++;
            }
        }

        if (characters > 0 && lines < MostLines)
        {
            if (expected == 0) expected = fields;
            lines++;
            if (fields == expected) alike++;
        }

        return lines == 0 ? (0, 1) : ((double)alike / lines, expected);
    }
}
