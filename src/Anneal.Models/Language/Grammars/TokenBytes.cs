using System.Runtime.CompilerServices;
using Anneal.Data.Text.Tokenizers;

namespace Anneal.Models.Language;

/// <summary>A vocabulary's tokens by their bytes, sorted, so that tokens which begin alike are followed together.</summary>
internal sealed class TokenBytes
{
    private static readonly ConditionalWeakTable<Tokenizer, TokenBytes> Known = [];

    private readonly int[] ids;
    private readonly byte[][] bytes;
    private readonly int[] shared;

    private TokenBytes(Tokenizer tokenizer)
    {
        List<(byte[] Bytes, int Id)> all = [];
        Size = tokenizer.VocabularySize;
        for (int id = 0; id < Size; id++)
        {
            ReadOnlySpan<byte> token = tokenizer.BytesOf(id);
            if (token.Length > 0 && !tokenizer.IsSpecial(id)) all.Add((token.ToArray(), id));
        }

        all.Sort((a, b) => a.Bytes.AsSpan().SequenceCompareTo(b.Bytes));
        ids = [.. all.Select(token => token.Id)];
        bytes = [.. all.Select(token => token.Bytes)];
        shared = new int[ids.Length];
        for (int i = 1; i < ids.Length; i++) shared[i] = bytes[i].AsSpan().CommonPrefixLength(bytes[i - 1]);
        ById = new byte[Size][];
        for (int i = 0; i < ids.Length; i++) ById[ids[i]] = bytes[i];
        LongestToken = bytes.Length == 0 ? 0 : bytes.Max(token => token.Length);
    }

    /// <summary>How many tokens there are, with those that stand for no bytes.</summary>
    public int Size { get; }

    /// <summary>Each token's bytes; null for a token that stands for none.</summary>
    public byte[]?[] ById { get; }

    private int LongestToken { get; }

    /// <summary>A tokenizer's vocabulary, sorted once.</summary>
    public static TokenBytes Of(Tokenizer tokenizer) => Known.GetValue(tokenizer, static t => new TokenBytes(t));

    /// <summary>The tokens that may follow in a grammar's state.</summary>
    public bool[] Allowed(GrammarMachine machine, int state)
    {
        bool[] allowed = new bool[Size];
        int[] path = new int[LongestToken + 1];
        path[0] = state;
        int known = 0; // how many bytes of the current token's beginning were followed
        for (int i = 0; i < ids.Length; i++)
        {
            if (shared[i] > known) continue; // begins with what led nowhere before
            known = shared[i];
            byte[] token = bytes[i];
            while (known < token.Length)
            {
                int next = machine.Next(path[known], token[known]);
                if (next == GrammarMachine.Nowhere) break;
                path[++known] = next;
            }

            allowed[ids[i]] = known == token.Length;
        }

        return allowed;
    }
}
