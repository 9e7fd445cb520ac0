using Anneal.Data.Text.Tokenizers;

namespace Anneal.Data.Tests.Text.Tokenizers;

/// <summary>The algorithms as their papers write them, slowly.</summary>
internal static class Reference
{
    /// <summary>Byte pairs of one ASCII piece: the earliest merge everywhere, again and again.</summary>
    public static int[] BytePairs(string piece, Tokenizer tokenizer, IEnumerable<string> merges)
    {
        Dictionary<(string, string), int> ranks = [];
        foreach (string[] pair in merges.Skip(1).Select(m => m.Split(' ')).Where(p => p.Length == 2)) ranks.TryAdd((pair[0], pair[1]), ranks.Count);
        List<string> parts = [.. piece.Select(c => c.ToString())];
        while (true)
        {
            int best = -1, rank = int.MaxValue;
            for (int i = 0; i + 1 < parts.Count; i++)
                if (ranks.TryGetValue((parts[i], parts[i + 1]), out int r) && r < rank) (best, rank) = (i, r);
            if (best < 0) return [.. parts.Select(p => tokenizer.IdOf(p)!.Value)];
            parts[best] += parts[best + 1];
            parts.RemoveAt(best + 1);
        }
    }

    /// <summary>SentencePiece's byte pairs: of all neighbours that are a token together, the one of the highest score first; characters without a token as bytes.</summary>
    public static int[] Scored(string text, Func<string, int?> idOf, Func<int, float> scoreOf)
    {
        List<string> parts = [.. ("▁" + text.Replace(' ', '▁')).EnumerateRunes().Select(r => r.ToString())];
        while (true)
        {
            (int best, float score) = (-1, float.NegativeInfinity);
            for (int i = 0; i + 1 < parts.Count; i++)
                if (idOf(parts[i] + parts[i + 1]) is { } id && scoreOf(id) > score) (best, score) = (i, scoreOf(id));
            if (best < 0) break;
            parts[best] += parts[best + 1];
            parts.RemoveAt(best + 1);
        }

        return [.. parts.SelectMany(p => idOf(p) is { } id ? [id] : System.Text.Encoding.UTF8.GetBytes(p).Select(b => idOf($"<0x{b:X2}>")!.Value))];
    }
}
