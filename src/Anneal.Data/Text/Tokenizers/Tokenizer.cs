using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers.Models;
using Anneal.Data.Text.Tokenizers.Normalizers;

namespace Anneal.Data.Text.Tokenizers;

/// <summary>Turns text into the numbers that a language model reads, and back.</summary>
/// <remarks>
/// Read one with <see cref="TokenizerFiles"/>. A text goes through the parts that Hugging Face's tokenizer.json names too: added tokens are found in it, the rest is normalized and cut
/// into pieces, the model (byte pairs, unigram, word pieces) makes tokens of each piece, and a template puts special tokens around them. Any number of threads may use one object.
/// </remarks>
public sealed class Tokenizer
{
    private readonly TokenizerParts parts;
    private readonly AddedTokens[] beforeNormalizing; // [0] without special tokens, [1] with them
    private readonly AddedTokens[] afterNormalizing;
    private readonly bool normalizesAdded;
    private readonly ConcurrentBag<EncodeMemory> memories = [];

    internal Tokenizer(TokenizerParts parts)
    {
        this.parts = parts;
        beforeNormalizing = [new(parts.Added.Where(t => !t.Normalized && !t.Special)), new(parts.Added.Where(t => !t.Normalized))];
        AddedToken[] normalized = [.. parts.Added.Where(t => t.Normalized).Select(t => t with { Text = Normalize(t.Text, TextPlace.Within) })];
        afterNormalizing = [new(normalized.Where(t => !t.Special)), new(normalized)];
        normalizesAdded = normalized.Length > 0;
    }

    /// <summary>How many numbers there are: the highest token and one.</summary>
    public int VocabularySize => parts.Vocabulary.Count;

    /// <summary>The token before a text, or null.</summary>
    public int? BeginId => parts.Special.Begin;

    /// <summary>The token behind a text, with which a language model says that it has finished, or null.</summary>
    public int? EndId => parts.Special.End;

    /// <summary>The token that fills short rows of a batch up, or null.</summary>
    public int? PadId => parts.Special.Pad;

    /// <summary>The token of text that has no other, or null.</summary>
    public int? UnknownId => parts.Special.Unknown;

    /// <summary>The token that stands for a word to guess, or null.</summary>
    public int? MaskId => parts.Special.Mask;

    /// <summary>The token between two texts, or null.</summary>
    public int? SeparatorId => parts.Special.Separator;

    /// <summary>The token at which a classifier reads its answer, or null.</summary>
    public int? ClassId => parts.Special.Class;

    internal TokenizerParts Parts => parts;

    internal bool DropsFirstSpace => parts.DropsFirstSpace;

    /// <summary>The tokens of a text.</summary>
    /// <param name="text">Any text; half of a surrogate pair counts as U+FFFD.</param>
    /// <param name="addSpecial">Whether the special tokens that the model expects around a text are put there.</param>
    /// <param name="parseSpecial">Whether special tokens that are written in the text, such as <c>&lt;|endoftext|&gt;</c>, become those tokens. Leave it off for texts from strangers.</param>
    public int[] Encode(string text, bool addSpecial = true, bool parseSpecial = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<int> ids = new((text.Length / 4) + 4);
        Encode(text, ids, addSpecial, parseSpecial);
        return [.. ids];
    }

    /// <summary>Adds the tokens of a text to a list.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="ids">Gets the tokens.</param>
    /// <param name="addSpecial">Whether the special tokens that the model expects around a text are put there.</param>
    /// <param name="parseSpecial">Whether special tokens that are written in the text become those tokens.</param>
    public void Encode(string text, List<int> ids, bool addSpecial = true, bool parseSpecial = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(ids);
        if (!addSpecial)
        {
            EncodeText(text, ids, parseSpecial);
            return;
        }

        foreach (TemplatePart part in parts.Template.Single)
        {
            if (part.Id is { } id) ids.Add(id);
            else EncodeText(text, ids, parseSpecial);
        }
    }

    /// <summary>The tokens of a text, with the characters that each stands for.</summary>
    /// <remarks>
    /// Where a normalizer changes a text (small letters, forms of Unicode), a token stands for what it was made of. A token of a part of a character stands for the whole of it, so neighbours may
    /// share one; a space that belongs to a token belongs to its characters.
    /// </remarks>
    /// <param name="text">Any text.</param>
    /// <param name="addSpecial">Whether the special tokens that the model expects around a text are put there.</param>
    /// <param name="parseSpecial">Whether special tokens that are written in the text become those tokens.</param>
    /// <returns>The same tokens as <see cref="Encode(string, bool, bool)"/>.</returns>
    public IReadOnlyList<PlacedToken> EncodeWithPlaces(string text, bool addSpecial = true, bool parseSpecial = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        TokenPlaces places = new(parts.Vocabulary);
        List<int> ids = [];
        foreach (TemplatePart part in addSpecial ? parts.Template.Single : TokenTemplate.None.Single)
        {
            if (part.Id is { } id) places.Add(id, places.Found.Count > 0 ? (text.Length, text.Length) : (0, 0));
            else EncodeText(text, ids, parseSpecial, places: places);
        }

        return places.Found;
    }

    /// <summary>Two texts as one row, with the special tokens that the model expects between them.</summary>
    /// <param name="first">For example a question.</param>
    /// <param name="second">For example the passage that answers it.</param>
    /// <param name="parseSpecial">Whether special tokens that are written in the texts become those tokens.</param>
    public TokenPair EncodePair(string first, string second, bool parseSpecial = false)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        List<int> ids = [], types = [];
        int secondStart = 0;
        foreach (TemplatePart part in parts.Template.Pair)
        {
            if (part.Id is null && part.Second) secondStart = ids.Count;
            if (part.Id is { } id) ids.Add(id);
            else EncodeText(part.Second ? second : first, ids, parseSpecial);
            while (types.Count < ids.Count) types.Add(part.Type);
        }

        return new TokenPair([.. ids], [.. types], secondStart);
    }

    /// <summary>The tokens of any bytes: UTF-8 where they are that, and the tokens of single bytes elsewhere. A byte-level vocabulary gives the same bytes back.</summary>
    /// <param name="bytes">Any bytes.</param>
    public int[] EncodeBytes(ReadOnlySpan<byte> bytes)
    {
        List<int> ids = [];
        TextPlace place = TextPlace.Start;
        while (bytes.Length > 0)
        {
            int valid = 0;
            while (valid < bytes.Length && Rune.DecodeFromUtf8(bytes[valid..], out _, out int length) == OperationStatus.Done) valid += length;
            if (valid > 0) EncodeText(Encoding.UTF8.GetString(bytes[..valid]), ids, parseSpecial: false, place);
            bytes = bytes[valid..];
            place = TextPlace.Within;
            if (bytes.Length == 0) break;
            if (parts.Model.IdOfByte(bytes[0]) is { } id) ids.Add(id);
            bytes = bytes[1..];
        }

        return [.. ids];
    }

    /// <summary>The text of tokens. Bytes that are no character become U+FFFD.</summary>
    /// <param name="ids">Tokens.</param>
    /// <param name="skipSpecial">Whether special tokens are left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">The vocabulary has no such token.</exception>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecial = true) => Encoding.UTF8.GetString(DecodeBytes(ids, skipSpecial));

    /// <summary>The bytes of tokens.</summary>
    /// <param name="ids">Tokens.</param>
    /// <param name="skipSpecial">Whether special tokens are left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">The vocabulary has no such token.</exception>
    public byte[] DecodeBytes(ReadOnlySpan<int> ids, bool skipSpecial = true)
    {
        ArrayBufferWriter<byte> all = new(Math.Max(16, 4 * ids.Length));
        foreach (int id in ids)
            if (!skipSpecial || !IsSpecial(id)) all.Write(BytesOf(id));
        ReadOnlySpan<byte> bytes = all.WrittenSpan;
        return DropsFirstSpace && bytes.Length > 0 && bytes[0] == ' ' ? bytes[1..].ToArray() : bytes.ToArray();
    }

    /// <summary>Decodes token by token.</summary>
    /// <param name="skipSpecial">Whether special tokens are left out.</param>
    /// <param name="continues">Whether the tokens go on from a text, so that a space before the first word is kept.</param>
    public TokenDecoder NewDecoder(bool skipSpecial = true, bool continues = false) => new(this, skipSpecial, continues);

    /// <summary>A token as the vocabulary writes it, such as <c>Ġthe</c>, <c>▁the</c> or <c>##ing</c>; empty for a number that is not taken.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The vocabulary has no such token.</exception>
    public string TokenText(int id) => parts.Vocabulary.TextOf(id);

    /// <summary>The number of a token as the vocabulary writes it, or null.</summary>
    public int? IdOf(string token) => parts.Vocabulary.IdOf(token);

    /// <summary>The bytes that a token adds to a text.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The vocabulary has no such token.</exception>
    public ReadOnlySpan<byte> BytesOf(int id) => parts.Vocabulary.BytesOf(id);

    /// <summary>What a token is for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The vocabulary has no such token.</exception>
    public TokenRole RoleOf(int id) => parts.Vocabulary.RoleOf(id);

    /// <summary>Whether a token carries no text.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The vocabulary has no such token.</exception>
    public bool IsSpecial(int id) => RoleOf(id) is TokenRole.Control or TokenRole.Unknown;

    private void EncodeText(string text, List<int> ids, bool parseSpecial, TextPlace place = TextPlace.Start, TokenPlaces? places = null)
    {
        if (!memories.TryTake(out EncodeMemory? memory)) memory = new EncodeMemory();
        AddedTokens added = beforeNormalizing[parseSpecial ? 1 : 0];
        for (int at = 0; at < text.Length;)
        {
            AddedToken? token = added.Next(text, at, out int start, out int end);
            if (start > at) EncodePart(at == 0 && start == text.Length ? text : text[at..start], at == 0 ? place : TextPlace.AfterToken, memory, ids, parseSpecial, places, at);
            if (token is not null)
            {
                ids.Add(token.Id);
                places?.Add(token.Id, (start, end));
            }

            at = end;
        }

        memory.Shrink();
        memories.Add(memory);
    }

    private void EncodePart(string part, TextPlace place, EncodeMemory memory, List<int> ids, bool parseSpecial, TokenPlaces? places, int begin)
    {
        TextAlignment? alignment = places is null ? null : TextAlignment.Of(begin, part.Length);
        string text = Normalize(part, place, ref alignment);
        if (!normalizesAdded)
        {
            EncodePieces(text, place, memory, ids, places, alignment);
            return;
        }

        AddedTokens added = afterNormalizing[parseSpecial ? 1 : 0];
        for (int at = 0; at < text.Length;)
        {
            AddedToken? token = added.Next(text, at, out int start, out int end);
            if (start > at) EncodePieces(text[at..start], at == 0 ? place : TextPlace.AfterToken, memory, ids, places, alignment?.Slice(at, start));
            if (token is not null)
            {
                ids.Add(token.Id);
                places?.Add(token.Id, alignment!.Range(start, end));
            }

            at = end;
        }
    }

    private void EncodePieces(string part, TextPlace place, EncodeMemory memory, List<int> ids, TokenPlaces? places, TextAlignment? alignment)
    {
        string text = parts.Marks?.Apply(part, place) ?? part;
        memory.Pieces.Clear();
        if (parts.Splitter is null) memory.Pieces.Add(..text.Length);
        else parts.Splitter.Split(text, memory.Pieces);
        if (places is not null)
        {
            alignment = parts.Marks is { } marks ? alignment!.After(marks, part, text, place) : alignment!;
            foreach (Range piece in CollectionsMarshal.AsSpan(memory.Pieces))
            {
                int before = ids.Count;
                EncodePiece(text.AsSpan()[piece], memory, ids);
                places.Add(text.AsSpan()[piece], CollectionsMarshal.AsSpan(ids)[before..], alignment.Slice(piece.Start.Value, piece.End.Value));
            }

            return;
        }

        foreach (Range piece in CollectionsMarshal.AsSpan(memory.Pieces)) EncodePiece(text.AsSpan()[piece], memory, ids);
    }

    private void EncodePiece(ReadOnlySpan<char> piece, EncodeMemory memory, List<int> ids)
    {
        if (piece.Length > PieceCache.LongestPiece)
        {
            parts.Model.Encode(piece, memory, ids);
            return;
        }

        if (memory.Cache.TryFind(piece, out ulong hash, out ReadOnlySpan<int> known))
        {
            if (known.Length == 1) ids.Add(known[0]);
            else ids.AddRange(known);
            return;
        }

        int start = ids.Count;
        parts.Model.Encode(piece, memory, ids);
        memory.Cache.Add(piece, hash, CollectionsMarshal.AsSpan(ids)[start..]);
    }

    private string Normalize(string text, TextPlace place)
    {
        TextAlignment? none = null;
        return Normalize(text, place, ref none);
    }

    private string Normalize(string text, TextPlace place, ref TextAlignment? alignment)
    {
        // A hostile file could make a page of every letter, and a library of every page.
        long most = (32L * text.Length) + 4096;
        foreach (TextNormalizer normalizer in parts.Normalizers)
        {
            string before = text;
            text = normalizer.Apply(text, place);
            alignment = alignment?.After(normalizer, before, text, place);
            if (text.Length > most) throw new UserErrorException(TokenizerMessages.Swells, TokenizerMessages.OtherTokenizer);
        }

        return text;
    }
}
