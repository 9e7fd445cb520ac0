namespace Anneal.Data.Text.Tokenizers;

/// <summary>GPT-2's way of writing any bytes as printable characters: a printable byte is its own character, each other one the next from U+0100 on.</summary>
/// <remarks>Radford et al., "Language Models are Unsupervised Multitask Learners", 2019; the space becomes Ġ, the line feed Ċ.</remarks>
internal static class ByteAlphabet
{
    private static readonly char[] Characters = MakeCharacters();
    private static readonly short[] Values = MakeValues();

    /// <summary>The character of a byte.</summary>
    public static char CharOf(byte value) => Characters[value];

    /// <summary>Bytes as characters.</summary>
    public static string TextOf(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = bytes.Length <= 256 ? stackalloc char[bytes.Length] : new char[bytes.Length];
        for (int i = 0; i < bytes.Length; i++) text[i] = Characters[bytes[i]];
        return new string(text);
    }

    /// <summary>Characters as bytes, when each stands for one.</summary>
    public static bool TryBytes(string text, out byte[] bytes)
    {
        bytes = new byte[text.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            if (text[i] >= Values.Length || Values[text[i]] < 0) return false;
            bytes[i] = (byte)Values[text[i]];
        }

        return true;
    }

    private static char[] MakeCharacters()
    {
        char[] characters = new char[256];
        char next = '\u0100';
        for (int b = 0; b < 256; b++) characters[b] = b is (>= 0x21 and <= 0x7E) or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF) ? (char)b : next++;
        return characters;
    }

    private static short[] MakeValues()
    {
        short[] values = new short[Characters.Max() + 1];
        Array.Fill(values, (short)-1);
        for (int b = 0; b < 256; b++) values[Characters[b]] = (short)b;
        return values;
    }
}
