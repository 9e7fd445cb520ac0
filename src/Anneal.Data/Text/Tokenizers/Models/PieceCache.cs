using System.Runtime.InteropServices;

namespace Anneal.Data.Text.Tokenizers.Models;

/// <summary>Remembers the tokens of short pieces. When it is full it forgets everything and begins anew.</summary>
internal sealed class PieceCache
{
    /// <summary>Characters of a piece that is remembered at most.</summary>
    public const int LongestPiece = 48;

    private const int MostEntries = 1 << 17;

    private struct Entry
    {
        public ulong Hash; // 0: free
        public int Text;
        public int Tokens;
        public ushort Length;
        public ushort Count;
    }

    private Entry[] entries = new Entry[1 << 10];
    private char[] text = new char[1 << 12];
    private int[] tokens = new int[1 << 11];
    private int count, textEnd, tokensEnd;

    /// <summary>The tokens of a piece, when it is known.</summary>
    /// <param name="piece">At most <see cref="LongestPiece"/> characters.</param>
    /// <param name="hash">The piece's hash, for <see cref="Add"/>.</param>
    /// <param name="found">The tokens; valid until the next <see cref="Add"/>.</param>
    public bool TryFind(ReadOnlySpan<char> piece, out ulong hash, out ReadOnlySpan<int> found)
    {
        hash = Hash(piece);
        Entry[] all = entries;
        int mask = all.Length - 1;
        for (int at = (int)hash & mask; ; at = (at + 1) & mask)
        {
            ref Entry entry = ref all[at];
            if (entry.Hash == 0) break;
            if (entry.Hash != hash || !text.AsSpan(entry.Text, entry.Length).SequenceEqual(piece)) continue;
            found = tokens.AsSpan(entry.Tokens, entry.Count);
            return true;
        }

        found = default;
        return false;
    }

    /// <summary>Remembers a piece that was not found.</summary>
    public void Add(ReadOnlySpan<char> piece, ulong hash, ReadOnlySpan<int> ids)
    {
        if (ids.Length > ushort.MaxValue) return;
        if (count >= MostEntries) Clear();
        if (2 * (count + 1) > entries.Length) Grow();
        if (textEnd + piece.Length > text.Length) Array.Resize(ref text, 2 * text.Length);
        while (tokensEnd + ids.Length > tokens.Length) Array.Resize(ref tokens, 2 * tokens.Length);
        piece.CopyTo(text.AsSpan(textEnd));
        ids.CopyTo(tokens.AsSpan(tokensEnd));
        Place(entries, new Entry { Hash = hash, Text = textEnd, Tokens = tokensEnd, Length = (ushort)piece.Length, Count = (ushort)ids.Length });
        textEnd += piece.Length;
        tokensEnd += ids.Length;
        count++;
    }

    private void Clear()
    {
        Array.Clear(entries);
        count = textEnd = tokensEnd = 0;
    }

    private void Grow()
    {
        Entry[] larger = new Entry[2 * entries.Length];
        foreach (Entry entry in entries)
            if (entry.Hash != 0) Place(larger, entry);
        entries = larger;
    }

    private static void Place(Entry[] all, Entry entry)
    {
        int mask = all.Length - 1, at = (int)entry.Hash & mask;
        while (all[at].Hash != 0) at = (at + 1) & mask;
        all[at] = entry;
    }

    /// <summary>Four characters at a time, multiplied and folded; never 0.</summary>
    private static ulong Hash(ReadOnlySpan<char> piece)
    {
        const ulong Factor = 0x9E3779B97F4A7C15;
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(piece);
        ulong hash = (ulong)bytes.Length * Factor;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            hash = (hash ^ MemoryMarshal.Read<ulong>(bytes)) * Factor;
            hash ^= hash >> 32;
        }

        ulong rest = 0;
        if (bytes.Length >= 4)
        {
            rest = MemoryMarshal.Read<uint>(bytes);
            bytes = bytes[4..];
        }

        if (bytes.Length > 0) rest |= (ulong)MemoryMarshal.Read<ushort>(bytes) << 32;
        hash = (hash ^ rest) * Factor;
        return (hash ^ (hash >> 29)) | 1;
    }
}
